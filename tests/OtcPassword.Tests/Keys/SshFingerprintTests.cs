using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class SshFingerprintTests
{
    [Theory]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs1-8192.pem")]
    public void Is_the_one_of_ssh_keygen(string file)
    {
        Assert.Equal(
            TestKeys.Facts(file)["sha256"], SshFingerprint.Sha256OfLine(TestKeys.Facts(file)["publicKey"] + " a comment\n"));
    }

    [Fact]
    public void Is_there_for_other_kinds_of_key_too()
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
    public void Is_missing_for_what_is_no_key(string? line)
    {
        Assert.Null(SshFingerprint.Sha256OfLine(line));
    }
}
