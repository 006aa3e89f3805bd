using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using OtcPassword.Client.Keys.Formats;
using Xunit;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>Compares the key derivation functions with those of BouncyCastle.</summary>
public class DerivationOracleTests
{
    private static readonly (HashAlgorithmName Name, Func<IDigest> CreateDigest)[] Hashes =
    [
        (HashAlgorithmName.SHA1, () => new Sha1Digest()),
        (HashAlgorithmName.SHA256, () => new Sha256Digest()),
        (HashAlgorithmName.SHA384, () => new Sha384Digest()),
        (HashAlgorithmName.SHA512, () => new Sha512Digest()),
    ];

    [Fact]
    public void Argon2_keys_equal_those_of_BouncyCastle() => RandomTrials.Run(random =>
    {
        int type = random.Next(3);
        int lanes = random.Next(1, 6);
        int kibibytes = random.Next(8 * lanes, 8 * lanes + 120);
        int passes = random.Next(1, 4);
        byte[] password = random.Bytes(1, 80);
        byte[] salt = random.Bytes(8, 64);
        byte[] expected = new byte[random.Next(4, 161)];
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(type)
            .WithVersion(Argon2Parameters.Version13).WithMemoryAsKB(kibibytes).WithIterations(passes).WithParallelism(lanes)
            .WithSalt(salt).Build());
        generator.GenerateBytes(password, expected);

        string name = type == 0 ? "Argon2d" : type == 1 ? "Argon2i" : "Argon2id";
        Assert.Equal(expected, KeyDerivation.Argon2(name, password, salt, kibibytes, passes, lanes, expected.Length));
    });

    [Fact]
    public void Pbkdf2_keys_equal_those_of_BouncyCastle() => RandomTrials.Run(random =>
    {
        (HashAlgorithmName name, Func<IDigest> createDigest) = Hashes[random.Next(Hashes.Length)];
        byte[] password = random.Bytes(0, 160);
        byte[] salt = random.Bytes(8, 64);
        int iterations = random.Next(1, 200);
        int length = random.Next(1, 81);
        byte[] expected = Mac(new Pkcs5S2ParametersGenerator(createDigest()), password, salt, iterations, length);

        Assert.Equal(expected, KeyDerivation.Pbkdf2(password, salt, iterations, name, length));
    });

    [Fact]
    public void Pbkdf1_keys_equal_those_of_BouncyCastle() => RandomTrials.Run(random =>
    {
        bool isMd5 = random.Next(2) == 0;
        byte[] password = random.Bytes(0, 80);
        byte[] salt = random.Bytes(8, 64);
        int iterations = random.Next(1, 200);
        int start = random.Next(8);
        int length = random.Next(1, 9);
        IDigest digest = isMd5 ? new MD5Digest() : new Sha1Digest();
        byte[] expected = Mac(new Pkcs5S1ParametersGenerator(digest), password, salt, iterations, 16);

        Assert.Equal(
            expected.AsSpan(start, length).ToArray(),
            KeyDerivation.Pbkdf1(isMd5 ? "MD5" : "SHA-1", password, salt, iterations, start, length));
    });

    [Fact]
    public void Pkcs12_keys_equal_those_of_BouncyCastle() => RandomTrials.Run(random =>
    {
        string passphrase = random.Passphrase();
        byte[] salt = random.Bytes(8, 64);
        int iterations = random.Next(1, 200);
        int keySize = random.Next(2) == 0 ? 16 : 24;
        var generator = new Pkcs12ParametersGenerator(new Sha1Digest());
        generator.Init(PbeParametersGenerator.Pkcs12PasswordToBytes(passphrase.ToCharArray()), salt, iterations);
        var expected = (ParametersWithIV)generator.GenerateDerivedParameters("DESEDE", 8 * keySize, 64);
        byte[] password = Encoding.UTF8.GetBytes(passphrase);

        // BouncyCastle returns two keys for two-key Triple DES; the platform needs the first key again as the third.
        byte[] key = ((KeyParameter)expected.Parameters).GetKey();
        byte[] three = [.. key, .. key.AsSpan(0, 24 - key.Length)];
        Assert.Equal(three, KeyDerivation.Pkcs12(password, salt, iterations, KeyDerivation.ForKey, keySize));
        Assert.Equal(expected.GetIV(), KeyDerivation.Pkcs12(password, salt, iterations, KeyDerivation.ForIv, 8));
    });

    // These generators return the derived bytes unchanged, for any length, as the parameters of a MAC.
    private static byte[] Mac(PbeParametersGenerator generator, byte[] password, byte[] salt, int iterations, int length)
    {
        generator.Init(password, salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(8 * length)).GetKey();
    }
}
