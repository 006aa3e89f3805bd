using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Responses that differ from the documentation of the services. <c>#</c> stands for invalid UTF-8.</summary>
public class MalformedResponseTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("{\"password\": \"x\"")]
    [InlineData("{\"password\": \"x\"} {}")]
    [InlineData("{\"password\": 5}")]
    [InlineData("{\"password\": true}")]
    [InlineData("{\"password\": [\"x\"]}")]
    [InlineData("{\"password\": \"#\"}")]
    [InlineData("{\"password\": \"\\ud800\"}")]
    [InlineData("{\"#\": \"x\"}")]
    [InlineData("{\"error\": {\"code\": 403, \"message\": \"No.\"}}")]
    [InlineData("{\"error_msg\": \"No.\", \"error_code\": \"APIGW.0301\"}")]
    [InlineData("{\"itemNotFound\": {\"code\": 404, \"message\": \"No.\"}}")]
    [InlineData("<html><body>Please sign in to the hotel's network</body></html>")]
    public async Task Malformed_password_response_is_an_unexpected_response(string body) => await FailsAsync(
        OtcError.UnexpectedResponse, Ok(body), session => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"error\": {\"code\": 403, \"message\": \"No.\"}}")]
    [InlineData("{\"servers\": {}}")]
    [InlineData("{\"servers\": [null]}")]
    [InlineData("{\"servers\": [5]}")]
    [InlineData("{\"servers\": [[]]}")]
    [InlineData("{\"servers\": [{}]}")]
    [InlineData("{\"servers\": [{\"id\": null}]}")]
    [InlineData("{\"servers\": [{\"id\": \"\"}]}")]
    [InlineData("{\"servers\": [{\"id\": 5}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"name\": 5}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"key_name\": {}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"created\": 20240101}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"name\": \"#\"}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"metadata\": {\"os_type\": \"#\"}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"metadata\": {\"os_type\": \"\\udc00\"}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"addresses\": {\"#\": [{\"addr\": \"1.2.3.4\"}]}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\", \"addresses\": {\"\\ud800\": [{\"addr\": \"1.2.3.4\"}]}}]}")]
    [InlineData("{\"servers\": [{\"id\": \"a\"}], \"servers_links\": \"http://example.com/\"}")]
    [InlineData("{\"servers\": [{\"id\": \"a\"}], \"servers_links\": [null]}")]
    public async Task Malformed_server_list_is_an_unexpected_response(string body)
    {
        await FailsAsync(OtcError.UnexpectedResponse, Ok(body), session => session.Ecs().ListAsync());
        await FailsAsync(OtcError.UnexpectedResponse, Ok(body), session => session.Bms().ListAsync());
    }

    [Theory]
    [InlineData("{\"server\": null}")]
    [InlineData("{\"server\": {}}")]
    [InlineData("{\"server\": []}")]
    [InlineData("{\"server\": {\"id\": 5}}")]
    [InlineData("{\"server\": {\"id\": \"a\", \"flavor\": {\"id\": \"#\"}}}")]
    [InlineData("{\"error\": {\"code\": 403, \"message\": \"No.\"}}")]
    public async Task Malformed_server_is_an_unexpected_response(string body) => await FailsAsync(
        OtcError.UnexpectedResponse, Ok(body), session => session.Ecs().GetAsync(HostileCloud.Id, TestSession.Context));

    [Theory]
    [InlineData("{\"keypairs\": [null]}")]
    [InlineData("{\"keypairs\": {}}")]
    [InlineData("{\"keypairs\": [{}]}")]
    [InlineData("{\"keypairs\": [{\"keypair\": {\"name\": 5}}]}")]
    [InlineData("{\"keypairs\": [{\"keypair\": {\"name\": \"#\"}}]}")]
    [InlineData("{\"error\": {\"code\": 403, \"message\": \"No.\"}}")]
    public async Task Malformed_key_pair_list_is_an_unexpected_response(string body) =>
        await FailsAsync(OtcError.UnexpectedResponse, Ok(body), session => session.KeyPairs().ListAsync(TestSession.Context));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"token\": null}")]
    [InlineData("{\"token\": {}}")]
    [InlineData("{\"token\": {\"expires_at\": null}}")]
    [InlineData("{\"token\": {\"expires_at\": 1900000000}}")]
    [InlineData("{\"token\": {\"expires_at\": \"soon\"}}")]
    [InlineData("{\"token\": {\"expires_at\": \"#\"}}")]
    [InlineData("{\"token\": {\"expires_at\": \"9999-12-31T23:59:59Z\"}}")]
    [InlineData("{\"token\": {\"expires_at\": \"0001-01-01T00:00:00Z\", \"issued_at\": \"9999-12-31T23:59:59Z\"}}")]
    [InlineData("{\"token\": {\"expires_at\": \"0001-01-01T00:00:00Z\"}}")]
    [InlineData("{\"error\": {\"code\": 401, \"message\": \"No.\"}}")]
    public async Task Malformed_sign_in_response_is_an_unexpected_response(string body)
    {
        byte[] answer = CannedServer.Answer(201, HostileCloud.InvalidUtf8(body), "X-Subject-Token: t\r\n");
        using var server = new CannedServer(200, "") { SignIn = (_, stream) => stream.WriteAsync(answer, 0, answer.Length) };

        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => HostileCloud.ConnectAsync(server));

        Assert.Single(server.SignIns);
    }

    [Fact]
    public async Task Invalid_issue_time_of_a_token_is_an_unexpected_response()
    {
        string body = $$"""{"token": {"expires_at": "{{DateTime.UtcNow.AddHours(1):s}}Z", "issued_at": "soon"} }""";
        byte[] answer = CannedServer.Answer(201, body, "X-Subject-Token: t\r\n");
        using var server = new CannedServer(200, "") { SignIn = (_, stream) => stream.WriteAsync(answer, 0, answer.Length) };

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => HostileCloud.ConnectAsync(server));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.Contains("The time when the token was issued is invalid.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"projects\": [null]}")]
    [InlineData("{\"projects\": [{\"id\": 5}]}")]
    [InlineData("{\"projects\": [{\"id\": \"..\", \"name\": \"eu-de\"}]}")]
    [InlineData("{\"error\": {\"code\": 403, \"message\": \"No.\"}}")]
    public async Task Malformed_project_list_is_an_unexpected_response(string body)
    {
        using var server = new CannedServer(200, body);
        using var credential = new AccessKeyCredential("AK", Secrets.Of(HostileCloud.Password));

        await HostileCloud.FailsAsync(
            OtcError.UnexpectedResponse,
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential) { Region = "eu-de" }, TestSession.Context));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task Deeply_nested_JSON_is_rejected(int status)
    {
        byte[] deep = CannedServer.Answer(status, string.Concat(Enumerable.Repeat("{\"a\":[", 500_000)));
        OtcError expected = status == 200 ? OtcError.UnexpectedResponse : OtcError.PermissionDenied;

        await FailsAsync(expected, deep, session => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
        await FailsAsync(expected, deep, session => session.Ecs().ListAsync());
    }

    [Fact]
    public async Task Deeply_nested_JSON_in_a_used_field_is_rejected()
    {
        string deep = new string('[', 500_000) + new string(']', 500_000);

        await FailsAsync(
            OtcError.UnexpectedResponse,
            Ok($$"""{"servers": [{"id": "a", "metadata": {{deep}} }]}"""),
            session => session.Ecs().ListAsync());
    }

    [Theory]
    [InlineData("{\"forbidden\": {\"code\": 403, \"message\": \"#\"}}")]
    [InlineData("{\"forbidden\": {\"code\": \"\\ud800\", \"message\": \"No.\"}}")]
    [InlineData("{\"#\": {\"code\": 403, \"message\": \"No.\"}}")]
    [InlineData("{\"error_msg\": 5, \"error_code\": {}}")]
    [InlineData("{\"error\": null}")]
    [InlineData("[[[")]
    public async Task Malformed_error_response_is_explained_by_its_status(string body) => await FailsAsync(
        OtcError.PermissionDenied,
        CannedServer.Answer(403, HostileCloud.InvalidUtf8(body)),
        session => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

    // Gateways send wrong content types, so only the body decides.
    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html; charset=utf-16")]
    [InlineData("application/octet-stream")]
    [InlineData("nonsense")]
    public async Task JSON_with_any_content_type_is_read(string type)
    {
        using var server = new CannedServer(200, """{"password": "x"}""", $"Content-Type: {type}\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.Equal("x", await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
    }

    [Theory]
    [InlineData("text/html", "<html></html>")]
    [InlineData("application/json", "<html></html>")]
    [InlineData("application/json", "password: x")]
    public async Task Body_other_than_JSON_is_rejected_with_any_content_type(string type, string body) => await FailsAsync(
        OtcError.UnexpectedResponse,
        CannedServer.Answer(200, body, $"Content-Type: {type}\r\n"),
        session => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

    [Fact]
    public async Task JSON_in_UTF_16_is_an_unexpected_response() => await FailsAsync(
        OtcError.UnexpectedResponse,
        CannedServer.Answer(
            200, Encoding.Unicode.GetBytes("""{"password": "x"}"""), "Content-Type: application/json; charset=utf-16\r\n"),
        session => session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));

    [Fact]
    public async Task Last_of_duplicate_JSON_keys_is_used_and_validated()
    {
        using var server = new CannedServer(head => CannedServer.Answer(
            200,
            head.Contains("os-server-password")
                ? """{"password": "first", "password": "last"}"""
                : $$"""{"server": {"id": "../../os-keypairs", "name": "first", "name": "last", "id": "{{HostileCloud.Id}}"} }"""));
        using Session session = await HostileCloud.ConnectAsync(server);

        Server found = await session.Ecs().GetAsync(HostileCloud.Id, TestSession.Context);

        Assert.Equal("last", found.Name);
        Assert.Equal(HostileCloud.Id, found.Id);
        await HostileCloud.FailsAsync(OtcError.UnexpectedResponse, () => session.Ecs().GetAsync(Guid.NewGuid().ToString(), TestSession.Context));
        Assert.Equal("last", await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
    }

    [Fact]
    public async Task Optional_fields_can_be_missing_or_null()
    {
        using var server = new CannedServer(head => CannedServer.Answer(
            200,
            head.Contains("os-server-password") ? """{"password": null}""" : """
            {"servers": [
                {"id": "a"},
                {"id": "b", "name": null, "status": null, "key_name": null, "metadata": null, "addresses": null, "flavor": null,
                 "image": "", "created": "yesterday", "OS-SRV-USG:launched_at": null},
                {"id": "c", "metadata": [], "addresses": {"n": {"addr": 1}, "m": [null, 5, {"addr": 5}, {"version": "4"}]}, "flavor": 7,
                 "image": {"id": 5}}
            ], "servers_links": null}
            """));
        using Session session = await HostileCloud.ConnectAsync(server);

        List<Server> servers = await session.Ecs().ListAsync();

        Assert.Equal(["a", "b", "c"], servers.Select(found => found.Id));
        Assert.All(servers, found =>
        {
            Assert.Equal(string.Empty, found.Name);
            Assert.Empty(found.Addresses);
            Assert.Equal((null, null, null, null), (found.KeyName, found.OsType, found.FlavorId, found.ImageId));
            Assert.Null(found.LaunchedAt);
        });
        Assert.Null(await session.Ecs().GetPasswordAsync(HostileCloud.Id, TestSession.Context));
    }

    [Theory]
    [InlineData("HELLO\r\n\r\n")]
    [InlineData("220 smtp.example.com ESMTP TheSecretToken\r\n")]
    [InlineData("HTTP/1.1 TheSecretToken\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\u001b[31mTheSecretToken\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[31mTheSecretToken\r\n")]
    public async Task Invalid_HTTP_response_is_neither_quoted_nor_requested_again(string answer)
    {
        using var server = new CannedServer(_ => Encoding.ASCII.GetBytes(answer));
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(
            HostileCloud.NoHttp, () => session.Ecs().GetPasswordAsync(HostileCloud.Id, HostileCloud.Impatient));

        Assert.True(LongTests.IsMono || server.Requests.Count == 1, $"{server.Requests.Count} requests.");
    }

    private static byte[] Ok(string body) => CannedServer.Answer(200, HostileCloud.InvalidUtf8(body));

    // One request, because the next response would be the same.
    private static async Task FailsAsync(OtcError error, byte[] answer, Func<Session, Task> call)
    {
        using var server = new CannedServer(_ => answer);
        using Session session = await HostileCloud.ConnectAsync(server);

        await HostileCloud.FailsAsync(error, () => call(session));

        Assert.Single(server.Requests);
    }
}
