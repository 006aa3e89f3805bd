using System.Text;
using System.Text.Json;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public sealed class ControlTests(PrivateEmulator<ControlTests.Fleet> emulator)
    : IClassFixture<PrivateEmulator<ControlTests.Fleet>>, IAsyncLifetime
{
    private readonly EmulatorProcess _emulator = emulator.Process;
    private Wire _wire = null!;

    public async ValueTask InitializeAsync() => _wire = await Wire.SignedInAsync(_emulator.Ready);

    public ValueTask DisposeAsync()
    {
        _wire.Dispose();
        return default;
    }

    [Fact]
    public async Task Password_is_available_after_its_delay()
    {
        EmulatedServer young = await _emulator.ServerAsync("young");
        string before = await PasswordAsync(young);

        await _emulator.AdvanceClockAsync(61);

        Assert.Equal("tooYoung", young.PasswordState);
        Assert.Equal("", before);
        Assert.Equal(344, (await PasswordAsync(young)).Length);
    }

    [Theory]
    [InlineData("old", 204)]
    [InlineData("metal", 202)]
    public async Task Deleted_password_is_empty_until_it_is_posted_again(string name, int status)
    {
        EmulatedServer server = await _emulator.ServerAsync(name);
        string before = await PasswordAsync(server);

        WireResponse deleted = await _wire.SendAsync("DELETE", PasswordPath(server));
        WireResponse deletedAgain = await _wire.SendAsync("DELETE", PasswordPath(server));
        string gone = await PasswordAsync(server);
        await _emulator.PostPasswordAsync(server.Id);
        string back = await PasswordAsync(server);
        await _emulator.PostPasswordAsync(server.Id, "Neues-Paßwort-1");
        string changed = await PasswordAsync(server);

        Assert.Equal((status, ""), (deleted.Status, deleted.Text));
        Assert.Equal(status, deletedAgain.Status);
        Assert.Equal("", gone);
        Assert.Equal(before, back);
        Assert.NotEqual(before, changed);
        Assert.Equal("Neues-Paßwort-1", (await _emulator.ServerAsync(name)).Password);
    }

    [Fact]
    public async Task Counters_contain_the_requests_by_method_path_and_status()
    {
        EmulatedServer server = await _emulator.ServerAsync("old");
        await _emulator.ResetCountersAsync();
        await _wire.SignInAsync("admin", "wrong");
        await _wire.SignInAsync("admin", "Emulator-1!");
        await PasswordAsync(server);
        await PasswordAsync(server);

        EmulatorCounters counters = await _emulator.CountersAsync();

        Assert.Equal(1, counters.SignIns);
        Assert.Equal(1, counters.FailedSignIns);
        Assert.Equal(2, counters.Count("GET", "/v2.1/{project}/servers/{id}/os-server-password", 200));
        Assert.Equal(1, counters.Count("POST", "/v3/auth/tokens", 401));
        Assert.Equal(4, counters.Total);
        Assert.Equal(1, counters.MaxInFlight);
        Assert.Equal(2, counters.PasswordRequests[server.Id].Length);
    }

    [Fact]
    public async Task Token_expiry_lifetime_and_revocation_delay_can_be_set()
    {
        await _emulator.ExpireTokensAsync();
        int expired = await ListStatusAsync();

        await _emulator.SetSettingsAsync("""{"tokenLifetimeSeconds": 3}""");
        _wire.Token = (await _wire.SignInAsync("admin", "Emulator-1!")).Header("X-Subject-Token");
        int fresh = await ListStatusAsync();
        await Task.Delay(3100, TestContext.Current.CancellationToken);
        int stale = await ListStatusAsync();

        await _emulator.SetSettingsAsync("""{"tokenLifetimeSeconds": 600, "revocationDelaySeconds": 600, "ecsUnauthorized": "gateway"}""");
        _wire.Token = (await _wire.SignInAsync("admin", "Emulator-1!")).Header("X-Subject-Token");
        await _wire.SendAsync("DELETE", "/v3/auth/tokens", null, ("X-Subject-Token", _wire.Token!));
        int lingering = await ListStatusAsync();
        int identity = (await _wire.GetAsync("/v3/auth/projects")).Status;
        await _emulator.ExpireTokensAsync();
        WireResponse dead = await _wire.GetAsync(_wire.Compute + "/servers");

        Assert.Equal([401, 200, 401, 200, 401], [expired, fresh, stale, lingering, identity]);
        Assert.Equal("APIGW.0301", dead.Body.GetProperty("error_code").GetString());

        async Task<int> ListStatusAsync() => (await _wire.GetAsync(_wire.Compute + "/servers")).Status;
    }

    [Fact]
    public async Task Identity_errors_can_have_the_form_of_IAM()
    {
        await _emulator.SetSettingsAsync("""{"identityErrors": "iam"}""");

        WireResponse answer = await _wire.SignInAsync("admin", "wrong");

        Assert.Equal(401, answer.Status);
        Assert.Equal(["error_code", "error_msg"], WireResponse.Members(answer.Body));
    }

    [Fact]
    public async Task Catalog_can_omit_BMS_and_contain_compute_v2()
    {
        await _emulator.SetSettingsAsync("""{"bmsInCatalog": false, "computeVersion": "v2"}""");

        string catalog = (await _wire.GetAsync("/v3/auth/catalog")).Text;

        Assert.DoesNotContain("\"bms\"", catalog, StringComparison.Ordinal);
        Assert.Contains($"{_emulator.Ready.BaseUrl}v2/{_emulator.Ready.ProjectId}", catalog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_can_be_smaller_than_requested()
    {
        WireResponse answer = await _wire.GetAsync(_wire.Compute + "/servers?limit=1000");

        Assert.Equal(2, answer.Body.GetProperty("servers").GetArrayLength());
        Assert.True(answer.Body.TryGetProperty("servers_links", out _));
    }

    [Fact]
    public async Task Servers_can_be_added_and_removed()
    {
        IReadOnlyList<EmulatedServer> made = await _emulator.AddServersAsync(
            """{ "name": "new-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 3, "rawCiphertext": "nonsense" }""");
        string password = await PasswordAsync(made[0]);
        await _emulator.ControlAsync("DELETE", "servers/" + made[0].Id);

        Assert.Equal(["new-0001", "new-0002", "new-0003"], made.Select(s => s.Name));
        Assert.Equal("nonsense", password);
        Assert.Equal(404, (await _wire.GetAsync(PasswordPath(made[0]))).Status);
    }

    [Fact]
    public async Task Emulator_of_another_one_has_its_own_state_and_can_be_stopped_alone()
    {
        string scenario = Scenarios.Small("""{ "name": "other", "project": "eu-de_a", "keyPair": "KeyPair-a" }""");
        using JsonDocument ready = JsonDocument.Parse(await _emulator.ControlAsync("POST", "emulators", scenario));
        var other = new EmulatorReady(ready.RootElement);
        using var http = new HttpClient();

        string state = await http.GetStringAsync(other.ControlUrl + "/state", TestContext.Current.CancellationToken);
        using HttpResponseMessage stopped = await http.PostAsync(other.ControlUrl + "/stop", null, TestContext.Current.CancellationToken);
        await DeletedAsync(other.KeyFolder);

        Assert.Equal(["other"], JsonDocument.Parse(state).RootElement.GetProperty("servers").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Contains(await _emulator.ServersAsync(), server => server.Name == "metal");
        Assert.True(Directory.Exists(_emulator.Ready.KeyFolder));
    }

    [Fact]
    public async Task Port_in_use_is_reported_and_stopping_deletes_the_keys()
    {
        using EmulatorProcess own = await EmulatorProcess.StartProcessAsync(Encoding.UTF8.GetBytes(new Fleet().Json));
        using JsonDocument other = JsonDocument.Parse(await own.ControlAsync("POST", "emulators"));
        string[] folders = [own.Ready.KeyFolder, new EmulatorReady(other.RootElement).KeyFolder];
        bool wereThere = folders.All(Directory.Exists);

        using ChildProcess second = EmulatorProcess.Run(["--port", $"{own.Ready.BaseUrl.Port}"]);
        ChildResult result = second.WaitForExit(TimeSpan.FromSeconds(60));
        await own.ControlAsync("POST", "stop");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"Port {own.Ready.BaseUrl.Port} is in use", result.Output + result.Error, StringComparison.Ordinal);
        Assert.True(wereThere);
        await DeletedAsync(folders);
    }

    private static async Task DeletedAsync(params string[] folders)
    {
        for (int i = 0; i < 400 && folders.Any(Directory.Exists); i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain(folders, Directory.Exists);
    }

    public sealed class Fleet : IScenario
    {
        public string Json => Scenarios.Small(
            """
            { "name": "old", "project": "eu-de_a", "keyPair": "KeyPair-a" },
            { "name": "young", "project": "eu-de_a", "keyPair": "KeyPair-a", "ageMinutes": 1 },
            { "name": "metal", "project": "eu-de_a", "keyPair": "KeyPair-a", "bareMetal": true }
            """,
            "\"settings\": { \"passwordDelaySeconds\": 120, \"maxPageSize\": 2, \"clockSpeed\": 0 },");
    }

    private string PasswordPath(EmulatedServer server) =>
        (server.Service == "ecs" ? $"{_wire.Compute}/servers" : _wire.BareMetal) + $"/{server.Id}/os-server-password";

    private async Task<string> PasswordAsync(EmulatedServer server) =>
        (await _wire.GetAsync(PasswordPath(server))).Body.GetProperty("password").GetString()!;
}
