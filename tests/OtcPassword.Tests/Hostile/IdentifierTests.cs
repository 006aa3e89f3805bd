using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Malicious IDs and names, from the user and from the cloud.</summary>
public class IdentifierTests
{
    private static readonly string Long = new('a', 10_000);

    public static TheoryData<string> NoIds =>
    [
        "a/b", "..", ".", "../../v3/auth/tokens", $"{HostileCloud.Id}/..", "%2f", $"{HostileCloud.Id}%2f..", "a\r\nX-Evil: 1",
        $"{HostileCloud.Id}\r\nX-Evil: 1", $"{HostileCloud.Id}?x", $"{HostileCloud.Id}#x", "\u001b[31m", "\0", new string('a', 10_000),
    ];

    [Theory]
    [MemberData(nameof(NoIds))]
    public async Task Invalid_server_ID_sends_no_request(string id)
    {
        using var server = new CannedServer(200, "{}");
        using Session session = await HostileCloud.ConnectAsync(server);

        foreach (ServerService service in new[] { session.Ecs(), session.Bms() })
        {
            await HostileCloud.FailsAsync(OtcError.InvalidServerId, () => service.GetAsync(id, TestSession.Context));
            await HostileCloud.FailsAsync(OtcError.InvalidServerId, () => service.GetPasswordAsync(id, TestSession.Context));
            await HostileCloud.FailsAsync(OtcError.InvalidServerId, () => service.ClearPasswordAsync(id, TestSession.Context));
        }

        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(NoIds))]
    public async Task Invalid_server_ID_of_the_cloud_does_not_become_part_of_a_path(string id)
    {
        string json = System.Text.Json.JsonSerializer.Serialize(id);
        using var server = new CannedServer(200, $$"""{"server": {"id": {{json}}, "name": "n", "key_name": "k"} }""");
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.GetPasswordAsync(HostileCloud.Id));

        Assert.NotEmpty(server.Requests);
        Assert.All(server.Requests, request => Assert.Matches(
            $"^GET /v2\\.1/p/servers/{HostileCloud.Id}(/os-server-password)? ", request));
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../servers", "..%2Fservers")]
    [InlineData("a%2fb", "a%252fb")]
    [InlineData("a?b#c&d", "a%3Fb%23c%26d")]
    [InlineData("a\\b", "a%5Cb")]
    public async Task Key_pair_name_is_encoded_as_one_path_segment(string name, string encoded)
    {
        using var server = new CannedServer(200, """{"keypair": {"name": "k"}}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        await session.KeyPairs().FindAsync(name, TestSession.Context);

        Assert.StartsWith($"GET /v2.1/p/os-keypairs/{encoded} HTTP/1.1", Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Key_pair_name_with_a_line_ending_does_not_add_a_header()
    {
        using var server = new CannedServer(200, """{"keypair": {"name": "k"}}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        await session.KeyPairs().FindAsync("a\r\nX-Evil: 1", TestSession.Context);

        Assert.DoesNotContain("\nX-Evil", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(null)]
    public async Task Impossible_key_pair_name_sends_no_request(string? name)
    {
        using var server = new CannedServer(200, """{"keypair": {"name": "k"}}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Null(await session.KeyPairs().FindAsync(name ?? Long, TestSession.Context));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Key_pair_name_of_100000_characters_from_the_cloud_sends_no_request()
    {
        string key = new('k', 100_000);
        using var server = new CannedServer(head => CannedServer.Answer(
            200,
            head.Contains("os-server-password")
                ? """{"password": "AAAA"}"""
                : $$"""{"server": {"id": "{{HostileCloud.Id}}", "name": "n", "key_name": "{{key}}"} }"""));
        using Session session = await HostileCloud.ConnectAsync(server);
        using var ring = KeyRing.Open([], null);

        await HostileCloud.FailsAsync(
            OtcError.EncryptedPasswordInvalid, () => session.GetPasswordAsync(HostileCloud.Id, ring));

        Assert.DoesNotContain(server.Requests, head => head.Contains("os-keypairs"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2fb")]
    [InlineData("p\r\nX-Evil: 1")]
    [InlineData("pü")]
    [InlineData(null)]
    public async Task Invalid_project_ID_sends_no_request(string? id)
    {
        using var server = new CannedServer(200, "{}");
        foreach (SignInCredential credential in Credentials())
        {
            await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () => Session.ConnectAsync(
                new SessionOptions(server.Url, credential) { ProjectId = id ?? Long, Region = "eu-de" }, TestSession.Context));
        }

        Assert.Empty(server.Requests);
        Assert.Empty(server.SignIns);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("p\\r\\nX-Evil: 1")]
    [InlineData("\\u001b[31m")]
    [InlineData(null)]
    public async Task Invalid_project_ID_of_the_cloud_is_rejected(string? id)
    {
        CannedServer? self = null;
        using var server = new CannedServer(200, $$"""{"projects": [{"id": "{{id ?? Long}}", "name": "eu-de"}]}""")
        {
            SignIn = (_, stream) =>
            {
                byte[] answer = self!.TokenResponse(project: $$"""{"id": "{{id ?? Long}}", "name": "n"}""");
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        self = server;
        foreach (SignInCredential credential in Credentials().Where(credential => credential is not TokenCredential))
        {
            await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => Session.ConnectAsync(
                new SessionOptions(server.Url, credential) { Region = "eu-de" }, TestSession.Context));
        }
    }

    [Fact]
    public async Task Project_name_with_a_line_ending_adds_neither_a_header_nor_a_query()
    {
        using var server = new CannedServer(200, """{"projects": []}""");
        using var credential = new AccessKeyCredential("AK", Secrets.Of(HostileCloud.Password));

        await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () => Session.ConnectAsync(
            new SessionOptions(server.Url, credential) { ProjectName = "a&b=c#\r\nX-Evil: 1\u001b[31m", Region = "eu-de" },
            TestSession.Context));

        string head = server.Requests.Last();
        Assert.StartsWith("GET /v3/projects?name=a%26b%3Dc%23%0D%0AX-Evil%3A%201%1B%5B31m HTTP/1.1\r\n", head);
        Assert.DoesNotContain("\nX-Evil", head);
    }

    [Fact]
    public async Task Project_name_of_10000_characters_sends_no_request()
    {
        using var server = new CannedServer(200, "{}");
        foreach (SignInCredential credential in Credentials())
        {
            await HostileCloud.FailsAsync(OtcError.ConfigurationInvalid, () => Session.ConnectAsync(
                new SessionOptions(server.Url, credential) { ProjectName = new string('ü', 10_000), Region = "eu-de" },
                TestSession.Context));
        }

        Assert.Empty(server.Requests);
        Assert.Empty(server.SignIns);
    }

    [Theory]
    [InlineData("TheSecretToken\r\nX-Evil: 1")]
    [InlineData("TheSecretToken\u001b")]
    [InlineData("TheSecretTokenü")]
    [InlineData("TheSecret Token")]
    [InlineData("\0")]
    public void Token_or_key_that_is_not_a_valid_header_value_is_rejected_and_not_quoted(string token)
    {
        Func<SignInCredential>[] factories =
        [
            () => new TokenCredential(Secrets.Of(token)),
            () => new AccessKeyCredential("AK", Secrets.Of(token)),
            () => new AccessKeyCredential("AK", Secrets.Of("sk"), Secrets.Of(token)),
            () => new AccessKeyCredential($"AK\r\n{token}", Secrets.Of("sk")),
        ];
        foreach (Func<SignInCredential> create in factories)
        {
            OtcException e = Assert.Throws<OtcException>(create);

            Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
            Assert.DoesNotContain("TheSecret", e.ToString());
        }
    }

    [Theory]
    [InlineData("TheSecretTok\u00e9n")]
    [InlineData("The SecretToken")]
    [InlineData("TheSecret\u001bToken")]
    [InlineData("")]
    [InlineData("a\r\n TheSecretToken")]
    public async Task Token_of_the_cloud_that_is_not_a_valid_header_value_is_rejected_and_not_quoted(string token)
    {
        CannedServer? self = null;
        using var server = new CannedServer(200, """{"password": "x"}""")
        {
            SignIn = (_, stream) =>
            {
                // Most programs read headers as Latin-1.
                string answer = System.Text.Encoding.ASCII.GetString(self!.TokenResponse(token: "TOKEN")).Replace("TOKEN", token);
                byte[] bytes = answer.Select(c => (byte)c).ToArray();
                return stream.WriteAsync(bytes, 0, bytes.Length);
            },
        };
        self = server;

        OtcException e = await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ConnectAsync(server));

        Assert.DoesNotContain("TheSecret", e.ToString());
        Assert.Single(server.SignIns);
    }

    [Fact]
    public async Task Token_of_the_cloud_that_exceeds_the_header_limit_is_rejected()
    {
        CannedServer? self = null;
        using var server = new CannedServer(200, "")
        {
            SignIn = (_, stream) =>
            {
                byte[] answer = self!.TokenResponse(token: new string('t', 1_000_000));
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        self = server;

        await HostileCloud.FailsAsync(HostileCloud.NoHttp, () => HostileCloud.ConnectAsync(server));
    }

    [Fact]
    public async Task Cloud_that_rejects_every_token_gets_at_most_five_requests()
    {
        CannedServer? self = null;
        using var server = new CannedServer(401, "{}", "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"x\"\r\n")
        {
            SignIn = (_, stream) =>
            {
                // The tokens expire immediately, so that each rejected request causes another sign-in.
                string now = DateTime.UtcNow.ToString("s", System.Globalization.CultureInfo.InvariantCulture) + "Z";
                byte[] answer = self!.TokenResponse(expires: now, issued: now);
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        self = server;
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(
            OtcError.AuthenticationFailed, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.InRange(server.Requests.Count, 1, 5);
        // One sign-in before each request because the token has expired, one after it because the token was rejected, and
        // the first one of the session.
        Assert.InRange(server.SignIns.Count, 2, 11);
        Assert.All(server.Requests, head => Assert.DoesNotContain("Authorization:", head, StringComparison.OrdinalIgnoreCase));
    }

    private static SignInCredential[] Credentials() =>
    [
        new PasswordCredential("u", "d", Secrets.Of(HostileCloud.Password)),
        new AccessKeyCredential("AK", Secrets.Of(HostileCloud.Password)),
        new TokenCredential(Secrets.Of(HostileCloud.Token)),
    ];
}
