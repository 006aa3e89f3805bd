using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class SshFingerprintTests
{
    [Theory]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs1-8192.pem")]
    public void SHA256_fingerprint_of_a_line_equals_that_of_ssh_keygen(string file)
    {
        Assert.Equal(
            TestKeys.Facts(file)["sha256"], SshFingerprint.Sha256OfLine(TestKeys.Facts(file)["publicKey"] + " a comment\n"));
    }

    [Fact]
    public void SHA256_fingerprint_is_computed_for_keys_other_than_RSA()
    {
        // GitHub's published host key and its fingerprint.
        Assert.Equal(
            "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
            SshFingerprint.Sha256OfLine(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ssh-rsa")]
    [InlineData("ssh-rsa not/base64!")]
    [InlineData("ssh-rsa AAAA")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIID")]
    public void SHA256_fingerprint_of_an_invalid_line_is_null(string? line)
    {
        Assert.Null(SshFingerprint.Sha256OfLine(line));
    }
}
