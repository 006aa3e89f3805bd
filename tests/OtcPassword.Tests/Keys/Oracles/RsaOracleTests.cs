using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using OtcPassword.Client.Keys.Rsa;
using Xunit;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>Compares the RSA arithmetic with that of BouncyCastle, using keys that BouncyCastle created.</summary>
public class RsaOracleTests
{
    // Creating a key is slow, so each key is used for several blocks.
    private const int BlocksOfOneKey = 20;

    private static readonly Dictionary<string, Func<RsaPrivateCrtKeyParameters, BigInteger>> EdgeNumbers = new()
    {
        ["zero"] = _ => BigInteger.Zero,
        ["one"] = _ => BigInteger.One,
        ["first prime"] = key => key.P,
        ["second prime"] = key => key.Q,
        ["modulus less one"] = key => key.Modulus.Subtract(BigInteger.One),
    };

    public static TheoryData<string> Edges => [.. EdgeNumbers.Keys];

    [Fact]
    public void RSA_private_operation_equals_that_of_BouncyCastle()
    {
        RsaPrivateCrtKeyParameters? key = null;
        RSAParameters numbers = default;
        int keySeed = -1;
        RandomTrials.Run((random, seed) =>
        {
            if (keySeed != seed / BlocksOfOneKey)
            {
                keySeed = seed / BlocksOfOneKey;
                key = CreateKey(new Random(keySeed));
                numbers = Complete(key);
            }

            byte[] block = new byte[numbers.Modulus!.Length];
            random.NextBytes(block);
            var number = new BigInteger(1, block);
            if (number.CompareTo(key!.Modulus) >= 0)
            {
                Assert.Null(RsaArithmetic.ComputePrivate(numbers, block));
                number = number.Mod(key.Modulus);
                block = Unsigned(number, block.Length);
            }

            var engine = new RsaCoreEngine();
            engine.Init(forEncryption: false, key);
            Assert.Equal(Unsigned(engine.ProcessBlock(number), block.Length), RsaArithmetic.ComputePrivate(numbers, block));
        });
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void RSA_private_operation_equals_that_of_BouncyCastle_for_edge_values(string edge)
    {
        RsaPrivateCrtKeyParameters key = CreateKey(new Random(1));
        RSAParameters numbers = Complete(key);
        BigInteger number = EdgeNumbers[edge](key);
        var engine = new RsaCoreEngine();
        engine.Init(forEncryption: false, key);

        byte[] block = Unsigned(number, numbers.Modulus!.Length);
        Assert.Equal(Unsigned(engine.ProcessBlock(number), block.Length), RsaArithmetic.ComputePrivate(numbers, block));
    }

    private static RsaPrivateCrtKeyParameters CreateKey(Random random)
    {
        var generator = new RsaKeyPairGenerator();
        SecureRandom secure = random.ToSecureRandom();
        BigInteger exponent = BigInteger.ValueOf(random.Next(2) == 0 ? 65537 : 3);

        // Key sizes with and without a partial byte.
        generator.Init(new RsaKeyGenerationParameters(exponent, secure, random.Next(1024, 1100), certainty: 25));
        return (RsaPrivateCrtKeyParameters)generator.GenerateKeyPair().Private;
    }

    // The numbers of a key file that lacks the exponents of the primes, completed by the reader of this module.
    private static RSAParameters Complete(RsaPrivateCrtKeyParameters key)
    {
        int length = (key.Modulus.BitLength + 7) / 8;
        int half = (length + 1) / 2;
        RSAParameters numbers = RsaArithmetic.Complete(
            Unsigned(key.Modulus, length), key.PublicExponent.ToByteArrayUnsigned(), Number(key.Exponent), Number(key.P), Number(key.Q))!.Value;
        Assert.Equal(Unsigned(key.DP, half), numbers.DP);
        Assert.Equal(Unsigned(key.DQ, half), numbers.DQ);
        Assert.Equal(Unsigned(key.QInv, half), numbers.InverseQ);
        return numbers;
    }

    private static System.Numerics.BigInteger Number(BigInteger number) =>
        System.Numerics.BigInteger.Parse(number.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Unsigned(BigInteger number, int length)
    {
        byte[] bytes = number.ToByteArrayUnsigned();
        byte[] padded = new byte[length];
        bytes.CopyTo(padded, length - bytes.Length);
        return padded;
    }
}
