using System.Globalization;
using System.Numerics;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Passwords;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class PasswordDecryptorTests
{
    private const string Server = "server web01";

    [Theory]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs8.der")]
    [InlineData("openssh-4096.key")]
    public void Keys_of_the_right_size_are_tried_if_the_registered_key_is_unknown(string file)
    {
        using KeyRing ring = Ring("pkcs1-exponent-3.pem", "pkcs1-1024.pem", "refused/rsa.pub", file);
        var decryptor = new PasswordDecryptor(ring);
        string ciphertext = TestKeys.Facts(file)["ciphertext"];
        string expected = TestKeys.Facts(file)["password"];

        Assert.Equal(expected, TestKeys.Plain(decryptor.Decrypt(ciphertext, null, Server, out StoredKey used)));
        Assert.Equal(TestKeys.PathOf(file), used.Path);
        Assert.Equal(expected, TestKeys.Plain(decryptor.Decrypt(ciphertext, new RegisteredKey("web", null), Server)));
    }

    // Users can see only their own key pairs: a server's key pair can be another user's of the same name.
    [Theory]
    [InlineData("pkcs1-exponent-3.pem")]
    [InlineData("pkcs1-4096.pem")]
    public void Key_that_decrypts_is_used_although_another_key_is_registered_under_the_name(string registered)
    {
        using KeyRing ring = Ring("pkcs1-exponent-3.pem", "pkcs1-2048.pem");
        List<string> lines = [];

        SecureString password = new PasswordDecryptor(ring, lines.Add).Decrypt(
            TestKeys.Facts("pkcs1-2048.pem")["ciphertext"], new RegisteredKey("web", KeyRingTests.Public(registered)), Server, out StoredKey used);

        Assert.Equal(TestKeys.Facts("pkcs1-2048.pem")["password"], TestKeys.Plain(password));
        Assert.Equal(TestKeys.PathOf("pkcs1-2048.pem"), used.Path);
        Assert.Contains("although its public key does not match the registered key", Assert.Single(lines));
    }

    [Fact]
    public void Key_other_than_the_registered_one_is_believed_only_if_the_padding_is_valid()
    {
        using KeyRing ring = Ring("pkcs1-2048.pem");
        string rejected = new('x', PlainPassword.SelfEvidentLength);
        var decryptor = new PasswordDecryptor(ring, (_, _) => Encoding.ASCII.GetBytes(rejected));
        var registered = new RegisteredKey("web", KeyRingTests.Public("pkcs1-exponent-3.pem"));

        OtcException e = Assert.Throws<OtcException>(
            () => decryptor.Decrypt(Convert.ToBase64String(Encrypt(NewKey(2048), [1])), registered, Server));
        Assert.Equal(OtcError.KeyMismatch, e.Error);
    }

    [Fact]
    public void Mismatch_names_the_registered_key_and_the_keys_checked()
    {
        using KeyRing ring = Ring("pkcs1-2048.pem");
        RsaPublicKey registered = KeyRingTests.Public("pkcs1-exponent-3.pem");

        OtcException e = Assert.Throws<OtcException>(() => new PasswordDecryptor(ring).Decrypt(
            TestKeys.Facts("pkcs1-exponent-3.pem")["ciphertext"], new RegisteredKey("web key", registered), Server));
        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains(Server, e.Message);
        Assert.Contains("'web key'", e.Message);
        Assert.Contains(registered.Md5Fingerprint!, e.Message);
        Assert.Contains(TestKeys.PathOf("pkcs1-2048.pem"), e.Message);
        Assert.Contains(KeyRingTests.Public("pkcs1-2048.pem").Md5Fingerprint!, e.Message);
    }

    [Fact]
    public void Mismatch_error_mentions_a_key_pair_that_was_created_again()
    {
        using KeyRing ring = Ring("pkcs1-exponent-3.pem", "pkcs1-4096.pem");
        var decryptor = new PasswordDecryptor(ring);
        string ciphertext = TestKeys.Facts("pkcs1-2048.pem")["ciphertext"];

        foreach (string file in new[] { "pkcs1-exponent-3.pem", "pkcs1-4096.pem" })
        {
            OtcException e = Assert.Throws<OtcException>(
                () => decryptor.Decrypt(ciphertext, new RegisteredKey("web", KeyRingTests.Public(file)), Server));
            Assert.Equal(OtcError.KeyMismatch, e.Error);
            Assert.Contains("If the OS may have been changed with another key pair, clear the stored password", e.RecommendedAction);
        }
    }

    [Fact]
    public void Mismatch_error_names_a_key_that_needs_a_passphrase()
    {
        using KeyRing ring = KeyRing.Open(
            [
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs8-encrypted.der")),
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs1-exponent-3.pem")),
            ],
            null);

        OtcException e = Mismatch(ring, "pkcs1-2048.pem", null);
        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains("pkcs8-encrypted.der' (fingerprint unknown, passphrase required)", e.Message);
    }

    [Theory]
    [InlineData("openssh-aes256-ctr.key", true)]
    [InlineData("pkcs8-encrypted.der", false)]
    public void Passphrase_is_required_if_the_only_key_is_encrypted(string file, bool isHalfKnown)
    {
        using KeyRing ring = KeyRing.Open([KeyRingTests.InFolder(TestKeys.PathOf(file))], null);
        var key = new RegisteredKey("web", KeyRingTests.Public("pkcs1-2048.pem"));

        Assert.Equal(OtcError.KeyPassphraseRequired, Mismatch(ring, "pkcs1-2048.pem", key).Error);
        Assert.Equal(isHalfKnown, ring.Entries[0].PublicKey != null);
        Assert.Equal(OtcError.KeyPassphraseRequired, Mismatch(ring, "pkcs1-2048.pem", null).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Passphrase_is_required_if_an_encrypted_file_has_the_name_of_the_key_pair(bool isRegisteredKeyKnown)
    {
        using KeyRing ring = KeyRing.Open(
            [
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs1-exponent-3.pem")),
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs8-encrypted.der")),
            ],
            null);
        RsaPublicKey? registered = isRegisteredKeyKnown ? KeyRingTests.Public("pkcs1-2048.pem") : null;

        OtcException e = Mismatch(ring, "pkcs1-2048.pem", new RegisteredKey("pkcs8-encrypted", registered));
        Assert.Equal(OtcError.KeyPassphraseRequired, e.Error);
    }

    [Fact]
    public void Passphrase_is_required_even_if_there_is_a_key_of_another_size()
    {
        using KeyRing ring = KeyRing.Open(
            [
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs8-encrypted.der")),
                KeyRingTests.InFolder(TestKeys.PathOf("pkcs1-4096.pem")),
            ],
            null);

        Assert.Equal(OtcError.KeyPassphraseRequired, Mismatch(ring, "pkcs1-2048.pem", null).Error);
    }

    [Fact]
    public void Mismatch_error_is_short_and_names_at_most_three_keys_and_the_trace_names_all()
    {
        using var folder = new TemporaryFolder();
        string key = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-1024.pem"));
        using KeyRing ring = KeyRing.Open(
            Enumerable.Range(0, 25).Select(i => KeyRingTests.InFolder(folder.Write($"{i}.pem", key))), null);

        List<string> lines = [];
        string message = Mismatch(ring, "pkcs1-2048.pem", null, lines.Add).Message;

        Assert.Contains("0.pem", message);
        Assert.InRange(25 - int.Parse(Regex.Match(message, "and ([0-9]+) more").Groups[1].Value, CultureInfo.InvariantCulture), 1, 3);
        Assert.InRange(message.Length, 1, 400);
        Assert.Contains("24.pem", Assert.Single(lines));
    }

    [Fact]
    public void Key_file_in_use_is_reported_once_for_each_key_pair()
    {
        using KeyRing ring = Ring("pkcs1-2048.pem", "pkcs1-1024.pem");
        List<string> lines = [];
        var decryptor = new PasswordDecryptor(ring, lines.Add);
        string ciphertext = TestKeys.Facts("pkcs1-2048.pem")["ciphertext"];
        RegisteredKey?[] keys =
        [
            new RegisteredKey("web", KeyRingTests.Public("pkcs1-2048.pem")), new RegisteredKey("pkcs1-2048", null), null,
        ];
        foreach (RegisteredKey? key in keys.Concat(keys))
        {
            decryptor.Decrypt(ciphertext, key, Server).Dispose();
        }

        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Contains(TestKeys.PathOf("pkcs1-2048.pem"), line));
        Assert.Contains("'web' because its public key matches the registered key", lines[0]);
        Assert.Contains("'pkcs1-2048' because its file name matches and it decrypts the password", lines[1]);
        Assert.Contains("unknown key pair because it decrypts the password", lines[2]);
    }

    [Fact]
    public void Mismatch_error_without_any_key_says_that_none_was_found()
    {
        using KeyRing ring = KeyRing.Open([], null);

        OtcException e = Mismatch(ring, "pkcs1-2048.pem", null);
        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains("No RSA private key was found", e.Message);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(200)]
    public void Ciphertext_whose_length_does_not_match_a_key_size_is_invalid(int length)
    {
        using KeyRing ring = Ring("pkcs1-2048.pem");
        string ciphertext = Convert.ToBase64String(new byte[length]);

        foreach (RegisteredKey? key in new[] { null, new RegisteredKey("web", KeyRingTests.Public("pkcs1-2048.pem")) })
        {
            OtcException e = Assert.Throws<OtcException>(() => new PasswordDecryptor(ring).Decrypt(ciphertext, key, Server));
            Assert.Equal(OtcError.EncryptedPasswordInvalid, e.Error);
            Assert.Contains($"decodes to {length} bytes", e.Message);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("nineteen characters")]
    [InlineData("twenty characters, .")]
    [InlineData("ein längeres Kennwort mit Ümläuten, 漢字 und 🔑 und so weiter")]
    public void Passwords_of_any_length_are_decrypted(string password)
    {
        Assert.Equal(password, Attempt("pkcs1-2048.pem", Encoding.UTF8.GetBytes(password)));
    }

    [Fact]
    public void Longest_possible_password_is_decrypted()
    {
        string password = new('x', 256 - 11);

        Assert.Equal(password, Attempt("pkcs1-2048.pem", Encoding.UTF8.GetBytes(password)));
    }

    [Theory]
    [InlineData(new byte[] { }, "it is empty")]
    [InlineData(new byte[] { 0x0D, 0x0A }, "it contains only line endings")]
    [InlineData(new byte[] { 0 }, "it contains control characters")]
    [InlineData(new byte[] { 0x41, 0x0A, 0x42 }, "it contains a line break")]
    [InlineData(new byte[] { 0x41, 0x1B, 0x42 }, "it contains control characters")]
    [InlineData(new byte[] { 0xC3 }, "it is not valid UTF-8, but it can be Latin-1")]
    [InlineData(new byte[] { 0x47, 0x72, 0xFC, 0xDF, 0x65 }, "it is not valid UTF-8, but it can be Latin-1")]
    [InlineData(new byte[] { 0xC0, 0x80 }, "it is not valid UTF-8")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "it is not valid UTF-8")]
    [InlineData(new byte[] { 0xC2, 0x85 }, "it contains control characters")]
    [InlineData(new byte[] { 0x47, 0, 0x72, 0, 0xFC, 0 }, "it is UTF-16 text")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x47, 0 }, "it is UTF-16 text")]
    public void Result_that_is_not_a_password_is_reported_as_such_and_not_as_a_wrong_key(byte[] plain, string reason)
    {
        string ciphertext = Convert.ToBase64String(Encrypt(KeyRingTests.Public("pkcs1-2048.pem"), plain));
        using KeyRing ring = Ring("pkcs1-exponent-3.pem", "pkcs1-2048.pem");
        RegisteredKey?[] keys = [null, new("web", null), new("web", KeyRingTests.Public("pkcs1-2048.pem")), new("web", KeyRingTests.Public("pkcs1-4096.pem"))];
        foreach (RegisteredKey? key in keys)
        {
            OtcException e = Assert.Throws<OtcException>(() => new PasswordDecryptor(ring).Decrypt(ciphertext, key, Server));

            Assert.Equal(OtcError.EncryptedPasswordInvalid, e.Error);
            Assert.Contains(TestKeys.PathOf("pkcs1-2048.pem"), e.Message);
            Assert.Contains($"the password of {Server}, but the result is not a password: {reason}", e.Message);
        }
    }

    [Theory]
    [InlineData("Uq7-gXe+4LpZs.Kw2Rbn\n")]
    [InlineData("Uq7-gXe+4LpZs.Kw2Rbn\r\n\r\n")]
    [InlineData("short\n")]
    public void Line_endings_at_the_end_of_a_password_are_removed_and_traced(string text)
    {
        string ciphertext = Convert.ToBase64String(Encrypt(KeyRingTests.Public("pkcs1-2048.pem"), Encoding.UTF8.GetBytes(text)));
        using KeyRing ring = Ring("pkcs1-2048.pem");
        List<string> lines = [];

        Assert.Equal(text.TrimEnd(), TestKeys.Plain(new PasswordDecryptor(ring, lines.Add).Decrypt(ciphertext, null, Server)));
        Assert.Contains($"Removed the line endings at the end of the password of {Server}.", lines);
    }

    [Fact]
    public void Mismatch_lists_the_skipped_private_keys_and_no_other_files()
    {
        string[] files =
        [
            "pkcs1-1024.pem", "refused/pkcs8-scrypt.pem", "refused/ed25519-openssh", "refused/rsa.pub", "refused/certificate.pem",
            "refused/text.csv", "refused/binary.bin", "refused/empty.pem",
        ];
        using KeyRing ring = Ring(files);

        List<string> lines = [];
        Mismatch(ring, "pkcs1-2048.pem", null, lines.Add);

        string message = Assert.Single(lines);
        string skipped = message.Substring(message.IndexOf("Files skipped: ", StringComparison.Ordinal));
        Assert.Matches(@"pkcs8-scrypt\.pem' \([^)]*scrypt", skipped);
        Assert.Matches(@"ed25519-openssh' \([^)]*Ed25519", skipped);
        Assert.Equal(2, ring.Skipped.Count);
    }

    [Fact]
    public void Blocks_of_equal_bytes_are_a_mismatch()
    {
        using KeyRing ring = Ring("pkcs1-2048.pem");
        foreach (byte value in new byte[] { 0, 1, 0x7F, 0xFF })
        {
            string ciphertext = Convert.ToBase64String([.. Enumerable.Repeat(value, 256)]);
            OtcException e = Assert.Throws<OtcException>(() => new PasswordDecryptor(ring).Decrypt(ciphertext, null, Server));
            Assert.Equal(OtcError.KeyMismatch, e.Error);
        }
    }

    [Theory]
    [InlineData("pkcs1-1024.pem")]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs1-3072.pem")]
    [InlineData("pkcs1-exponent-3.pem")]
    public void RSA_private_operation_confirms_only_the_encrypted_message(string file)
    {
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf(file));
        using RsaPrivateKey key = keyFile.Entries[0].Open(null);
        byte[] block = Encrypt(key.PublicKey, Encoding.ASCII.GetBytes("secret"));

        Assert.True(key.Confirms(block, Encoding.ASCII.GetBytes("secret")));
        Assert.False(key.Confirms(block, Encoding.ASCII.GetBytes("Secret")));
        Assert.False(key.Confirms(block, Encoding.ASCII.GetBytes("ecret")));
        Assert.False(key.Confirms(block, Encoding.ASCII.GetBytes("xsecret")));
        Assert.False(key.Confirms(block, []));
        Assert.False(key.Confirms([.. Enumerable.Repeat((byte)0xFF, block.Length)], Encoding.ASCII.GetBytes("secret")));
    }

    // RFC 8017, 7.2.1: 00 02, at least eight bytes that are not zero, 00, and the message.
    [Theory]
    [InlineData(0, 2, 8, 0x55, 0, true)]
    [InlineData(0, 2, 7, 0x55, 0, false)]
    [InlineData(0, 2, 8, 0x00, 0, false)]
    [InlineData(0, 2, 8, 0x55, 1, false)]
    [InlineData(0, 1, 8, 0x55, 0, false)]
    [InlineData(1, 2, 8, 0x55, 0, false)]
    public void Only_a_block_with_valid_padding_is_confirmed(
        byte first, byte type, int padding, byte lastOfPadding, byte separator, bool isConfirmed)
    {
        using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf("pkcs1-2048.pem"));
        using RsaPrivateKey key = keyFile.Entries[0].Open(null);
        byte[] message = [.. Enumerable.Repeat((byte)'m', 256 - 3 - padding)];
        byte[] block = [first, type, .. Enumerable.Repeat((byte)0x55, padding - 1), lastOfPadding, separator, .. message];

        BigInteger encrypted = BigInteger.ModPow(
            Number(block), Number(key.PublicKey.Exponent.ToArray()), Number(key.PublicKey.Modulus.ToArray()));

        Assert.Equal(isConfirmed, key.Confirms(Bytes(encrypted, 256), message));
        Assert.False(key.Confirms(Bytes(encrypted + Number(key.PublicKey.Modulus.ToArray()), 256), message));

        static BigInteger Number(byte[] bigEndian) => new([.. Enumerable.Reverse(bigEndian), 0]);

        static byte[] Bytes(BigInteger number, int length) =>
            [.. number.ToByteArray().Concat(new byte[length]).Take(length).Reverse()];
    }

    [Fact]
    public void Wrong_key_never_returns_a_password()
    {
        int attempts = LongTests.Enabled ? 100_000 : LongTests.IsMono ? 200 : 1_000;
        using KeyRing ring = Ring("pkcs1-1024.pem");
        RsaPublicKey otherKey = NewKey(1024);
        var decryptor = new PasswordDecryptor(ring);
        byte[] password = Encoding.ASCII.GetBytes("Uq7-gXe+4LpZs.Kw2Rbn");

        Assert.Equal(0, CountPasswords(decryptor, attempts, _ => Encrypt(otherKey, password)));
    }

    // Since version 3.2, OpenSSL returns random bytes of random length instead of an error. About 1 in 300 of these results
    // looks like a short password. Only these are decrypted here, because each failure takes milliseconds to explain.
    [Fact]
    public void Implicit_rejection_never_returns_a_password()
    {
        int attempts = LongTests.Enabled ? 3_000 : LongTests.IsMono ? 60 : 300;
        using KeyRing ring = Ring("pkcs1-1024.pem");
        var random = new Random(4711);
        int draws = 0;
        var decryptor = new PasswordDecryptor(ring, (_, block) =>
        {
            while (true)
            {
                byte[] rejected = new byte[random.Next(block.Length - 11 + 1)];
                random.NextBytes(rejected);
                if (++draws > attempts * 1_000 || PlainPassword.TryRead(rejected, rejected.Length) != null)
                {
                    return rejected;
                }
            }
        });
        byte[] block = Encrypt(NewKey(1024), Encoding.ASCII.GetBytes("x"));

        Assert.Equal(0, CountPasswords(decryptor, attempts, _ => block));
        Assert.InRange(draws, attempts * 50, attempts * 1_000);
    }

    [Fact]
    public void Decrypted_text_is_cleared()
    {
        byte[] decrypted = Encoding.ASCII.GetBytes("Uq7-gXe+4LpZs.Kw2Rbn");
        using KeyRing ring = Ring("pkcs1-1024.pem");
        string block = Convert.ToBase64String(Encrypt(NewKey(1024), decrypted));

        using SecureString password = new PasswordDecryptor(ring, (_, _) => decrypted).Decrypt(block, null, Server);

        Assert.Equal(20, password.Length);
        Assert.Equal(new byte[20], decrypted);
    }

    // The numbers of a disposed key are zero.
    [Fact]
    public void Disposed_key_does_not_decrypt()
    {
        byte[] block = Encrypt(KeyRingTests.Public("pkcs1-1024.pem"), Encoding.ASCII.GetBytes("Uq7-gXe+4LpZs.Kw2Rbn"));
        using PrivateKeyFile file = PrivateKeyFile.Read(TestKeys.PathOf("pkcs1-1024.pem"));
        RsaPrivateKey key = file.Entries[0].Open(null);
        Assert.NotNull(key.DecryptExactly(block));

        key.Dispose();

        Assert.Throws<DivideByZeroException>(() => key.DecryptExactly(block));
    }

    // Random bytes of this length rarely look like a password, so the test supplies some that do.
    [Theory]
    [InlineData("8 signs.")]
    [InlineData("nineteen characters")]
    public void Password_shorter_than_a_generated_one_must_be_confirmed(string rejected)
    {
        using KeyRing ring = Ring("pkcs1-2048.pem");
        var decryptor = new PasswordDecryptor(ring, (_, _) => Encoding.ASCII.GetBytes(rejected));
        byte[] block = Encrypt(NewKey(2048), Encoding.ASCII.GetBytes("x"));

        Assert.Equal(0, CountPasswords(decryptor, 1, _ => block));
    }

    [Fact]
    public void Several_threads_can_decrypt_with_one_key()
    {
        using KeyRing ring = Ring("pkcs1-2048.pem", "pkcs1-1024.pem");
        var decryptor = new PasswordDecryptor(ring);
        string[] files = ["pkcs1-2048.pem", "pkcs1-1024.pem"];
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            string file = files[number % 2];
            for (int i = 0; i < 20; i++)
            {
                string password = TestKeys.Plain(decryptor.Decrypt(TestKeys.Facts(file)["ciphertext"], null, Server));
                wrong += password == TestKeys.Facts(file)["password"] ? 0 : 1;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, wrong);
    }

    private static int CountPasswords(PasswordDecryptor decryptor, int attempts, Func<int, byte[]> block)
    {
        int passwords = 0;
        int notPasswords = 0;
        for (int i = 0; i < attempts; i++)
        {
            try
            {
                decryptor.Decrypt(Convert.ToBase64String(block(i)), null, Server).Dispose();
                passwords++;
            }
            catch (OtcException e) when (e.Error == OtcError.KeyMismatch)
            {
            }
            catch (OtcException e) when (e.Error == OtcError.EncryptedPasswordInvalid)
            {
                // About 1 random block in 180,000 has valid padding for a key of 1024 bits.
                notPasswords++;
            }
        }

        Assert.InRange(notPasswords, 0, 1 + (attempts / 10_000));
        return passwords;
    }

    private static string? Attempt(string file, byte[] plain)
    {
        using KeyRing ring = Ring(file);
        try
        {
            string ciphertext = Convert.ToBase64String(Encrypt(KeyRingTests.Public(file), plain));
            return TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(ciphertext, null, Server));
        }
        catch (OtcException e) when (e.Error == OtcError.KeyMismatch)
        {
            return null;
        }
    }

    private static OtcException Mismatch(KeyRing ring, string file, RegisteredKey? key, Action<string>? trace = null) => Assert.Throws<OtcException>(
        () => new PasswordDecryptor(ring, trace).Decrypt(TestKeys.Facts(file)["ciphertext"], key, Server));

    private static KeyRing Ring(params string[] files) =>
        KeyRing.Open(files.Select(file => KeyRingTests.InFolder(TestKeys.PathOf(file))), null);

    private static RsaPublicKey NewKey(int bits)
    {
        using RSA rsa = RSA.Create();
        rsa.KeySize = bits;
        RSAParameters numbers = rsa.ExportParameters(includePrivateParameters: false);
        return new RsaPublicKey(numbers.Modulus, numbers.Exponent);
    }

    private static byte[] Encrypt(RsaPublicKey key, byte[] plain)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = key.Modulus.ToArray(), Exponent = key.Exponent.ToArray() });
        return rsa.Encrypt(plain, RSAEncryptionPadding.Pkcs1);
    }
}
