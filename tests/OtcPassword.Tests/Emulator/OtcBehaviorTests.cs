using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>The differences between T Cloud Public and plain OpenStack. The README of the emulator names the sources.</summary>
public sealed class OtcBehaviorTests(PrivateEmulator<OtcBehaviorTests.Fleet> emulator)
    : IClassFixture<PrivateEmulator<OtcBehaviorTests.Fleet>>, IAsyncLifetime
{
    private readonly EmulatorProcess _emulator = emulator.Process;
    private Wire _wire = null!;

    public async ValueTask InitializeAsync()
    {
        await _emulator.SetFaultsAsync("{}");
        _wire = await Wire.SignedInAsync(_emulator.Ready);
    }

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _emulator.SetSettingsAsync(
            """
            {"bmsElsewhere": false, "regionInCatalog": true, "osTypeInLists": true, "largestPageInTime": 1000000,
             "identityErrors": "keystone"}
            """);
    }

    [Fact]
    public async Task Catalog_has_global_services_and_similar_service_types()
    {
        JsonElement[] catalog = await CatalogAsync();

        Assert.Equal(
            ["bms", "compute", "ecs", "iam", "identity", "image", "network", "volume"],
            catalog.Select(service => service.GetProperty("type").GetString()).OrderBy(type => type, StringComparer.Ordinal));
        Assert.Equal("*", Regions(catalog, "iam"));
        Assert.Equal("*", Regions(catalog, "identity"));
    }

    [Fact]
    public async Task Compute_endpoint_can_have_null_for_a_region()
    {
        await _emulator.SetSettingsAsync("""{"regionInCatalog": false}""");

        Assert.Equal("null", Regions(await CatalogAsync(), "compute"));
    }

    [Fact]
    public async Task BMS_endpoint_can_be_only_in_another_region()
    {
        await _emulator.SetSettingsAsync("""{"bmsElsewhere": true}""");

        Assert.Equal("eu-nl", Regions(await CatalogAsync(), "bms"));
    }

    [Fact]
    public async Task Lists_can_omit_the_operating_system_that_the_details_contain()
    {
        await _emulator.SetSettingsAsync("""{"osTypeInLists": false}""");

        JsonElement[] listed =
        [
            .. (await _wire.GetAsync(_wire.Compute + "/servers/detail")).Body.GetProperty("servers").EnumerateArray(),
            .. (await _wire.GetAsync(_wire.BareMetal + "/detail")).Body.GetProperty("servers").EnumerateArray(),
        ];
        EmulatedServer server = await _emulator.ServerAsync("linux");
        JsonElement one = (await _wire.GetAsync($"{_wire.Compute}/servers/{server.Id}")).Body.GetProperty("server");

        Assert.NotEmpty(listed);
        Assert.All(listed, entry => Assert.False(entry.GetProperty("metadata").TryGetProperty("os_type", out _)));
        Assert.Equal("Linux", one.GetProperty("metadata").GetProperty("os_type").GetString());
    }

    [Fact]
    public async Task Large_page_can_get_a_gateway_timeout()
    {
        await _emulator.SetSettingsAsync("""{"largestPageInTime": 100}""");

        WireResponse ecs = await _wire.GetAsync(_wire.Compute + "/servers/detail?limit=101");
        WireResponse bms = await _wire.GetAsync(_wire.BareMetal + "/detail?limit=101");

        Assert.Equal((504, "APIGW.0201"), (ecs.Status, ecs.Body.GetProperty("error_code").GetString()));
        Assert.Equal(504, bms.Status);
        Assert.Equal(200, (await _wire.GetAsync(_wire.Compute + "/servers/detail?limit=100")).Status);
    }

    [Fact]
    public async Task Server_metadata_can_name_the_administrator()
    {
        EmulatedServer server = await _emulator.ServerAsync("admin");
        JsonElement one = (await _wire.GetAsync($"{_wire.Compute}/servers/{server.Id}")).Body.GetProperty("server");

        Assert.Equal("Operator", one.GetProperty("metadata").GetProperty("admin_username").GetString());
    }

    [Fact]
    public async Task Reinstalled_server_keeps_its_stored_password()
    {
        EmulatedServer server = await _emulator.ServerAsync("admin");
        string path = $"{_wire.Compute}/servers/{server.Id}";
        JsonElement before = (await _wire.GetAsync(path)).Body.GetProperty("server");
        string stored = (await _wire.GetAsync(path + "/os-server-password")).Text;

        await _emulator.ControlAsync("POST", $"servers/{server.Id}/reinstall");
        JsonElement after = (await _wire.GetAsync(path)).Body.GetProperty("server");

        Assert.Equal(stored, (await _wire.GetAsync(path + "/os-server-password")).Text);
        Assert.Equal(before.GetProperty("created").GetString(), after.GetProperty("created").GetString());
        Assert.NotEqual(
            before.GetProperty("OS-SRV-USG:launched_at").GetString(), after.GetProperty("OS-SRV-USG:launched_at").GetString());
    }

    [Fact]
    public async Task Server_whose_password_was_cleared_before_it_was_reinstalled_posts_a_new_one()
    {
        EmulatedServer server = await _emulator.ServerAsync("cleared");
        string path = $"{_wire.Compute}/servers/{server.Id}/os-server-password";
        string old = (await _wire.GetAsync(path)).Text;
        await _wire.SendAsync("DELETE", path);

        await _emulator.ControlAsync("POST", $"servers/{server.Id}/reinstall");
        string first = (await _wire.GetAsync(path)).Body.GetProperty("password").GetString()!;
        await _emulator.AdvanceClockAsync(3600);
        string later = (await _wire.GetAsync(path)).Text;

        Assert.Equal("", first);
        Assert.NotEqual(old, later);
        Assert.Equal(old.Length, later.Length);
        Assert.NotEqual(server.Password, (await _emulator.ServerAsync("cleared")).Password);
    }

    [Theory]
    [InlineData("iam", "/v3/auth/projects", 400, "IAM.1105", "error_code")]
    [InlineData("ecs", "/v2.1/{project}/servers/detail", 202, "Common.0024", "error.code")]
    [InlineData("bms", "/v1/{project}/baremetalservers/detail", 400, "BMS.0032", "error.code")]
    [InlineData("ecs", "/v2.1/{project}/servers/detail", 494, "APIG.0201", "error_code")]
    public async Task Any_error_of_a_service_can_be_injected(string service, string path, int status, string code, string member)
    {
        await _emulator.SetFaultsAsync(
            $$"""
            {"rules": [{"service": "{{service}}", "errors": {"{{status}}": 1}, "errorCode": "{{code}}",
              "errorMessage": "As the reference says.", "sparesAfterAttempts": 2}]}
            """);

        WireResponse first = await _wire.GetAsync(path.Replace("{project}", _emulator.Ready.ProjectId));
        WireResponse second = await _wire.GetAsync(path.Replace("{project}", _emulator.Ready.ProjectId));

        JsonElement found = member.Split('.').Aggregate(first.Body, (body, name) => body.GetProperty(name));
        Assert.Equal((status, code), (first.Status, found.GetString()));
        Assert.Contains("As the reference says.", first.Text);
        Assert.Equal(200, second.Status);
    }

    [Fact]
    public async Task IAM_errors_distinguish_failures_that_Keystone_does_not()
    {
        await _emulator.SetSettingsAsync("""{"identityErrors": "iam"}""");

        WireResponse wrongPassword = await _wire.SignInAsync("admin", "wrong");
        WireResponse noPasscode = await _wire.SignInAsync("mfa", "p");

        Assert.Equal((401, "IAM.0062"), (wrongPassword.Status, wrongPassword.Body.GetProperty("error_code").GetString()));
        Assert.Equal(401, noPasscode.Status);
        Assert.Equal("mfa totp code verify fail", noPasscode.Body.GetProperty("error_msg").GetString());
    }

    private async Task<JsonElement[]> CatalogAsync() =>
        [.. (await _wire.GetAsync("/v3/auth/catalog")).Body.GetProperty("catalog").EnumerateArray()];

    private static string Regions(JsonElement[] catalog, string type) => string.Join(", ", catalog
        .Single(service => service.GetProperty("type").GetString() == type).GetProperty("endpoints").EnumerateArray()
        .Select(endpoint => endpoint.GetProperty("region").GetString() ?? "null"));

    public sealed class Fleet : IScenario
    {
        public string Json => """
            {
              "domains": [ { "name": "d", "projects": [ "eu-de_a" ], "users": [
                { "name": "admin", "password": "Emulator-1!" }, { "name": "mfa", "password": "p", "passcode": "123456" } ] } ],
              "keyPairs": [ { "name": "KeyPair-a", "user": "admin" } ],
              "servers": [
                { "name": "admin", "project": "eu-de_a", "keyPair": "KeyPair-a", "adminUserName": "Operator" },
                { "name": "cleared", "project": "eu-de_a", "keyPair": "KeyPair-a" },
                { "name": "linux", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Linux" },
                { "name": "metal", "project": "eu-de_a", "keyPair": "KeyPair-a", "bareMetal": true } ]
            }
            """;
    }
}
