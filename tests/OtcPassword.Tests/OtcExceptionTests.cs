using System.Security.Cryptography;
using OtcPassword.Client;
using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests;

public class OtcExceptionTests
{
    [Fact]
    public void Exception_has_its_error_ID_and_recommended_action()
    {
        var exception = new OtcException(OtcError.KeyMismatch, "The key does not fit.", "Use another key.");

        Assert.Equal(OtcError.KeyMismatch, exception.Error);
        Assert.Equal("Use another key.", exception.RecommendedAction);
    }

    [Theory]
    [InlineData("The proxy 'http://bob:secret@proxy:8080/' refused.", false)]
    [InlineData("Cannot find drive. A drive with the name 'MIIEowIBAAKCAQEA7Zq9kYx0p3Jc5fV1mQb2tHs8uWd4rGn6' does not exist.", false)]
    [InlineData("Cannot find path '\u001b[2J'.", false)]
    [InlineData("The handshake failed.\r\nSee also\tRFC 8446.", true)]
    public void Cause_is_kept_only_if_no_message_of_it_can_quote_a_secret_or_control_the_terminal(string message, bool isKept)
    {
        var cause = new IOException("The request failed.", new InvalidOperationException(message));

        var exception = new OtcException(OtcError.NetworkFailure, "The request failed.", innerException: cause);

        Assert.Same(isKept ? cause : null, exception.InnerException);
    }

    [Fact]
    public void Message_of_the_platform_is_shown_on_one_line_without_passwords_and_control_characters()
    {
        var cause = new CryptographicException("\u001b[2JMD5 is disabled\r\nby http://bob:secret@policy/.");

        OtcException exception = KeyDataException.Refused("MD5", cause).For("key file 'x'", "x");

        Assert.Contains(
            "requires MD5, which is not available on this computer: \uFFFD[2JMD5 is disabled by http://********@policy/.", exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }
}
