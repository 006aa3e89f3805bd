using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class IdentityServiceTests(EmulatorFixture emulator)
{
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task Sign_in_response_has_the_form_of_Keystone()
    {
        using var wire = new Wire(_ready);

        WireResponse answer = await wire.SignInAsync(_ready.User, _ready.Password);

        Assert.Equal(201, answer.Status);
        Assert.Equal(183, answer.Header("X-Subject-Token")!.Length);
        Assert.StartsWith("req-", answer.Header("X-Openstack-Request-Id"));
        JsonElement token = answer.Body.GetProperty("token");
        Assert.Equal(
            ["audit_ids", "catalog", "expires_at", "is_domain", "issued_at", "methods", "project", "roles", "user"],
            WireResponse.Members(token));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", token.GetProperty("expires_at").GetString());
        Assert.Equal(_ready.ProjectId, token.GetProperty("project").GetProperty("id").GetString());
        Assert.Equal(_ready.Domain, token.GetProperty("project").GetProperty("domain").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("compute", "/v2.1/", "eu-de")]
    [InlineData("bms", "/v1/", "eu-de")]
    [InlineData("identity", "/v3", "*")]
    [InlineData("iam", "/v3.0", "*")]
    public async Task Catalog_has_one_public_endpoint_for_each_service_and_region(string type, string path, string region)
    {
        using var wire = new Wire(_ready);

        WireResponse answer = await wire.SignInAsync(_ready.User, _ready.Password);

        JsonElement service = answer.Body.GetProperty("token").GetProperty("catalog").EnumerateArray()
            .Single(s => s.GetProperty("type").GetString() == type);
        JsonElement endpoint = service.GetProperty("endpoints").EnumerateArray().Single(e =>
            e.GetProperty("region").GetString() == region && e.GetProperty("interface").GetString() == "public");
        Assert.StartsWith(_ready.BaseUrl.GetLeftPart(System.UriPartial.Authority) + path, endpoint.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Wrong_user_password_and_project_get_the_same_response()
    {
        using var wire = new Wire(_ready);

        WireResponse[] answers =
        [
            await wire.SignInAsync("nobody", _ready.Password),
            await wire.SignInAsync(_ready.User, "wrong"),
            await wire.SignInAsync(_ready.User, _ready.Password, wire.ProjectScope("no-such-project")),
            await wire.SignInAsync("operator", "p@ss \"wörd\" 1", wire.ProjectScope("eu-de_test")),
        ];

        Assert.All(answers, a =>
        {
            Assert.Equal(401, a.Status);
            Assert.Equal(
                "{\"error\":{\"code\":401,\"message\":\"The request you have made requires authentication.\",\"title\":\"Unauthorized\"}}",
                a.Text);
            Assert.StartsWith("Keystone uri=", a.Header("WWW-Authenticate"));
        });
    }

    [Theory]
    [InlineData("{nonsense", "valid JSON in request body")]
    [InlineData("{}", "auth in request body")]
    [InlineData("""{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "password": "x"}}}}}""", "domain in user")]
    public async Task Error_for_a_malformed_sign_in_names_the_missing_part(string body, string what)
    {
        using var wire = new Wire(_ready);

        WireResponse answer = await wire.SendAsync("POST", "/v3/auth/tokens", body);

        Assert.Equal(400, answer.Status);
        JsonElement error = answer.Body.GetProperty("error");
        Assert.StartsWith($"Expecting to find {what}.", error.GetProperty("message").GetString());
        Assert.Equal("Bad Request", error.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Unscoped_token_lacks_project_and_catalog_and_can_be_rescoped()
    {
        using var wire = new Wire(_ready);

        WireResponse unscoped = await wire.SignInAsync(_ready.User, _ready.Password, "\"unscoped\"");
        WireResponse scoped = await wire.SendAsync("POST", "/v3/auth/tokens", $$"""
            {"auth": {"identity": {"methods": ["token"], "token": {"id": {{Wire.Json(unscoped.Header("X-Subject-Token")!)}} } },
              "scope": {{wire.ProjectScope("eu-de_test")}} } }
            """);

        Assert.Equal(["audit_ids", "expires_at", "issued_at", "methods", "user"], WireResponse.Members(unscoped.Body.GetProperty("token")));
        Assert.Equal(201, scoped.Status);
        Assert.Equal("eu-de_test", scoped.Body.GetProperty("token").GetProperty("project").GetProperty("name").GetString());
        Assert.Equal(
            unscoped.Body.GetProperty("token").GetProperty("expires_at").GetString(),
            scoped.Body.GetProperty("token").GetProperty("expires_at").GetString());
    }

    [Fact]
    public async Task Catalog_can_be_omitted_or_requested_alone()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse without = await wire.SendAsync("GET", "/v3/auth/tokens?nocatalog=true", null, ("X-Subject-Token", wire.Token!));
        WireResponse with = await wire.SendAsync("GET", "/v3/auth/tokens", null, ("X-Subject-Token", wire.Token!));
        WireResponse alone = await wire.GetAsync("/v3/auth/catalog");

        Assert.DoesNotContain("catalog", WireResponse.Members(without.Body.GetProperty("token")));
        Assert.Equal(8, with.Body.GetProperty("token").GetProperty("catalog").GetArrayLength());
        Assert.Equal(8, alone.Body.GetProperty("catalog").GetArrayLength());
    }

    [Fact]
    public async Task Virtual_MFA_needs_password_and_passcode()
    {
        using var wire = new Wire(_ready);

        Assert.Equal(401, (await wire.SignInAsync("mfa", "Emulator-2!")).Status);
        Assert.Equal(401, (await Mfa("000000", "\"name\": \"mfa\"")).Status);
        WireResponse byName = await Mfa("123456", "\"name\": \"mfa\"");
        string id = byName.Body.GetProperty("token").GetProperty("user").GetProperty("id").GetString()!;
        WireResponse byId = await Mfa("123456", $"\"id\": \"{id}\"");

        Assert.Equal(201, byName.Status);
        Assert.Equal(201, byId.Status);

        Task<WireResponse> Mfa(string passcode, string user) => wire.SendAsync("POST", "/v3/auth/tokens", $$"""
            {"auth": {"identity": {"methods": ["password", "totp"],
              "password": {"user": {"name": "mfa", "password": "Emulator-2!", "domain": {"name": {{Wire.Json(_ready.Domain)}} } } },
              "totp": {"user": { {{user}}, "passcode": "{{passcode}}" } } },
              "scope": {{wire.ProjectScope(_ready.Project)}} } }
            """);
    }

    [Fact]
    public async Task Agency_token_acts_for_the_trusting_account()
    {
        using var wire = new Wire(_ready);
        WireResponse partner = await wire.SignInAsync(
            "partner", "Emulator-5!", wire.ProjectScope("eu-de", "OTC00000000001000000002"), "OTC00000000001000000002");
        wire.Token = partner.Header("X-Subject-Token");

        WireResponse assumed = await Assume("password_agency", "xrole_name");
        wire.Token = assumed.Header("X-Subject-Token");
        WireResponse servers = await wire.GetAsync(wire.Compute + "/servers");
        WireResponse keys = await wire.GetAsync(wire.Compute + "/os-keypairs");
        WireResponse unknown = await Assume("no_such_agency", "xrole_name");
        WireResponse otherField = await Assume("password_agency", "agency_name");

        Assert.Equal(201, assumed.Status);
        JsonElement token = assumed.Body.GetProperty("token");
        Assert.Equal(_ready.Domain, token.GetProperty("user").GetProperty("domain").GetProperty("name").GetString());
        Assert.Equal("partner", token.GetProperty("assumed_by").GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(200, servers.Status);
        Assert.Equal(0, keys.Body.GetProperty("keypairs").GetArrayLength());
        Assert.Equal(403, unknown.Status);
        Assert.Equal(400, otherField.Status);

        Task<WireResponse> Assume(string agency, string field) => wire.SendAsync("POST", "/v3/auth/tokens", $$"""
            {"auth": {"identity": {"methods": ["assume_role"],
              "assume_role": {"domain_name": {{Wire.Json(_ready.Domain)}}, "{{field}}": "{{agency}}" } },
              "scope": {{wire.ProjectScope(_ready.Project)}} } }
            """);
    }

    [Fact]
    public async Task Projects_can_be_listed_by_name()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse all = await wire.GetAsync("/v3/auth/projects");
        WireResponse one = await wire.GetAsync("/v3/projects?name=" + _ready.Project);

        Assert.Equal(2, all.Body.GetProperty("projects").GetArrayLength());
        Assert.Equal(_ready.ProjectId, one.Body.GetProperty("projects").EnumerateArray().Single().GetProperty("id").GetString());
    }

    [Fact]
    public async Task Revoked_token_is_rejected_by_every_service()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse revoked = await wire.SendAsync("DELETE", "/v3/auth/tokens", null, ("X-Subject-Token", wire.Token!));

        Assert.Equal(204, revoked.Status);
        Assert.Equal("", revoked.Text);
        Assert.Equal(401, (await wire.SendAsync("GET", "/v3/auth/tokens", null, ("X-Subject-Token", wire.Token!))).Status);
        Assert.Equal(401, (await wire.GetAsync(wire.Compute + "/servers")).Status);
        Assert.Equal(401, (await wire.GetAsync(wire.BareMetal + "/detail")).Status);
    }

    [Fact]
    public async Task Version_documents_have_the_form_of_Keystone()
    {
        using var wire = new Wire(_ready);

        WireResponse root = await wire.GetAsync("/");
        WireResponse v3 = await wire.GetAsync("/v3");

        Assert.Equal(300, root.Status);
        Assert.Equal(_ready.AuthUrl + "/", root.Header("Location"));
        Assert.Equal("v3.14", root.Body.GetProperty("versions").GetProperty("values")[0].GetProperty("id").GetString());
        Assert.Equal("v3.14", v3.Body.GetProperty("version").GetProperty("id").GetString());
    }
}
