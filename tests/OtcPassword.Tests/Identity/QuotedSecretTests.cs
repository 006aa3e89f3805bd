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

    /// <summary>Gets secrets, and the spellings in which services quote them: as JSON writers, URLs, HTML, and logs do.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        { "Winter+2026&Co", "Winter+2026&Co" },
        { "Winter+2026&Co", @"Winter\u002B2026\u0026Co" },
        { "Winter+2026&Co", @"Winter\u002b2026\u0026Co" },
        { "Winter+2026&Co", @"Winter+2026\u0026Co" },
        { "Winter+2026&Co", "Winter%2B2026%26Co" },
        { "Winter+2026&Co", "Winter%2b2026%26Co" },
        { "Winter+2026&Co", "Winter%2B2026&Co" },
        { "Winter+2026&Co", "Winter+2026&amp;Co" },
        { "Winter+2026&Co", "Winter&#43;2026&#38;Co" },
        { "Winter+2026&Co", "Winter&#x2b;2026&amp;Co" },
        { "Winter+2026&Co", "V2ludGVyKzIwMjYmQ28=" },
        { "Winter+2026&Co", "V2ludGVyKzIwMjYmQ28" },
        { "Winter+2026&Co", "dTpXaW50ZXIrMjAyNiZDbw==" }, // u:Winter+2026&Co
        { "Winter+2026&Co", @"Winter\\u002B2026\\u0026Co" },
        { "Winter+2026&Co", @"Winter\x2B2026\x26Co" },
        { "Winter+2026&Co", @"Winter\u{2b}2026\u{26}Co" },
        { "Winter+2026&Co", "Winter%u002B2026%u0026Co" },
        { "Winter+2026&Co", "Winter%252B2026%2526Co" },
        { "Winter+2026&Co", "Winter=2B2026=26Co" },
        { "Winter+2026&Co", "Winter&amp;#43;2026&amp;amp;Co" },
        { "Winter+2026&Co", "57696e7465722b3230323626436f" },
        { "Winter+2026&Co", "57696E7465722B3230323626436F" },
        { "Winter+2026&Co", "VwBpAG4AdABlAHIAKwAyADAAMgA2ACYAQwBvAA==" }, // UTF-16
        { "Gr0ß-Ärger/2026", @"Gr0\xc3\x9f-\xc3\x84rger/2026" },
        { "Gr0ß-Ärger/2026", @"Gr0\u00DF-\u00C4rger/2026" },
        { "Gr0ß-Ärger/2026", @"Gr0\u00df-\u00c4rger\/2026" },
        { "Gr0ß-Ärger/2026", "Gr0%C3%9F-%C3%84rger%2F2026" },
        { "Gr0ß-Ärger/2026", "Gr0%c3%9f-%c3%84rger/2026" },
        { "Gr0ß-Ärger/2026", "Gr0&szlig;-&Auml;rger/2026" },
        { "Gr0ß-Ärger/2026", "Gr0&#223;-&#196;rger/2026" },
        { "Gr0ß-Ärger/2026", "R3Iww58tw4RyZ2VyLzIwMjY=" },
        { "two words \"quoted\" \\ here", @"two words \""quoted\"" \\ here" },
        { "two words \"quoted\" \\ here", "two+words+%22quoted%22+%5C+here" },
        { "LongPassphraseOfManyCharacters", "LongPassphraseOf..." },
        { "LongPassphraseOfManyCharacters", "...OfManyCharacters" },
        { "LongPassphraseOfManyCharacters", "phraseOf" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Secret_is_not_shown_in_any_spelling(string secret, string quoted)
    {
        string text = System.Text.Json.JsonSerializer.Serialize($"bad request: '{quoted}' is too short");
        using var server = new QuotingServer($$"""{"error": {"code": 400, "message": {{text}} } }""");
        using var credential = new PasswordCredential("u", "d", Secrets.Of(secret));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.DoesNotContain(quoted, e.ToString());
        Assert.True(
            e.Message.Contains("bad request: '********' is too short") || e.Message.Contains("quotes a secret"), e.Message);
        foreach (string part in Enumerable.Range(0, quoted.Length - 7).Select(i => quoted.Substring(i, 8)))
        {
            Assert.DoesNotContain(part, e.ToString());
        }
    }

    [Theory]
    [InlineData("to+ken/with==", @"to\u002Bken/with==")]
    [InlineData("to+ken/with==", "to%2Bken%2Fwith%3D%3D")]
    public async Task Token_is_not_shown_in_any_spelling(string token, string quoted)
    {
        string text = System.Text.Json.JsonSerializer.Serialize($"token {quoted} may not do this");
        using var server = new QuotingServer($$"""{"error": {"code": 403, "message": {{text}} } }""");
        using var credential = new TokenCredential(Secrets.Of(token));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("token ******** may not", e.Message);
    }

    [Fact]
    public async Task Ordinary_text_of_a_service_is_shown()
    {
        using var server = new QuotingServer(
            """{"error": {"code": 400, "message": "The user name or password is wrong: 100% of 3+4 &amp; more (see \\server)."}}""");
        using var credential = new PasswordCredential("u", "d", Secrets.Of("Winter+2026&Co"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(new SessionOptions(server.Url, credential), TestSession.Context));

        Assert.Contains("The user name or password is wrong: 100% of 3+4 &amp; more (see \\server).", e.Message);
    }
}
