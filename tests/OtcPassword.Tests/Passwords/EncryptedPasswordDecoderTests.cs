using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class EncryptedPasswordDecoderTests
{
    [Fact]
    public void Error_for_the_sample_of_the_cloud_documentation_names_the_reason()
    {
        OtcException e = Fail("UHC9+YW1xDC1Yu8Mg9n+tnOp7euEO/cW//9KgdJKWhr5w==");

        Assert.Equal(OtcError.EncryptedPasswordInvalid, e.Error);
        Assert.Contains("server web01", e.Message);
        Assert.Contains("47 characters", e.Message);
        Assert.Contains("not a multiple of 4", e.Message);
        Assert.Contains("2048-bit key has 344 characters", e.Message);
        Assert.NotNull(e.RecommendedAction);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \r\n\t ", "is empty")]
    [InlineData("AAA*", "1 of its 4 characters is not a base64 character")]
    [InlineData("AA=A", "padding")]
    [InlineData("A===", "padding")]
    [InlineData("AAAA", "decodes to 3 bytes")]
    [InlineData("{\"password\": \"AAAA\"}", "are not base64 characters")]
    public void Error_for_an_invalid_encrypted_password_names_the_reason(string text, string finding)
    {
        OtcException e = Fail(text);

        Assert.Equal(OtcError.EncryptedPasswordInvalid, e.Error);
        Assert.Contains(finding, e.Message);
    }

    [Fact]
    public void Encrypted_password_of_5000000_characters_is_rejected()
    {
        Assert.Contains("5000000 characters", Fail(new string('A', 5_000_000)).Message);
    }

    [Fact]
    public void White_space_in_an_encrypted_password_is_ignored()
    {
        string block = new string('A', 341) + "A==";

        Assert.Equal(256, EncryptedPasswordDecoder.Decode("\r\n " + block.Insert(64, "\n").Insert(200, "\r\n") + "\n\n", "x").Length);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void Ciphertext_of_the_smallest_and_largest_supported_key_is_decoded(int length)
    {
        byte[] block = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        Assert.Equal(block, EncryptedPasswordDecoder.Decode(Convert.ToBase64String(block), "x"));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(1025)]
    public void Ciphertext_of_an_unsupported_key_size_is_rejected(int length)
    {
        Assert.Contains($"decodes to {length} bytes", Fail(Convert.ToBase64String(new byte[length])).Message);
    }

    private static OtcException Fail(string text) =>
        Assert.Throws<OtcException>(() => EncryptedPasswordDecoder.Decode(text, "server web01"));

    // As files, JSON, and other tools contain them.
    [Theory]
    [InlineData("\"", "\"")]
    [InlineData("'", "'")]
    [InlineData("\uFEFF", "\r\n")]
    [InlineData("\uFEFF\"", "\"")]
    [InlineData("", "\\n")]
    [InlineData("\"", "\\r\\n\"")]
    public void Text_around_an_encrypted_password_is_ignored(string before, string after)
    {
        string text = Convert.ToBase64String(Sample());

        Assert.Equal(Sample(), EncryptedPasswordDecoder.Decode(before + text + after, "x"));
    }

    [Fact]
    public void Encrypted_password_in_other_spellings_is_decoded()
    {
        string text = Convert.ToBase64String(Sample());
        foreach (string spelling in new[]
        {
            text.Replace('+', '-').Replace('/', '_'), text.Replace('+', '-').Replace('/', '_').TrimEnd('='), text.TrimEnd('='),
            text.Insert(76, "\\r\\n").Insert(152, "\\n"), text.Replace("/", "\\/"), text.Replace("+", "\\u002B"),
        })
        {
            Assert.Equal(Sample(), EncryptedPasswordDecoder.Decode(spelling, "x"));
        }
    }

    [Theory]
    [InlineData("System.Security.SecureString", "is the name of a .NET type")]
    [InlineData("01000000d08c9ddf0115d1118c7a00c04fc297eb010000009bd2", "ConvertFrom-SecureString")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "is an HTML page")]
    [InlineData("{\"error\": {\"message\": \"not found\", \"code\": 404}}", "is the JSON response of a failed request")]
    [InlineData("C:\\temp\\password.txt", "is the path of a file")]
    [InlineData("https://ecs.example.com/password", "is a URL")]
    [InlineData("${PASSWORD}", "is a placeholder")]
    [InlineData("***", "is a placeholder")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256", "Ansible Vault")]
    public void Text_that_is_not_an_encrypted_password_is_described(string text, string finding) =>
        Assert.Contains(finding, Fail(text).Message);

    [Fact]
    public void Hexadecimal_text_is_described() =>
        Assert.Contains("is hexadecimal text", Fail(BitConverter.ToString(Sample()).Replace("-", "")).Message);

    private static byte[] Sample()
    {
        byte[] bytes = new byte[256];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
