using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class KeyFileTests
{
    public static TheoryData<string> Files => TestKeys.Files;

    public static TheoryData<string> EncryptedFiles =>
        [.. TestKeys.Files.Select(row => row.Data).Where(file => TestKeys.Facts(file)["encrypted"] == "True")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Key_file_opens_and_decrypts_a_password_that_openssl_encrypted(string file)
    {
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);
        bool isEncrypted = facts["encrypted"] == "True";
        Assert.True(RsaPublicKey.TryParseOpenSsh(facts["publicKey"], out RsaPublicKey? expected));
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf(file));
        StoredKey entry = Assert.Single(keyFile.Entries);

        Assert.Equal(facts["format"], entry.Format.ToString());
        Assert.Equal(isEncrypted, entry.IsEncrypted);
        Assert.Equal(facts["comment"], entry.Comment ?? "");
        bool isKnownWithoutPassphrase =
            !isEncrypted || entry.Format is KeyFileFormat.OpenSsh or KeyFileFormat.PuttyV2 or KeyFileFormat.PuttyV3;
        Assert.Equal(isKnownWithoutPassphrase ? expected : null, entry.PublicKey);

        using RsaPrivateKey key = entry.Open(isEncrypted ? TestKeys.Passphrase : null);
        Assert.Equal(expected, key.PublicKey);
        Assert.Equal(expected, entry.PublicKey);
        Assert.Equal(facts["bits"], key.PublicKey.KeySize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(facts["md5"], key.PublicKey.Md5Fingerprint);
        Assert.Equal(facts["sha256"], key.PublicKey.Sha256Fingerprint);

        using KeyRing ring = KeyRing.Open([new KeyFileSource(TestKeys.PathOf(file), isExplicit: true)], TestKeys.Passphrase);
        Assert.Equal(!isEncrypted, ring.PassphraseUnused);
        SecureString password = new PasswordDecryptor(ring).Decrypt(
            facts["ciphertext"], new RegisteredKey("web", expected), "server web01");
        Assert.True(password.IsReadOnly());
        Assert.Equal(facts["password"], TestKeys.Plain(password));
    }

    [Theory]
    [MemberData(nameof(EncryptedFiles))]
    public void Missing_and_incorrect_passphrase_cause_different_errors(string file)
    {
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf(file));
        StoredKey entry = keyFile.Entries[0];

        OtcException missing = Assert.Throws<OtcException>(() => entry.Open(null));
        Assert.Equal(OtcError.KeyPassphraseRequired, missing.Error);
        Assert.Contains(file, missing.Message);
        Assert.Contains("-KeyPassphrase", missing.RecommendedAction);
        Assert.Equal(OtcError.KeyPassphraseRequired, Assert.Throws<OtcException>(() => entry.Open(new SecureString())).Error);

        OtcException wrong = Assert.Throws<OtcException>(() => entry.Open(TestKeys.Secure("correct horse")));
        Assert.Equal(OtcError.KeyPassphraseWrong, wrong.Error);
        Assert.Contains(file, wrong.Message);
        Assert.DoesNotContain("correct horse", wrong.Message);
    }

    [Fact]
    public void File_can_contain_several_keys()
    {
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf("two-keys.pem"));

        Assert.Equal([1024, 3072], keyFile.Entries.Select(entry => entry.PublicKey!.KeySize));
    }

    [Theory]
    [InlineData("ec-pkcs1.pem", OtcError.KeyNotRsa, "an EC key")]
    [InlineData("ec-pkcs8.pem", OtcError.KeyNotRsa, "an EC key")]
    [InlineData("ec.der", OtcError.KeyNotRsa, "an EC key")]
    [InlineData("ed25519-pkcs8.pem", OtcError.KeyNotRsa, "an Ed25519 key")]
    [InlineData("ed25519-openssh", OtcError.KeyNotRsa, "an Ed25519 key")]
    [InlineData("ed25519-openssh-encrypted", OtcError.KeyNotRsa, "an Ed25519 key")]
    [InlineData("ed25519.ppk", OtcError.KeyNotRsa, "an Ed25519 key")]
    [InlineData("ecdsa-openssh", OtcError.KeyNotRsa, "an EC key")]
    [InlineData("rsa-pss.pem", OtcError.KeyNotRsa, "an RSA-PSS key")]
    [InlineData("dsa.pem", OtcError.KeyNotRsa, "a DSA key")]
    [InlineData("dsa-pkcs8.der", OtcError.KeyNotRsa, "a DSA key")]
    [InlineData("rsa.pub", OtcError.KeyNotRsa, "only a public key (RSA)")]
    [InlineData("ed25519.pub", OtcError.KeyNotRsa, "only a public key (Ed25519)")]
    [InlineData("rfc4716.pub", OtcError.KeyNotRsa, "only a public key")]
    [InlineData("public.pem", OtcError.KeyNotRsa, "only a public key (RSA)")]
    [InlineData("rsa-public.pem", OtcError.KeyNotRsa, "only a public key (RSA)")]
    [InlineData("public.der", OtcError.KeyNotRsa, "only a public key (RSA)")]
    [InlineData("openssh-certificate.pub", OtcError.KeyNotRsa, "an OpenSSH certificate")]
    [InlineData("certificate.pem", OtcError.KeyNotRsa, "a certificate")]
    [InlineData("certificate.der", OtcError.KeyNotRsa, "a certificate")]
    [InlineData("request.pem", OtcError.KeyNotRsa, "a certificate request")]
    [InlineData("bundle.pfx", OtcError.KeyFileUnreadable, "PKCS#12")]
    [InlineData("sshcom.key", OtcError.KeyFileUnreadable, "ssh.com")]
    [InlineData("openssh-chacha20-poly1305.key", OtcError.KeyFileUnreadable, "is encrypted with chacha20-poly1305@openssh.com, which")]
    [InlineData("pkcs8-scrypt.pem", OtcError.KeyFileUnreadable, "scrypt")]
    [InlineData("pkcs8-sha224.pem", OtcError.KeyFileUnreadable, "PBKDF2 with HMAC-SHA-224")]
    [InlineData("pkcs8-rc2.pem", OtcError.KeyFileUnreadable, "RC2")]
    [InlineData("pkcs8-20000000-iterations.pem", OtcError.KeyFileUnreadable, "more than 10000000 key derivation iterations")]
    [InlineData("pkcs1-camellia.pem", OtcError.KeyFileUnreadable, "CAMELLIA-128-CBC")]
    [InlineData("rsa-512.pem", OtcError.KeyFileUnreadable, "512-bit RSA key")]
    [InlineData("three-primes.pem", OtcError.KeyFileUnreadable, "multi-prime RSA key")]
    [InlineData("empty.pem", OtcError.KeyFileUnreadable, "is empty")]
    [InlineData("blank.pem", OtcError.KeyFileUnreadable, "is empty")]
    [InlineData("binary.bin", OtcError.KeyFileUnreadable, "binary data")]
    [InlineData("text.csv", OtcError.KeyFileUnreadable, "not a private key file in a supported format")]
    [InlineData("cut.pem", OtcError.KeyFileUnreadable, "-----END RSA PRIVATE KEY-----")]
    [InlineData("not-base64.pem", OtcError.KeyFileUnreadable, "not valid base64")]
    [InlineData("line-missing.pem", OtcError.KeyFileUnreadable, "is damaged")]
    [InlineData("", OtcError.KeyFileUnreadable, "is a folder")]
    [InlineData("no-such-file", OtcError.KeyFileNotFound, "Cannot find the key file")]
    public void Unusable_file_is_rejected_with_the_reason(string file, OtcError error, string finding)
    {
        OtcException e = Assert.Throws<OtcException>(() => PrivateKeyFile.Read(TestKeys.PathOf("refused/" + file)));

        Assert.Equal(error, e.Error);
        Assert.Contains(finding, e.Message);
        Assert.Contains(file, e.Message);
        Assert.NotNull(e.RecommendedAction);
        Assert.DoesNotContain("{file}", e.RecommendedAction);
    }

    [Theory]
    [InlineData("openssh-chacha20-poly1305.key", "ssh-keygen -p -Z aes256-ctr -f \"")]
    [InlineData("sshcom.key", "puttygen \"")]
    [InlineData("pkcs8-scrypt.pem", "-in \"")]
    [InlineData("pkcs8-sha224.pem", "-in \"")]
    public void Error_for_an_unsupported_format_recommends_the_conversion_command(string file, string command)
    {
        string path = TestKeys.PathOf("refused/" + file);

        Assert.Contains(command + path, Assert.Throws<OtcException>(() => PrivateKeyFile.Read(path)).RecommendedAction);
    }

    [Fact]
    public void Encrypted_key_other_than_RSA_is_rejected_when_it_is_opened()
    {
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf("refused/ec-pkcs8-encrypted.pem"));

        OtcException e = Assert.Throws<OtcException>(() => keyFile.Entries[0].Open(TestKeys.Passphrase));
        Assert.Equal(OtcError.KeyNotRsa, e.Error);
        Assert.Contains("an EC key", e.Message);
    }
}
