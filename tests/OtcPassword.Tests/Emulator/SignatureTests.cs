using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class SignatureTests(EmulatorFixture emulator)
{
    private const string AccessKey = "EMULATORADMINACCESS1";
    private const string Partner = "EMULATORPARTNERACC01";
    private const string PartnerSecret = "emulator-partner-secret-key-00000000001";
    private const string SecretKey = "emulator-admin-secret-key-0000000000001";

    private readonly EmulatorReady _ready = emulator.Ready;

    private delegate string Signer(
        string method, string path, string query, SortedDictionary<string, string> headers, string body, string accessKey, string secretKey);

    [Theory]
    [InlineData("access_form.json")]
    [InlineData("sdk_form.json")]
    public void Test_signer_computes_the_signatures_of_the_vectors(string file)
    {
        string path = Path.Combine(BuildPaths.OtcData, "signatures", file);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        string accessKey = json.RootElement.GetProperty("accessKey").GetString()!;
        string secretKey = json.RootElement.GetProperty("secretKey").GetString()!;
        Signer sign = file.StartsWith("sdk", StringComparison.Ordinal) ? RequestSigner.ScopedAuthorization : RequestSigner.Authorization;

        Assert.All(json.RootElement.GetProperty("vectors").EnumerateArray(), vector =>
        {
            var url = new Uri(vector.GetProperty("url").GetString()!);
            var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty header in vector.GetProperty("headers").EnumerateObject())
            {
                headers.Add(header.Name, header.Value.GetString()!);
            }

            string authorization = sign(
                vector.GetProperty("method").GetString()!, url.AbsolutePath, url.Query.TrimStart('?'), headers,
                vector.GetProperty("body").GetString()!, accessKey, secretKey);

            Assert.Equal(vector.GetProperty("authorization").GetString(), authorization);
        });
    }

    [Theory]
    [InlineData("/v2.1/{project}/servers/detail", "limit=3&name=web%20x")]
    [InlineData("/v2.1/{project}/os-keypairs/KeyPair%20db%201", "")]
    [InlineData("/v1/{project}/baremetalservers/detail", "limit=2&offset=1")]
    [InlineData("/v3/projects", "name=eu-de_web")]
    [InlineData("/v3/auth/projects", "")]
    [InlineData("/v3/auth/catalog", "")]
    public async Task Signed_request_is_accepted_without_a_token(string path, string query)
    {
        path = path.Replace("{project}", _ready.ProjectId);

        WireResponse access = await SendAsync(path, query);
        WireResponse scoped = await SendAsync(path, query, sign: RequestSigner.ScopedAuthorization);

        Assert.Equal(200, access.Status);
        Assert.Equal(200, scoped.Status);
    }

    [Fact]
    public async Task Scoped_form_accepts_project_and_security_token_that_are_not_signed()
    {
        using var wire = new Wire(_ready);
        string path = $"/v2.1/{_ready.ProjectId}/servers";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["accept"] = "application/json",
            ["host"] = _ready.BaseUrl.Authority,
            ["x-sdk-date"] = RequestSigner.Date(DateTime.UtcNow),
        };
        string authorization = RequestSigner.ScopedAuthorization(
            "GET", path, "", headers, "", "EMULATORTEMPACCESS01", "emulator-temporary-secret-key-000000001");
        (string, string)[] sent =
        [
            ("accept", "application/json"), ("x-sdk-date", headers["x-sdk-date"]), ("Authorization", authorization),
            ("X-Project-Id", _ready.ProjectId), ("X-Security-Token", "emulator-security-token-000000000000001"),
        ];

        WireResponse answer = await wire.SendAsync("GET", path, null, sent);
        WireResponse withoutToken = await wire.SendAsync("GET", path, null, sent.Take(4).ToArray());

        Assert.Equal(200, answer.Status);
        Assert.Equal(401, withoutToken.Status);
    }

    [Fact]
    public async Task Signed_request_without_a_project_is_rejected()
    {
        WireResponse ecs = await SendAsync($"/v2.1/{_ready.ProjectId}/servers", "", projectId: "");
        WireResponse bms = await SendAsync($"/v1/{_ready.ProjectId}/baremetalservers/detail", "", projectId: "");

        Assert.Equal(401, ecs.Status);
        JsonElement error = ecs.Body.GetProperty("badRequest");
        Assert.Equal("401", error.GetProperty("code").GetString());
        Assert.Contains("doesn't match Context's project_id 'null'", error.GetProperty("message").GetString());
        Assert.Equal("Common.0018", bms.Body.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Catalog_is_forbidden_to_a_temporary_key()
    {
        WireResponse answer = await SendAsync(
            "/v3/auth/catalog", "", "EMULATORTEMPACCESS01", "emulator-temporary-secret-key-000000001",
            securityToken: "emulator-security-token-000000000000001");

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task Signed_assume_role_needs_the_account_and_issues_a_temporary_key()
    {
        string domainId = (await SendAsync("/v3/auth/domains", "", Partner, PartnerSecret, projectId: ""))
            .Body.GetProperty("domains")[0].GetProperty("id").GetString()!;
        string body = $$"""
            {"auth": {"identity": {"methods": ["assume_role"], "assume_role": {"domain_name": "{{_ready.Domain}}",
              "xrole_name": "password_agency", "duration_seconds": 3600} } } }
            """;

        WireResponse without = await PostKeyAsync(body, null);
        WireResponse tooShort = await PostKeyAsync(body.Replace("3600", "60"), domainId);
        WireResponse answer = await PostKeyAsync(body, domainId);

        Assert.Equal(401, without.Status);
        Assert.Equal(400, tooShort.Status);
        Assert.Equal(201, answer.Status);
        JsonElement key = answer.Body.GetProperty("credential");
        Assert.InRange(
            key.GetProperty("expires_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(61));
        WireResponse servers = await SendAsync(
            $"/v2.1/{_ready.ProjectId}/servers", "", key.GetProperty("access").GetString()!, key.GetProperty("secret").GetString()!,
            securityToken: key.GetProperty("securitytoken").GetString());
        Assert.Equal(200, servers.Status);
    }

    private async Task<WireResponse> PostKeyAsync(string body, string? domainId)
    {
        using var wire = new Wire(_ready);
        const string Path = "/v3.0/OS-CREDENTIAL/securitytokens";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = _ready.BaseUrl.Authority,
            ["x-sdk-date"] = RequestSigner.Date(DateTime.UtcNow),
        };
        if (domainId is not null)
        {
            headers["x-domain-id"] = domainId;
        }

        string authorization = RequestSigner.Authorization("POST", Path, "", headers, body, Partner, PartnerSecret);
        (string, string)[] sent = [.. headers.Where(h => h.Key != "host").Select(h => (h.Key, h.Value)), ("Authorization", authorization)];
        return await wire.SendAsync("POST", Path, body, sent);
    }

    [Fact]
    public async Task Signed_request_with_a_wrong_part_is_rejected()
    {
        string path = $"/v2.1/{_ready.ProjectId}/servers";

        WireResponse[] refused =
        [
            await SendAsync(path, "limit=1", secretKey: "wrong"),
            await SendAsync(path, "limit=1", accessKey: "NOSUCHKEY"),
            await SendAsync(path, "limit=1", sentQuery: "limit=2"),
            await SendAsync(path, "limit=1", at: DateTime.UtcNow.AddMinutes(-16)),
            await SendAsync(path, "limit=1", at: DateTime.UtcNow.AddMinutes(16)),
            await SendAsync(path, "limit=1", projectId: "00000000000000000000000000000000"),
        ];

        Assert.All(refused, a =>
        {
            Assert.Equal(401, a.Status);
            Assert.Equal("APIGW.0301", a.Body.GetProperty("error_code").GetString());
        });
        Assert.Equal(200, (await SendAsync(path, "limit=1", at: DateTime.UtcNow.AddMinutes(-14))).Status);
    }

    [Fact]
    public async Task Temporary_access_key_needs_its_security_token()
    {
        string path = $"/v2.1/{_ready.ProjectId}/servers";
        const string Access = "EMULATORTEMPACCESS01";
        const string Secret = "emulator-temporary-secret-key-000000001";

        WireResponse without = await SendAsync(path, "", accessKey: Access, secretKey: Secret);
        WireResponse with = await SendAsync(
            path, "", accessKey: Access, secretKey: Secret, securityToken: "emulator-security-token-000000000000001");

        Assert.Equal(401, without.Status);
        Assert.Equal(200, with.Status);
    }

    private async Task<WireResponse> SendAsync(
        string path,
        string query,
        string accessKey = AccessKey,
        string secretKey = SecretKey,
        string? sentQuery = null,
        DateTime? at = null,
        string? projectId = null,
        string? securityToken = null,
        Signer? sign = null)
    {
        using var wire = new Wire(_ready);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = _ready.BaseUrl.Authority,
            ["x-sdk-date"] = RequestSigner.Date(at ?? DateTime.UtcNow),
        };
        if (projectId != "")
        {
            headers["x-project-id"] = projectId ?? _ready.ProjectId;
        }

        if (securityToken is not null)
        {
            headers["x-security-token"] = securityToken;
        }

        string authorization = (sign ?? RequestSigner.Authorization)("GET", path, query, headers, "", accessKey, secretKey);
        string target = path + (query.Length == 0 ? "" : "?" + (sentQuery ?? query));
        (string, string)[] sent = [.. headers.Where(h => h.Key != "host").Select(h => (h.Key, h.Value)), ("Authorization", authorization)];
        return await wire.SendAsync("GET", target, null, sent);
    }
}
