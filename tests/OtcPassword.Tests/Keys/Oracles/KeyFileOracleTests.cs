using System.Globalization;
using System.Text;
using Org.BouncyCastle.OpenSsl;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using Xunit;
using PemReader = Org.BouncyCastle.OpenSsl.PemReader;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>Compares how this module, SSH.NET, and BouncyCastle read the key files.</summary>
public class KeyFileOracleTests
{
    private static readonly string Passphrase = TestKeys.Plain(TestKeys.Passphrase);

    // SSH.NET reads the two files with AES-GCM only where .NET has this mode.
#if NET
    private const int SshNetFiles = 46;
#else
    private const int SshNetFiles = 44;
#endif

    [Fact]
    public void Files_that_SSH_NET_reads_have_the_same_modulus() =>
        Compare("SSH.NET", SshNetFiles, (content, passphrase) => KeyFileOracles.SshNet(content, passphrase));

    [Fact]
    public void Files_that_BouncyCastle_reads_have_the_same_modulus() =>
        Compare("BouncyCastle", 25, (content, passphrase) => KeyFileOracles.BouncyCastle(content, passphrase));

    // BouncyCastle uses the low eight bits of each character of a PKCS#8 passphrase. With one character for each UTF-8 byte,
    // it also reads these files.
    [Fact]
    public void Files_that_BouncyCastle_reads_with_the_bytes_of_the_passphrase_have_the_same_modulus() =>
        Compare("BouncyCastle", 49, (content, passphrase) => KeyFileOracles.BouncyCastle(
            content, passphrase == null ? null : Encoding.GetEncoding("iso-8859-1").GetString(Encoding.UTF8.GetBytes(passphrase))));

    // The bcrypt_pbkdf of SSH.NET is not public. If SSH.NET opens the file, it has derived the same key.
    [Fact]
    public void OpenSSH_files_encrypted_with_bcrypt_pbkdf_keys_open_in_SSH_NET() => RandomTrials.Run(random =>
    {
        string passphrase = random.Passphrase();
        byte[] salt = random.Bytes(8, 64);
        int rounds = random.Next(1, 8);
        (string cipher, int keySize) = new[] { ("aes128-cbc", 16), ("aes192-cbc", 24), ("aes256-cbc", 32) }[random.Next(3)];
        byte[] derived = BcryptPbkdf.Derive(Encoding.UTF8.GetBytes(passphrase), salt, rounds, keySize + 16);

        byte[] file = OpenSshFile.Encrypt(
            TestKeys.Bytes("openssh.key"), cipher, derived.AsSpan(0, keySize).ToArray(), derived.AsSpan(keySize).ToArray(), salt, rounds);

        Assert.Equal(KeyRingTests.Public("openssh.key").Modulus.ToArray(), KeyFileOracles.SshNet(file, passphrase));
    });

    [Fact]
    public void Pkcs1_files_that_BouncyCastle_encrypted_can_be_opened()
    {
        object key;
        using (var reader = new PemReader(new StreamReader(new MemoryStream(TestKeys.Bytes("pkcs1-1024.pem")))))
        {
            key = reader.ReadObject();
        }

        RandomTrials.Run(random =>
        {
            string passphrase = random.AsciiPassphrase();
            string[] ciphers = ["AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC", "DES-CBC"];
            var text = new StringWriter(CultureInfo.InvariantCulture);
            using (var writer = new PemWriter(text))
            {
                writer.WriteObject(key, ciphers[random.Next(ciphers.Length)], passphrase.ToCharArray(), random.ToSecureRandom());
            }

            using PrivateKeyFile file = PrivateKeyFile.Parse(Encoding.ASCII.GetBytes(text.ToString()), "x");
            using RsaPrivateKey opened = file.Entries[0].Open(TestKeys.Secure(passphrase));
            Assert.Equal(KeyRingTests.Public("pkcs1-1024.pem"), opened.PublicKey);
        });
    }

    // The count makes the test fail if a library reads fewer files than docs/architecture.md states.
    private static void Compare(string oracle, int expectedCount, Func<byte[], string?, byte[]?> read)
    {
        var readable = new List<string>();
        foreach (string file in TestKeys.Files.Select(row => row.Data).Concat(["two-keys.pem"]))
        {
            using PrivateKeyFile keyFile = PrivateKeyFile.Read(TestKeys.PathOf(file));
            StoredKey entry = keyFile.Entries[0];
            byte[]? modulus = read(TestKeys.Bytes(file), entry.IsEncrypted ? Passphrase : null);
            if (modulus != null)
            {
                readable.Add(file);
                using RsaPrivateKey key = entry.Open(entry.IsEncrypted ? TestKeys.Passphrase : null);
                Assert.Equal(key.PublicKey.Modulus.ToArray(), modulus);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", readable));
        Assert.True(readable.Count == expectedCount, $"{oracle} reads {readable.Count}: {string.Join(" ", readable)}");
    }
}
