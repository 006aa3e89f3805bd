using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class SignatureTests(EmulatorFixture emulator)
{
    private const string AccessKey = "EMULATORADMINACCESS1";
    private const string SecretKey = "emulator-admin-secret-key-0000000000001";

    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public void The_tests_own_signer_gives_the_published_signature()
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/json",
            ["host"] = "service.region.example.com",
            ["x-sdk-date"] = "20191115T033655Z",
        };

        string authorization = RequestSigner.Authorization(
            "GET",
            "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
            "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
            headers,
            "",
            "QTWAOYTTINDUT2QVKYUC",
            "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc");

        Assert.EndsWith("Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe", authorization);
    }

    [Theory]
    [InlineData("/v2.1/{project}/servers/detail", "limit=3&name=web%20x")]
    [InlineData("/v2.1/{project}/os-keypairs/KeyPair%20db%201", "")]
    [InlineData("/v1/{project}/baremetalservers/detail", "limit=2&offset=1")]
    [InlineData("/v3/projects", "name=eu-de_web")]
    [InlineData("/v3/auth/projects", "")]
    [InlineData("/v3/auth/catalog", "")]
    public async Task A_signed_request_needs_no_token(string path, string query)
    {
        WireResponse answer = await SendAsync(path.Replace("{project}", _ready.ProjectId), query);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Every_part_counts()
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
    public async Task A_temporary_key_needs_its_security_token()
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
        string? securityToken = null)
    {
        using var wire = new Wire(_ready);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = _ready.BaseUrl.Authority,
            ["x-project-id"] = projectId ?? _ready.ProjectId,
            ["x-sdk-date"] = RequestSigner.Date(at ?? DateTime.UtcNow),
        };
        if (securityToken is not null)
        {
            headers["x-security-token"] = securityToken;
        }

        string authorization = RequestSigner.Authorization("GET", path, query, headers, "", accessKey, secretKey);
        string target = path + (query.Length == 0 ? "" : "?" + (sentQuery ?? query));
        (string, string)[] sent = [.. headers.Where(h => h.Key != "host").Select(h => (h.Key, h.Value)), ("Authorization", authorization)];
        return await wire.SendAsync("GET", target, null, sent);
    }
}
