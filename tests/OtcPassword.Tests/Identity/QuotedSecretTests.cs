using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>Errors of a service that quotes the secrets of the request.</summary>
public class QuotedSecretTests
{
    [Theory]
    [InlineData("""{"error": {"code": 400, "message": "u'p@ss \"w\u00f6rd\"  1' is too short"}}""")]
    [InlineData("""{"error_msg": "bad body: p@ss \"wörd\"  1", "error_code": "p@ss \"wörd\"  1"}""")]
    public async Task Password_quoted_in_an_error_is_masked(string answer)
    {
        using var server = new QuotingServer(answer);
        using var credential = new PasswordCredential("u", "d", Secrets.Of("p@ss \"wörd\"  1"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("********", e.Message);
        Assert.DoesNotContain("p@ss", e.ToString());
        Assert.DoesNotContain("p@ss", e.ServiceCode ?? string.Empty);
    }

    [Fact]
    public async Task Token_quoted_in_an_error_is_masked()
    {
        using var server = new QuotingServer("""{"error": {"code": 403, "message": "token TheSecretToken may not do this"}}""");
        using var credential = new TokenCredential(Secrets.Of("TheSecretToken"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("token ******** may not", e.Message);
        Assert.DoesNotContain("TheSecretToken", e.ToString());
    }

    [Fact]
    public async Task Passcode_quoted_in_an_error_is_masked()
    {
        using var server = new QuotingServer("""{"error": {"code": 400, "message": "passcode 918273 is used up"}}""");
        using var credential = new PasswordCredential("u", "d", Secrets.Of("secret")) { Passcode = "918273" };

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("passcode ******** is", e.Message);
        Assert.DoesNotContain("918273", e.ToString());
    }

    [Fact]
    public async Task Application_credential_secret_quoted_in_an_error_is_masked()
    {
        using var server = new QuotingServer("""{"error": {"code": 400, "message": "secret TheSecret is too short"}}""");
        using ApplicationCredential credential = ApplicationCredential.ById("1", Secrets.Of("TheSecret"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("secret ******** is", e.Message);
        Assert.DoesNotContain("TheSecret", e.ToString());
    }

    [Fact]
    public async Task ID_token_quoted_in_an_error_is_masked()
    {
        using var server = new QuotingServer("""{"error": {"code": 401, "message": "Bearer TheIdToken has expired"}}""");
        using var credential = new IdTokenCredential(Secrets.Of("TheIdToken"), "corporate");

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("Bearer ******** has", e.Message);
        Assert.DoesNotContain("TheIdToken", e.ToString());
    }

    [Fact]
    public async Task Token_from_a_request_body_quoted_in_an_error_is_masked()
    {
        CannedServer? self = null;
        using CannedServer server = self = new CannedServer(_ => self!.TokenResponse())
        {
            SignIn = (_, stream) =>
            {
                byte[] answer = CannedServer.Answer(400, """{"error": {"code": 400, "message": "token TheSecretToken is not for p"}}""");
                return stream.WriteAsync(answer, 0, answer.Length);
            },
        };
        using var credential = new TokenCredential(Secrets.Of("TheSecretToken"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => Session.ConnectAsync(
            new SessionOptions(server.Url, credential) { ProjectName = "another" }, TestSession.Context));

        Assert.Contains("token ******** is not", e.Message);
        Assert.DoesNotContain("TheSecretToken", e.ToString());
    }

    [Fact]
    public async Task Security_token_quoted_in_an_error_is_masked()
    {
        using var server = new QuotingServer("""{"error": {"code": 400, "message": "token TheSecretToken is over"}}""");
        using var credential = new AccessKeyCredential("AK", Secrets.Of("secret"), Secrets.Of("TheSecretToken"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("token ******** is", e.Message);
        Assert.DoesNotContain("TheSecretToken", e.ToString());
    }

    [Fact]
    public async Task Secret_is_masked_where_the_error_is_truncated()
    {
        string secret = new('s', 40);
        using var server = new QuotingServer($$"""{"error": {"code": 400, "message": "{{new string('x', 385)}}{{secret}}"} }""");
        using var credential = new PasswordCredential("u", "d", Secrets.Of(secret));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.DoesNotContain("ssss", e.ToString());
    }
}
