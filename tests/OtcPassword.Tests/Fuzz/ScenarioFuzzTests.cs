using System.Net;
using OtcPassword.Client;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>
/// Scenarios with random changes. A running emulator must start another one with the scenario or accept the change, or report
/// the error, and continue to run.
/// </summary>
public sealed class ScenarioFuzzTests(PrivateEmulator<ScenarioFuzzTests.Small> emulator) : IClassFixture<PrivateEmulator<ScenarioFuzzTests.Small>>
{
    private const string Servers =
        """
        {"name": "web-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "user": "admin", "count": 2, "osType": "Windows",
         "status": "ACTIVE", "ageMinutes": 10, "ageStepSeconds": 1, "posts": true, "cleared": false, "floatingAddress": true,
         "bareMetal": false, "passwordDelaySeconds": 5, "passwordDelayJitterSeconds": 1, "password": "Emulator-1!"}
        """;

    private const string Faults =
        """
        {"seed": 1, "rules": [{"service": "ecs", "method": "GET", "path": "/servers/*", "latencyMs": 1, "latencyJitterMs": 2,
         "errors": {"503": 0.05, "429": 0.05}, "errorBody": "auto", "retryAfterSeconds": 1, "retryAfterDate": false,
         "resets": 0.01, "cutBodies": 0.01, "slowBodies": 0.01, "slowBodyMs": 5, "requestsPerSecond": 100, "burst": 10,
         "sparesAfterAttempts": 3}]}
        """;

    private const string Settings =
        """
        {"tokenLifetimeSeconds": 60, "revocationDelaySeconds": 1, "defaultPageSize": 25, "maxPageSize": 100,
         "identityErrors": "iam", "ecsUnauthorized": "gateway", "bmsNotFoundStatus": 404, "computeVersion": "v2",
         "bmsInCatalog": true, "passwordDelaySeconds": 5, "passwordDelayJitterSeconds": 1, "clockSpeed": 2}
        """;

    private const string Whole =
        $$"""
        {"seed": 1, "region": "eu-de",
         "domains": [
          {"name": "OTC1", "projects": ["eu-de_a"],
           "users": [{"name": "admin", "password": "Emulator-1!", "passcode": "123456", "accessKey": "ACCESS", "secretKey": "secret",
                      "securityToken": "token", "projects": ["eu-de_a"], "mayManagePasswords": true}],
           "agencies": [{"name": "agency", "trustedDomain": "OTC2", "projects": ["eu-de_a"]}]},
          {"name": "OTC2", "projects": ["eu-de"], "users": [{"name": "partner", "password": "Emulator-2!"}]}],
         "keyPairs": [{"name": "KeyPair-a", "user": "admin", "bits": 1024, "format": "pkcs8"}],
         "servers": [{{Servers}}],
         "faults": {{Faults}},
         "settings": {{Settings}}}
        """;

    [Theory]
    [InlineData("POST", "servers", Servers)]
    [InlineData("PUT", "faults", Faults)]
    [InlineData("PUT", "settings", Settings)]
    [InlineData("POST", "emulators", Whole)]
    public async Task Mutated_scenario_or_change_of_one_is_accepted_or_rejected_with_a_message(string method, string path, string json)
    {
        using var http = new HttpClient();
        await new Fuzzing([OtcError.ConfigurationInvalid]).RunAsync(60, async random =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{emulator.Process.Ready.ControlUrl}/{path}")
            {
                Content = new ByteArrayContent(new JsonMutator(random).Mutate(json)),
            };
            using HttpResponseMessage answer = await http.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.BadRequest)
            {
                // Counts the rejections separately from the results.
                throw new OtcException(OtcError.ConfigurationInvalid, text, "Correct the scenario.");
            }

            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        });

        using var state = await emulator.Process.StateAsync();
        Assert.True(state.RootElement.TryGetProperty("servers", out _));
    }

    public sealed class Small : IScenario
    {
        public string Json => Scenarios.Small("""{ "name": "web-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a" }""");
    }
}
