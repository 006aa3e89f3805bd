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
}
