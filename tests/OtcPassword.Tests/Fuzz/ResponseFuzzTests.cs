using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>Responses of the cloud with random changes.</summary>
public class ResponseFuzzTests
{
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string Ciphertext = "q7ZxCiphertextThatNobodyShallSee";
    private const string Password = "q7Zx-password";

    private const string Server = $$"""
        {
          "id": "{{Id}}", "name": "web-1", "status": "ACTIVE", "key_name": "KeyPair-web", "tenant_id": "p",
          "metadata": { "os_type": "Windows", "image_name": "Windows Server" },
          "addresses": { "net": [ { "addr": "10.0.0.1", "version": 4, "OS-EXT-IPS:type": "fixed" } ] },
          "created": "2026-01-01T00:00:00Z", "OS-SRV-USG:launched_at": "2026-01-01T00:00:00.000000",
          "OS-EXT-AZ:availability_zone": "eu-de-01", "flavor": { "id": "s3.large.2" }, "image": { "id": "i" }
        }
        """;

    private const string Page =
        $$"""{ "servers": [ {{Server}} ], "servers_links": [ { "rel": "next", "href": "https://example.com/next" } ] }""";

    private static readonly string Token = $$"""
        {
          "token": {
            "expires_at": "{{DateTime.UtcNow.AddHours(5):s}}Z", "issued_at": "{{DateTime.UtcNow:s}}Z", "methods": [ "password" ],
            "user": { "id": "u", "name": "u", "domain": { "id": "d", "name": "d" } },
            "project": { "id": "p", "name": "eu-de_web", "domain": { "id": "d", "name": "d" } },
            "catalog": [
              { "type": "compute", "endpoints": [ { "interface": "public", "region": "eu-de", "region_id": "eu-de", "url": "https://ecs.example.com/v2.1/p" } ] },
              { "type": "bms", "endpoints": [ { "interface": "public", "region": "*", "url": "https://bms.example.com/v1/$(tenant_id)s" } ] }
            ]
          }
        }
        """;

    [Theory]
    [InlineData("ECS")]
    [InlineData("BMS")]
    public Task Mutated_server_list_is_read_or_fails_as_documented(string kind) => AskAsync(Page, async session =>
    {
        int pages = 0;
        ServerList list = session.Service(kind).List(TestSession.Context);
        while (await list.ReadPageAsync() is { } page)
        {
            Assert.All(page, AssertPlausible);
            Assert.True(++pages < 10, "The list does not end.");
        }
    });

    [Fact]
    public Task Mutated_server_is_read_or_fails_as_documented() => AskAsync($$"""{ "server": {{Server}} }""", async session =>
        AssertPlausible(await session.Ecs().GetAsync(Id, TestSession.Context)));

    [Fact]
    public Task Mutated_password_response_is_read_or_fails_as_documented() => AskAsync(
        $$"""{ "password": "{{Ciphertext}}" }""", session => session.Ecs().GetPasswordAsync(Id, TestSession.Context));

    [Fact]
    public Task Mutated_key_pair_list_is_read_or_fails_as_documented() => AskAsync(
        """{ "keypairs": [ { "keypair": { "name": "k", "fingerprint": "a:b", "public_key": "ssh-rsa AAAA k" } } ] }""",
        session => session.KeyPairs().ListAsync(TestSession.Context));

    [Fact]
    public Task Mutated_key_pair_is_read_or_fails_as_documented() => AskAsync(
        """{ "keypair": { "name": "k", "fingerprint": "a:b", "public_key": "ssh-rsa AAAA k", "user_id": "u" } }""",
        session => session.KeyPairs().FindAsync("k", TestSession.Context));

    [Fact]
    public Task Mutated_error_response_fails_as_documented()
    {
        const string token = CannedServer.Token;
        (int Status, string Body)[] errors =
        [
            (400, $$"""{ "error": { "code": "BMS.0040", "message": "{{token}} is not {{token}}" } }"""),
            (401, $$"""{ "error_code": "APIGW.0301", "error_msg": "{{token}}", "request_id": "{{token}}" }"""),
            (403, $$"""{ "forbidden": { "code": 403, "message": "{{token}}" } }"""),
            (404, $$"""{ "itemNotFound": { "code": 404, "message": "{{token}}" }, "x": [ {} ] }"""),
            (409, $$"""{ "code": "{{token}}", "title": "t", "message": "m" }"""),
        ];
        return AskAsync(
            random =>
            {
                (int status, string body) = errors[random.Next(errors.Length)];
                return CannedServer.Answer(status, new JsonMutator(random).Mutate(body));
            },
            [
                OtcError.UnexpectedResponse, OtcError.AuthenticationFailed, OtcError.PermissionDenied, OtcError.ServerNotFound,
                OtcError.ConfigurationInvalid,
            ],
            session => session.Bms().GetPasswordAsync(Id, TestSession.Context));
    }

    [Fact]
    public async Task Mutated_sign_in_response_is_read_or_fails_as_documented()
    {
        byte[] answer = [];
        using var server = new CannedServer(_ => answer) { SignIn = (_, stream) => CannedServer.WriteAsync(stream, answer) };
        var fuzzing = new Fuzzing(
            [OtcError.UnexpectedResponse, OtcError.ConfigurationInvalid, OtcError.AuthenticationFailed, OtcError.NetworkFailure], Password);

        await fuzzing.RunAsync(300, async random =>
        {
            answer = CannedServer.Answer(201, new JsonMutator(random).Mutate(Token), $"X-Subject-Token: {HeaderValue(random)}\r\n");
            using var credential = new PasswordCredential("u", "d", Secrets.Of(Password));
            using Session session = await Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context);
            Assert.All(new[] { session.EcsEndpoint, session.BmsEndpoint }, endpoint => Assert.True(
                endpoint is null || endpoint.Scheme == "https" || endpoint.IsLoopback, $"{endpoint}"));
            Assert.False(string.IsNullOrEmpty(session.ProjectId));
            Assert.NotNull(session.Region);
        });
    }

    [Fact]
    public async Task Random_token_is_sent_again_or_fails_as_documented()
    {
        // The endpoint is this server, so that a token that was accepted must be sent again.
        byte[] signIn = [];
        using var server = new CannedServer(_ => CannedServer.Answer(200, """{ "keypairs": [] }"""))
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, signIn),
        };
        var fuzzing = new Fuzzing([OtcError.UnexpectedResponse, OtcError.NetworkFailure], Password);

        await fuzzing.RunAsync(100, async random =>
        {
            signIn = CannedServer.Answer(201, Encoding.ASCII.GetBytes(Token), $"X-Subject-Token: {HeaderValue(random)}\r\n");
            using var credential = new PasswordCredential("u", "d", Secrets.Of(Password));
            using Session session = await Session.ConnectAsync(
                new SessionOptions(server.Url, credential) { EcsEndpoint = server.Url }, TestSession.Context);
            await session.KeyPairs().ListAsync(TestSession.Context);
        });
    }

    [Theory]
    [InlineData("tökén")]
    [InlineData("two words")]
    public async Task Received_token_that_is_not_a_valid_header_value_is_rejected(string token)
    {
        using var server = new CannedServer(_ => Array.Empty<byte>())
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(
                stream, CannedServer.Answer(201, Encoding.ASCII.GetBytes(Token), $"X-Subject-Token: {token}\r\n")),
        };
        using var credential = new PasswordCredential("u", "d", Secrets.Of(Password));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.DoesNotContain(token, e.ToString());
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\u00ff\"")]
    public async Task Error_response_with_invalid_text_is_explained_by_its_status(string text)
    {
        using var server = new CannedServer(_ => CannedServer.Answer(409, Latin1($$"""{ "code": {{text}}, "message": "m" }""")));
        using var credential = new PasswordCredential("u", "d", Secrets.Of(Password));
        using Session session = await Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(Id, TestSession.Context));
        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.Equal(409, e.StatusCode);
    }

    private static byte[] Latin1(string text) => Encoding.GetEncoding("iso-8859-1").GetBytes(text);

    private static Task AskAsync(string body, Func<Session, Task> ask) => AskAsync(
        random => CannedServer.Answer(200, new JsonMutator(random).Mutate(body)), [OtcError.UnexpectedResponse], ask);

    private static async Task AskAsync(Func<Random, byte[]> create, OtcError[] documented, Func<Session, Task> ask)
    {
        byte[] answer = [];
        using var server = new CannedServer(head => IsSecondPage(head) ? CannedServer.Answer(200, """{ "servers": [] }""") : answer);
        using var credential = new PasswordCredential("u", "d", Secrets.Of(Password));
        using Session session = await Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context);

        await new Fuzzing(documented, Ciphertext, Password, CannedServer.Token).RunAsync(150, random =>
        {
            answer = create(random);
            return ask(session);
        });
    }

    private static bool IsSecondPage(string head) => head.Contains("marker=") || head.Contains("&offset=2");

    private static void AssertPlausible(Server server)
    {
        Assert.NotNull(server.Id);
        Assert.NotNull(server.Name);
        Assert.All(server.Addresses, address => Assert.NotEqual(string.Empty, address.Address));
    }

    private static string HeaderValue(Random random) => random.Next(4) switch
    {
        0 => new string('t', 1 << random.Next(14)),
        1 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(0x20, 0x7f))),
        2 => "tökén\u0001\t,;=\"" + (char)random.Next(0x80, 0xff),
        _ => "gAAAAAB-token",
    };
}
