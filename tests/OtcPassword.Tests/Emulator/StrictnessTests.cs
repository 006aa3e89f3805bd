using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>The settings with which the emulator refuses what the cloud refuses, and the details of real services.</summary>
public sealed class StrictnessTests(PrivateEmulator<StrictnessTests.Fleet> emulator)
    : IClassFixture<PrivateEmulator<StrictnessTests.Fleet>>, IAsyncLifetime
{
    private readonly EmulatorProcess _emulator = emulator.Process;
    private Wire _wire = null!;

    public async ValueTask InitializeAsync() => _wire = await Wire.SignedInAsync(_emulator.Ready);

    public async ValueTask DisposeAsync()
    {
        _wire.Dispose();
        await _emulator.SetSettingsAsync(
            """
            {"identityErrors": "keystone", "accountTokenWithoutScope": false, "passcodeByName": true, "deadTokenForbidden": false,
             "metadataServer": "", "temporaryKeyLifetimeSeconds": 3600}
            """);
    }

    [Theory]
    [InlineData(false, "project")]
    [InlineData(true, "domain")]
    public async Task Sign_in_without_a_scope_gets_a_token_of_the_default_project_or_of_the_account(bool ofAccount, string member)
    {
        await _emulator.SetSettingsAsync($$"""{"accountTokenWithoutScope": {{(ofAccount ? "true" : "false")}}}""");

        WireResponse answer = await SignInAsync("admin", "Emulator-1!");

        Assert.Equal(201, answer.Status);
        string[] members = WireResponse.Members(answer.Body.GetProperty("token"));
        Assert.Contains(member, members);
        Assert.DoesNotContain(ofAccount ? "project" : "domain", members);
    }

    [Fact]
    public async Task Texts_of_IAM_can_be_in_the_shape_of_Keystone()
    {
        await _emulator.SetSettingsAsync("""{"identityErrors": "iamTexts"}""");
        _wire.Token = "bad";

        string[] messages =
        [
            Message(await SignInAsync("admin", "wrong")),
            Message(await SignInAsync("mfa", "p")),
            Message(await _wire.GetAsync("/v3/auth/projects")),
        ];

        Assert.Equal(["The username or password is wrong.", "mfa totp code verify fail", "The X-Auth-Token is invalid!"], messages);
    }

    [Theory]
    [InlineData("name", 401)]
    [InlineData("id", 201)]
    public async Task Passcode_for_a_user_name_can_be_refused(string member, int status)
    {
        await _emulator.SetSettingsAsync("""{"passcodeByName": false}""");
        using JsonDocument state = await _emulator.StateAsync();
        string value = state.RootElement.GetProperty("users").EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "mfa").GetProperty(member).GetString()!;

        WireResponse answer = await SignInAsync("mfa", "p", $$$""", "totp": {"user": {"{{{member}}}": "{{{value}}}", "passcode": "123456" } }""");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Dead_token_can_be_forbidden_by_IAM()
    {
        await _emulator.SetSettingsAsync("""{"deadTokenForbidden": true}""");
        await _emulator.ExpireTokensAsync();

        WireResponse answer = await _wire.GetAsync("/v3/auth/projects");

        Assert.Equal(403, answer.Status);
        Assert.Equal("""{"error":{"code":403,"message":"X-Auth-Token is invalid in the request","title":"Forbidden"}}""", answer.Text);
    }

    [Theory]
    [InlineData("reader", "/servers/detail", 403, "ecs:securityGroups:use")]
    [InlineData("reader", "/servers/{id}", 403, "ecs:securityGroups:use")]
    [InlineData("reader", "/servers/{id}/os-server-password", 200, "password")]
    [InlineData("reader", "/os-keypairs", 200, "keypairs")]
    [InlineData("lister", "/servers/detail", 200, "servers")]
    [InlineData("lister", "/servers/{id}", 403, "ecs:servers:get")]
    public async Task User_without_an_action_or_its_dependency_gets_403(string user, string path, int status, string text)
    {
        EmulatedServer server = await _emulator.ServerAsync("first");
        _wire.Token = (await _wire.SignInAsync(user, "p")).Header("X-Subject-Token");

        WireResponse answer = await _wire.GetAsync(_wire.Compute + path.Replace("{id}", server.Id));

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agency_without_a_dependency_gets_403()
    {
        _wire.Token = (await _wire.SignInAsync("partner", "p", _wire.ProjectScope("eu-de_b", "b"), "b")).Header("X-Subject-Token");
        WireResponse assumed = await _wire.SendAsync("POST", "/v3/auth/tokens", $$"""
            {"auth": {"identity": {"methods": ["assume_role"], "assume_role": {"domain_name": "a", "xrole_name": "weak" } },
              "scope": {{_wire.ProjectScope("eu-de_a")}} } }
            """);
        _wire.Token = assumed.Header("X-Subject-Token");

        WireResponse answer = await _wire.GetAsync(_wire.Compute + "/servers");

        Assert.Equal(201, assumed.Status);
        Assert.Equal(403, answer.Status);
        Assert.Contains("vpc:ports:get", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_with_an_agency_gets_temporary_keys_that_sign_requests_for_its_project()
    {
        await _emulator.SetSettingsAsync("""{"metadataServer": "first"}""");
        _wire.Token = null;

        JsonElement place = (await _wire.GetAsync("/openstack/latest/meta_data.json")).Body;
        JsonElement key = (await _wire.GetAsync("/openstack/latest/securitykey")).Body.GetProperty("credential");
        string path = $"/v2.1/{place.GetProperty("project_id").GetString()}/servers";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = _emulator.Ready.BaseUrl.Authority,
            ["x-project-id"] = place.GetProperty("project_id").GetString()!,
            ["x-sdk-date"] = RequestSigner.Date(DateTime.UtcNow),
            ["x-security-token"] = key.GetProperty("securitytoken").GetString()!,
        };
        string authorization = RequestSigner.Authorization(
            "GET", path, "", headers, "", key.GetProperty("access").GetString()!, key.GetProperty("secret").GetString()!);
        WireResponse servers = await _wire.SendAsync(
            "GET", path, null, [.. headers.Where(h => h.Key != "host").Select(h => (h.Key, h.Value)), ("Authorization", authorization)]);

        Assert.Equal(["access", "expires_at", "secret", "securitytoken"], WireResponse.Members(key));
        Assert.Equal("eu-de", place.GetProperty("region_id").GetString());
        Assert.Equal("eu-de-01", place.GetProperty("availability_zone").GetString());
        Assert.Equal(200, servers.Status);
    }

    [Fact]
    public async Task Temporary_key_of_a_server_is_replaced_before_it_expires()
    {
        await _emulator.SetSettingsAsync("""{"metadataServer": "second", "temporaryKeyLifetimeSeconds": 3600}""");
        string first = await AccessKeyAsync();
        string same = await AccessKeyAsync();

        await _emulator.ControlAsync("POST", "tokens/expire");
        string other = await AccessKeyAsync();

        Assert.Equal(first, same);
        Assert.NotEqual(first, other);

        async Task<string> AccessKeyAsync() => (await _wire.GetAsync("/openstack/latest/securitykey")).Body
            .GetProperty("credential").GetProperty("access").GetString()!;
    }

    [Theory]
    [InlineData("", "meta_data.json")]
    [InlineData("third", "securitykey")]
    public async Task Computer_that_is_not_a_server_or_has_no_agency_gets_404(string server, string path)
    {
        await _emulator.SetSettingsAsync($$"""{"metadataServer": "{{server}}"}""");

        Assert.Equal(404, (await _wire.GetAsync("/openstack/latest/" + path)).Status);
    }

    [Fact]
    public async Task Server_that_is_reinstalled_with_another_key_pair_keeps_the_password_of_the_previous_one()
    {
        EmulatedServer server = await _emulator.ServerAsync("third");
        string path = $"{_wire.Compute}/servers/{server.Id}";
        string stored = (await _wire.GetAsync(path + "/os-server-password")).Text;

        await _emulator.ControlAsync("POST", $"servers/{server.Id}/reinstall", """{"keyPair": "KeyPair-b"}""");

        Assert.Equal(stored, (await _wire.GetAsync(path + "/os-server-password")).Text);
        Assert.Equal("KeyPair-b", (await _wire.GetAsync(path)).Body.GetProperty("server").GetProperty("key_name").GetString());

        await _emulator.ClearPasswordAsync(server.Id);
        await _emulator.ControlAsync("POST", $"servers/{server.Id}/reinstall");
        await _emulator.AdvanceClockAsync(3600);
        string password = (await _wire.GetAsync(path + "/os-server-password")).Body.GetProperty("password").GetString()!;

        Assert.Equal(4096 / 8, Convert.FromBase64String(password).Length);
    }

    [Theory]
    [InlineData("reinstall", """{"keyPair": "nope"}""")]
    [InlineData("reinstall", """{"nope": 1}""")]
    public async Task Reinstallation_with_an_unknown_key_pair_is_rejected(string action, string body)
    {
        EmulatedServer server = await _emulator.ServerAsync("first");

        Exception refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _emulator.ControlAsync("POST", $"servers/{server.Id}/{action}", body));

        Assert.Contains("400", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ID_in_capitals_is_not_found()
    {
        string id = (await _emulator.ServerAsync("first")).Id.ToUpperInvariant();

        WireResponse one = await _wire.GetAsync($"{_wire.Compute}/servers/{id}");
        WireResponse marker = await _wire.GetAsync($"{_wire.Compute}/servers?marker={id}");

        Assert.Equal($$$"""{"itemNotFound":{"code":404,"message":"Instance {{{id}}} could not be found."}}""", one.Text);
        Assert.Equal($$$"""{"badRequest":{"code":400,"message":"marker [{{{id}}}] not found"}}""", marker.Text);
    }

    [Theory]
    [InlineData("limit=0", 200, """{"servers":[]}""")]
    [InlineData("limit=", 400, "Invalid input for query parameters limit. Value: . '' is too short")]
    [InlineData("name=(", 400, "Invalid input for query parameters name. Value: (. '(' is not a 'regex'")]
    [InlineData("name=*", 400, "Invalid input for query parameters name. Value: *. '*' is not a 'regex'")]
    [InlineData("name=", 400, "Invalid input for query parameters name. Value: . '' is not a 'regex'")]
    [InlineData("ip=(", 400, "Invalid input for query parameters ip. Value: (. '(' is not a 'regex'")]
    [InlineData("name=a%7B", 200, """{"servers":[]}""")]
    [InlineData("name=(%3F%3Dfi)&marker=", 200, "\"name\":\"first\"")]
    public async Task Query_of_an_ECS_list_is_checked_as_by_Nova(string query, int status, string text)
    {
        WireResponse answer = await _wire.GetAsync($"{_wire.Compute}/servers?{query}");

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v3/nope", 404, "<p>The requested URL was not found on the server.", null)]
    [InlineData("GET", "/v3/auth/tokens/x", 404, "<p>The requested URL was not found on the server.", null)]
    [InlineData("PUT", "/v3/auth/tokens", 405, """{"message":"The method is not allowed for the requested URL."}""", "POST, DELETE, GET, OPTIONS, HEAD")]
    [InlineData("OPTIONS", "/v3/auth/tokens", 200, "", "POST, DELETE, GET, OPTIONS, HEAD")]
    [InlineData("HEAD", "/v3/auth/catalog", 200, "", null)]
    [InlineData("DELETE", "/v3/auth/catalog", 405, """{"message":"The method is not allowed for the requested URL."}""", "OPTIONS, GET, HEAD")]
    public async Task Unknown_path_or_method_gets_the_response_of_Keystone(string method, string path, int status, string text, string? allow)
    {
        WireResponse answer = await _wire.SendAsync(method, path);

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
        Assert.Equal(allow, answer.Header("Allow"));
    }

    private static string Message(WireResponse answer)
    {
        Assert.Equal(["code", "message", "title"], WireResponse.Members(answer.Body.GetProperty("error")));
        Assert.Equal(401, answer.Status);
        return answer.Body.GetProperty("error").GetProperty("message").GetString()!;
    }

    /// <summary>Signs in without a scope.</summary>
    private Task<WireResponse> SignInAsync(string user, string password, string more = "") => _wire.SendAsync("POST", "/v3/auth/tokens", $$$"""
        {"auth": {"identity": {"methods": ["password"{{{(more.Length > 0 ? ", \"totp\"" : "")}}}],
          "password": {"user": {"name": "{{{user}}}", "password": "{{{password}}}", "domain": {"name": "a" } } }{{{more}}} } } }
        """);

    public sealed class Fleet : IScenario
    {
        public string Json => """
            {
              "domains": [
                {
                  "name": "a",
                  "projects": [ "eu-de_a" ],
                  "users": [
                    { "name": "admin", "password": "Emulator-1!" },
                    { "name": "mfa", "password": "p", "passcode": "123456" },
                    { "name": "reader", "password": "p", "missingActions": [ "ecs:securityGroups:use" ] },
                    { "name": "lister", "password": "p", "missingActions": [ "ecs:servers:get" ] }
                  ],
                  "agencies": [
                    { "name": "server_agency", "trustedDomain": "op_svc_ecs" },
                    { "name": "weak", "trustedDomain": "b", "missingActions": [ "vpc:ports:get" ] }
                  ]
                },
                { "name": "b", "projects": [ "eu-de_b" ], "users": [ { "name": "partner", "password": "p" } ] }
              ],
              "keyPairs": [ { "name": "KeyPair-a", "user": "admin" }, { "name": "KeyPair-b", "user": "admin", "bits": 4096 } ],
              "servers": [
                { "name": "first", "project": "eu-de_a", "keyPair": "KeyPair-a", "agency": "server_agency" },
                { "name": "second", "project": "eu-de_a", "keyPair": "KeyPair-a", "agency": "server_agency" },
                { "name": "third", "project": "eu-de_a", "keyPair": "KeyPair-a" } ]
            }
            """;
    }
}
