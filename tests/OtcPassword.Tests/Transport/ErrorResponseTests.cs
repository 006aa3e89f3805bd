using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.Transport;

/// <summary>Error responses in the forms that the API references of the services and real servers show.</summary>
public class ErrorResponseTests
{
    private const string Id = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";

    [Theory]
    [InlineData(404, """{"itemNotFound": {"code": 404, "message": "Instance x could not be found."}}""", OtcError.ServerNotFound)]
    [InlineData(400, """{"error": {"code": "BMS.0040", "message": "The server does not exist."}}""", OtcError.ServerNotFound)]
    [InlineData(403, """{"forbidden": {"code": 403, "message": "Policy doesn't allow it."}}""", OtcError.PermissionDenied)]
    [InlineData(400, """{"error": {"code": "BMS.0033", "message": "No permission."}}""", OtcError.PermissionDenied)]
    [InlineData(400, """{"error": {"code": "BMS.0288", "message": "No permission."}}""", OtcError.PermissionDenied)]
    [InlineData(400, """{"error": {"code": "BMS.0004", "message": "No permission."}}""", OtcError.PermissionDenied)]
    [InlineData(400, """{"error": {"code": "BMS.0005", "message": "No permission."}}""", OtcError.PermissionDenied)]
    [InlineData(401, """{"error_msg": "Incorrect IAM authentication information", "error_code": "APIGW.0301", "request_id": "r"}""", OtcError.AuthenticationFailed)]
    [InlineData(401, """{"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}}""", OtcError.AuthenticationFailed)]
    [InlineData(400, """{"error": {"code": "BMS.0032", "message": "Bad token."}}""", OtcError.AuthenticationFailed)]
    [InlineData(400, """{"error": {"code": "Common.0018", "message": "Tenant id mismatch."}}""", OtcError.ConfigurationInvalid)]
    [InlineData(400, """{"error": {"code": "Ecs.0023", "message": "Tenant id mismatch."}}""", OtcError.ConfigurationInvalid)]
    [InlineData(400, """{"badRequest": {"code": 400, "message": "Malformed request URL: URL's project_id 'a' doesn't match Context's project_id 'b'"}}""", OtcError.ConfigurationInvalid)]
    [InlineData(404, """{"message": "The resource could not be found.<br /><br />\n\n\n", "code": "404 Not Found", "title": "Not Found"}""", OtcError.UnexpectedResponse)]
    [InlineData(404, """{"error_msg": "The API does not exist", "error_code": "APIGW.0101", "request_id": "r"}""", OtcError.UnexpectedResponse)]
    [InlineData(404, "", OtcError.UnexpectedResponse)]
    [InlineData(409, """{"conflictingRequest": {"code": 409, "message": "Busy."}}""", OtcError.UnexpectedResponse)]
    [InlineData(418, "<html><body><h1>I am a proxy</h1></body></html>", OtcError.UnexpectedResponse)]
    [InlineData(302, "", OtcError.UnexpectedResponse)]
    [InlineData(200, "<html><body><h1>Welcome</h1></body></html>", OtcError.UnexpectedResponse)]
    [InlineData(200, "{}", OtcError.UnexpectedResponse)]
    [InlineData(200, """{"password": {"a": 1}}""", OtcError.UnexpectedResponse)]
    [InlineData(407, "", OtcError.NetworkFailure)]
    [InlineData(401, """{"badRequest": {"message": "Malformed request URL: URL's project_id 'a' doesn't match Context's project_id 'null'", "code": "401"}}""", OtcError.ConfigurationInvalid)]
    [InlineData(501, """{"error": {"code": "Ecs.0603", "message": "The commands are being executed. Try again later."}}""", OtcError.UnexpectedResponse)]
    [InlineData(404, """{"error_msg": "The API does not exist", "error_code": "APIG.0101"}""", OtcError.UnexpectedResponse)]
    [InlineData(413, """{"error_msg": "Request entity too large.", "error_code": "APIG.0201"}""", OtcError.UnexpectedResponse)]
    [InlineData(400, """{"error_msg": "Incorrect password.", "error_code": "1103"}""", OtcError.AuthenticationFailed)]
    public async Task Error_response_determines_the_error_ID(int status, string body, OtcError expected)
    {
        using var server = new CannedServer(status, body);
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Bms().GetPasswordAsync(Id, TestSession.Context));

        Assert.Equal(expected, e.Error);
        Assert.NotNull(e.RecommendedAction);
        Assert.DoesNotContain("canned", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('<', e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task Message_code_and_request_ID_of_the_service_are_passed_on()
    {
        using var server = new CannedServer(
            403, """{"error": {"code": "BMS.0033", "message": "You have no permission."}}""", "X-Request-Id: req-4711\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Bms().GetPasswordAsync(Id, TestSession.Context));

        Assert.Equal(403, e.StatusCode);
        Assert.Equal("BMS.0033", e.ServiceCode);
        Assert.Equal("req-4711", e.RequestId);
        Assert.Contains("You have no permission.", e.Message, StringComparison.Ordinal);
        Assert.Contains("req-4711", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_code_that_only_repeats_the_status_is_omitted()
    {
        using var server = new CannedServer(409, """{"code": "409 Conflict", "message": "Busy."}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Bms().GetPasswordAsync(Id, TestSession.Context));

        Assert.Null(e.ServiceCode);
        Assert.Contains("(HTTP 409): \"Busy.\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_for_a_missing_permission_names_it()
    {
        using var server = new CannedServer(403, """{"forbidden": {"code": 403, "message": "No."}}""");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(Id, TestSession.Context));

        Assert.Contains("ecs:serverPasswords:manage", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        using var other = new CannedServer(200, """{"password": "x"}""");
        using var server = new CannedServer(302, "", $"Location: {other.Url}\r\n");
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(Id, TestSession.Context));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Response_with_an_excessive_Content_Length_is_rejected()
    {
        using var server = new CannedServer(_ =>
            System.Text.Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{"));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(Id, TestSession.Context));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.Contains("4194304", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversized_response_without_Content_Length_is_rejected()
    {
        byte[] endless = System.Text.Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string(' ', 5 * 1024 * 1024));
        using var server = new CannedServer(_ => endless);
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.Ecs().GetPasswordAsync(Id, TestSession.Context));

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
    }

    [Fact]
    public async Task List_whose_pages_form_a_cycle_fails()
    {
        string Page(string id) =>
            $$"""{"servers": [{"id": "{{id}}", "name": "n"}], "servers_links": [{"rel": "next", "href": "http://example.com/"}]}""";
        using var server = new CannedServer(head =>
            CannedServer.Answer(200, Page(head.Contains("marker=a") ? "b" : head.Contains("marker=b") ? "c" : "a")));
        using Session session = await HostileCloud.ConnectAsync(server);

        OtcException e = await Assert.ThrowsAsync<OtcException>(async () =>
        {
            ServerList list = session.Ecs().List(TestSession.Context);
            while (await list.ReadPageAsync() is { } page)
            {
                Assert.NotEmpty(page);
            }
        });

        Assert.Equal(OtcError.UnexpectedResponse, e.Error);
        Assert.InRange(server.Requests.Count, 3, 12);
    }
}
