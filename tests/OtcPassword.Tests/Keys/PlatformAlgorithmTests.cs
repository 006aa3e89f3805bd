using System.Security.Cryptography;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class PlatformAlgorithmTests
{
    public static TheoryData<Exception> Refusals =>
    [
        new CryptographicException("Unknown error (0xc1000008)."),
        new PlatformNotSupportedException("Not on this platform."),
        new InvalidOperationException("Not part of the FIPS validated algorithms."),
    ];

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Refusal_names_the_algorithm_and_the_reason_of_the_platform(Exception refusal)
    {
        PlatformAlgorithmException e = Assert.Throws<PlatformAlgorithmException>(() => PlatformAlgorithm.Run<int>("PBKDF2 with SHA256", () => throw refusal));

        OtcException shown = KeyDataException.Refused(e.Algorithm, e).For("key file 'web.pem'", "\"web.pem\"");
        Assert.Equal(OtcError.KeyFileUnreadable, shown.Error);
        Assert.Equal(
            $"The key file 'web.pem' requires PBKDF2 with SHA256, which is not available on this computer: {refusal.Message}",
            shown.Message);
        Assert.DoesNotContain("damaged", shown.Message);
    }

    [Fact]
    public void Exceptions_other_than_refusals_are_passed_on() =>
        Assert.Throws<ArgumentException>(() => PlatformAlgorithm.Run<int>("AES", () => throw new ArgumentException("x")));

    [Fact]
    public void Computer_that_forbids_MD5_shows_SHA256_and_opens_all_keys_that_do_not_need_MD5()
    {
        PlatformAlgorithm.RefusesMd5.Value = true;
        foreach (string file in TestKeys.Files.Select(row => row.Data).Where(file => new FileInfo(TestKeys.PathOf(file)).Length < 4000))
        {
            using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf(file));
            OtcException? refusal = Record.Exception(() => keyFile.Entries[0].Open(TestKeys.Passphrase).Dispose()) as OtcException;

            bool needsMd5 = file.Contains("MD5") || (file.Contains("pkcs1-") && keyFile.Entries[0].IsEncrypted) || file == "utf16le-without-bom.pem";
            Assert.Equal(needsMd5 ? OtcError.KeyFileUnreadable : null, refusal?.Error);
            Assert.Equal(needsMd5, refusal?.Message.Contains("requires MD5, which is not available on this computer") == true);
            Assert.Null(keyFile.Entries[0].PublicKey?.Md5Fingerprint);
            Assert.StartsWith("SHA256:", keyFile.Entries[0].PublicKey?.Fingerprint ?? "SHA256:");
        }
    }

    [Fact]
    public void Mismatch_on_a_computer_that_forbids_MD5_names_the_fingerprints_in_SHA256()
    {
        PlatformAlgorithm.RefusesMd5.Value = true;
        using KeyRing ring = KeyRing.Open([KeyRingTests.Explicit(TestKeys.PathOf("pkcs1-2048.pem"))], null);

        OtcException e = Assert.Throws<OtcException>(() => new PasswordDecryptor(ring).Decrypt(
            TestKeys.Facts("pkcs1-exponent-3.pem")["ciphertext"], new RegisteredKey("web", KeyRingTests.Public("pkcs1-exponent-3.pem")), "server web01"));

        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains(TestKeys.Facts("pkcs1-2048.pem")["sha256"], e.Message);
        Assert.Contains(TestKeys.Facts("pkcs1-exponent-3.pem")["sha256"], e.Message);
    }

    [Fact]
    public void Refusal_inside_an_exception_of_reflection_is_recognized()
    {
        var refusal = new System.Reflection.TargetInvocationException(new InvalidOperationException("Not part of the FIPS validated algorithms."));

        PlatformAlgorithmException e = Assert.Throws<PlatformAlgorithmException>(() => PlatformAlgorithm.Run<int>("MD5", () => throw refusal));

        Assert.Equal("Not part of the FIPS validated algorithms", e.Message);
    }
}
