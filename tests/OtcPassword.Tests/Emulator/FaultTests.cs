using System.Diagnostics;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public sealed class FaultTests(PrivateEmulator<FaultTests.Fleet> emulator) : IClassFixture<PrivateEmulator<FaultTests.Fleet>>, IAsyncLifetime
{
    private readonly EmulatorProcess _emulator = emulator.Process;
    private Wire _wire = null!;

    public async ValueTask InitializeAsync()
    {
        await _emulator.SetFaultsAsync("{}");
        await _emulator.ResetCountersAsync();
        _wire = await Wire.SignedInAsync(_emulator.Ready);
    }

    public ValueTask DisposeAsync()
    {
        _wire.Dispose();
        return default;
    }

    [Fact]
    public async Task Seed_determines_the_faults_regardless_of_the_order_of_requests()
    {
        const string Faults = """
            {"seed": SEED, "rules": [{"service": "ecs", "errors": {"503": 0.1, "429": 0.1}, "resets": 0.1, "cutBodies": 0.1}]}
            """;
        IReadOnlyList<EmulatedServer> servers = await _emulator.ServersAsync("ecs");

        string[] oneByOne = await RunAsync(7, inParallel: false);
        string[] allAtOnce = await RunAsync(7, inParallel: true);
        string[] otherSeed = await RunAsync(8, inParallel: true);

        Assert.Equal(oneByOne, allAtOnce);
        Assert.NotEqual(oneByOne, otherSeed);
        Assert.Equal(["200", "429", "503", "broken"], oneByOne.Distinct().OrderBy(o => o, StringComparer.Ordinal));
        Assert.InRange(oneByOne.Count(o => o != "200"), 20, 60);

        async Task<string[]> RunAsync(int seed, bool inParallel)
        {
            await _emulator.SetFaultsAsync(Faults.Replace("SEED", $"{seed}"));
            IEnumerable<Task<string>> runs = servers.Select(s => OutcomeAsync(s.Id));
            if (inParallel)
            {
                return await Task.WhenAll(runs);
            }

            var outcomes = new List<string>();
            foreach (Task<string> run in runs)
            {
                outcomes.Add(await run);
            }

            return [.. outcomes];
        }
    }

    [Fact]
    public async Task Faults_spare_a_request_after_some_attempts_and_control_requests_always()
    {
        await _emulator.SetFaultsAsync("""{"rules": [{"errors": {"500": 1}, "sparesAfterAttempts": 3}]}""");
        string id = (await _emulator.ServersAsync("ecs"))[0].Id;

        string[] outcomes = [await OutcomeAsync(id), await OutcomeAsync(id), await OutcomeAsync(id)];

        Assert.Equal(["500", "500", "200"], outcomes);
        Assert.Equal(2, (await _emulator.CountersAsync()).Faults["error"]);
    }

    [Fact]
    public async Task Throttled_response_has_a_Retry_After_header()
    {
        await _emulator.SetFaultsAsync("""{"rules": [{"service": "ecs", "requestsPerSecond": 1, "burst": 2}]}""");

        WireResponse[] answers = [await Get(), await Get(), await Get()];

        Assert.Equal([200, 200, 429], answers.Select(a => a.Status));
        Assert.Equal("1", answers[2].Header("Retry-After"));
        Assert.Equal("APIGW.0308", answers[2].Body.GetProperty("error_code").GetString());

        Task<WireResponse> Get() => _wire.GetAsync(_wire.Compute + "/servers?limit=1");
    }

    [Fact]
    public async Task Response_can_be_delayed_and_sent_slowly()
    {
        await _emulator.SetFaultsAsync(
            """{"rules": [{"path": "*/servers", "latencyMs": 200}, {"path": "*/detail", "slowBodies": 1, "slowBodyMs": 300}]}""");

        var watch = Stopwatch.StartNew();
        await _wire.GetAsync(_wire.Compute + "/servers?limit=1");
        TimeSpan late = watch.Elapsed;
        watch.Restart();
        WireResponse slow = await _wire.GetAsync(_wire.Compute + "/servers/detail?limit=5");

        // There is no upper limit because a busy computer can add any delay.
        Assert.True(late.TotalMilliseconds >= 195, $"{late}");
        Assert.True(watch.Elapsed.TotalMilliseconds >= 250, $"{watch.Elapsed}");
        Assert.Equal(5, slow.Body.GetProperty("servers").GetArrayLength());
    }

    [Theory]
    [InlineData("html", "text/html")]
    [InlineData("gateway", "application/json")]
    [InlineData("empty", null)]
    public async Task Injected_error_can_have_each_kind_of_body(string body, string? type)
    {
        await _emulator.SetFaultsAsync(
            $$"""{"rules": [{"errors": {"503": 1}, "errorBody": "{{body}}", "retryAfterSeconds": 3, "retryAfterDate": true}]}""");

        WireResponse answer = await _wire.GetAsync(_wire.Compute + "/servers");

        Assert.Equal(503, answer.Status);
        Assert.Equal(type, answer.Header("Content-Type"));
        Assert.EndsWith("GMT", answer.Header("Retry-After"));
    }

    [Fact]
    public async Task Invalid_fault_rule_is_rejected()
    {
        InvalidOperationException typo = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _emulator.SetFaultsAsync("""{"rules": [{"latencyMS": 1}]}"""));
        InvalidOperationException service = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _emulator.SetFaultsAsync("""{"rules": [{"service": "nova"}]}"""));

        Assert.Contains("latencyMS", typo.Message, StringComparison.Ordinal);
        Assert.Contains("Unknown service 'nova'", service.Message, StringComparison.Ordinal);
    }

    private async Task<string> OutcomeAsync(string id)
    {
        try
        {
            // On a reused connection, .NET Framework would retry a broken request by itself.
            WireResponse answer = await _wire.SendAsync(
                "GET", $"{_wire.Compute}/servers/{id}/os-server-password", null, ("Connection", "close"));
            return $"{answer.Status}";
        }
        catch (HttpRequestException)
        {
            return "broken";
        }
    }

    public sealed class Fleet : IScenario
    {
        public string Json => Scenarios.Small("""{ "name": "web-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 100 }""");
    }
}
