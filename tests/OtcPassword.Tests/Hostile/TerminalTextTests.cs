using System.Collections.Concurrent;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Text of the cloud that contains control characters, which could clear or change the screen of a terminal.</summary>
public class TerminalTextTests
{
    // ESC, the C1 control sequence introducer, an operating system command, a change of the writing direction, line ends, an invisible tag.
    private const string Text = "a\u001b[2J\u009b31m\u001b]0;title\u0007\u202Eb\r\nWARNING: c\u2028\0\u007f\U000E0041d";
    private const string Json = "a\\u001b[2J\\u009b31m\\u001b]0;title\\u0007\\u202Eb\\r\\nWARNING: c\\u2028\\u0000\\u007f\\udb40\\udc41d";

    [Theory]
    [InlineData("{\"error\": {\"code\": \"TEXT\", \"message\": \"TEXT\"}}")]
    [InlineData("{\"error_code\": \"TEXT\", \"error_msg\": \"TEXT\", \"request_id\": \"TEXT\"}")]
    [InlineData("{\"forbidden\": {\"code\": 403, \"message\": \"<a href='TEXT'>TEXT</a>\"}}")]
    public async Task Errors_are_shown_without_control_characters(string body)
    {
        string headers = "X-Request-Id: \u001b[31mr\r\n";
        using var server = new CannedServer(403, body.Replace("TEXT", Json), headers);
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.PermissionDenied, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.Contains("WARNING: c", e.Message);
    }

    [Fact]
    public async Task Error_of_megabytes_is_truncated()
    {
        string large = new('x', 1 << 20);
        using var server = new CannedServer(
            403, $$"""{"error_code": "{{large}}", "error_msg": "{{large}}", "request_id": "{{large}}"}""", $"X-Request-Id: {new string('r', 30_000)}\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.PermissionDenied, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

        Assert.InRange(e.Message.Length, 1, 2000);
        Assert.InRange(e.ServiceCode!.Length, 1, 500);
        Assert.InRange(e.RequestId!.Length, 1, 500);
    }

    [Theory]
    [InlineData(403, OtcError.PermissionDenied)]
    [InlineData(200, OtcError.UnexpectedResponse)]
    public async Task Request_ID_that_quotes_the_token_is_masked(int status, OtcError error)
    {
        using var server = new CannedServer(status, "{}", $"X-Request-Id: {HostileCloud.Token}\r\n");
        using var credential = new TokenCredential(Secrets.Of(HostileCloud.Token));

        OtcException e = await HostileCloud.FailsAsync(
            error, () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Equal("********", e.RequestId);
    }

    [Fact]
    public async Task Servers_and_key_pairs_are_shown_without_control_characters()
    {
        using var server = new CannedServer(head => CannedServer.Answer(
            200,
            head.Contains("os-keypairs")
                ? """{"keypairs": [{"keypair": {"name": "TEXT", "fingerprint": "TEXT", "public_key": "ssh-rsa AAAA TEXT\n"}}]}""".Replace("TEXT", Json)
                : head.Contains("marker") ? """{"servers": []}""" : """
                {"servers": [{"id": "TEXT", "name": "TEXT", "status": "TEXT", "key_name": "TEXT", "tenant_id": "TEXT",
                 "OS-EXT-AZ:availability_zone": "TEXT", "metadata": {"os_type": "TEXT", "image_name": "TEXT"}, "flavor": {"id": "TEXT"},
                 "image": {"id": "TEXT"}, "addresses": {"TEXT": [{"addr": "TEXT"}]}}]}
                """.Replace("TEXT", Json)));
        using Session session = await HostileCloud.ConnectAsync(server);

        Server found = Assert.Single(await session.Ecs().ListAsync());
        KeyPair pair = Assert.Single(await session.KeyPairs().ListAsync(TestSession.Context));

        string?[] shown =
        [
            found.Id, found.Name, found.Status, found.KeyName, found.ProjectId, found.AvailabilityZone, found.OsType, found.ImageName,
            found.FlavorId, found.ImageId, found.Address, found.Addresses[0].Network, pair.Name, pair.Fingerprint, pair.PublicKey,
        ];
        Assert.All(shown, text =>
        {
            Assert.Contains("WARNING: c", text);
            HostileCloud.AssertHarmless(text);
        });
    }

    [Fact]
    public async Task Encrypted_password_is_returned_without_control_characters()
    {
        using var server = new CannedServer(200, $$"""{"password": "{{Json}}"}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        HostileCloud.AssertHarmless(await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
    }

    [Fact]
    public async Task Project_of_a_session_is_shown_without_control_characters()
    {
        CannedServer? self = null;
        using var server = new CannedServer(200, "{}")
        {
            SignIn = (_, stream) =>
            {
                byte[] answer = self!.TokenResponse(project: $$"""{"id": "p", "name": "{{Json}}", "domain": {"name": "{{Json}}"} }""");
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        self = server;
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Contains("WARNING: c", session.ProjectName);
        HostileCloud.AssertHarmless(session.ProjectName);
    }

    [Fact]
    public async Task Messages_that_name_a_server_do_not_contain_control_characters()
    {
        using var server = new CannedServer(head => CannedServer.Answer(
            head.Contains("os-keypairs") ? 404 : 200,
            head.Contains("os-server-password")
                ? """{"password": "AAAA"}"""
                : $$"""{"server": {"id": "{{HostileCloud.Id}}", "name": "{{Json}}", "key_name": "{{Json}}"} }"""));
        using Session session = await HostileCloud.ConnectAsync(server);
        var said = new ConcurrentQueue<string>();
        var context = new CallContext(CancellationToken.None, said.Enqueue);
        using var ring = KeyRing.Open([], null);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.EncryptedPasswordInvalid, () => session.GetPasswordAsync(HostileCloud.Id, ring, context));

        Assert.Contains("WARNING: c", e.Message);
        Assert.NotEmpty(said);
        Assert.All(said, HostileCloud.AssertHarmless);
    }

    [Fact]
    public void Error_message_is_always_one_line_of_limited_length()
    {
        var e = new OtcException(OtcError.UnexpectedResponse, Text + new string('x', 1 << 20), Text);

        HostileCloud.AssertHarmless(e.Message);
        HostileCloud.AssertHarmless(e.RecommendedAction);
        Assert.Contains("WARNING: c", e.Message);
    }

    [Fact]
    public void Characters_of_all_languages_are_kept()
    {
        const string Names = "Büro-Übersicht – サーバー 🚀 עברית №1";

        Assert.Equal(Names, new OtcException(OtcError.ServerNotFound, Names).Message);
    }
}
