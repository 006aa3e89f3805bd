using System.Formats.Asn1;
using System.Numerics;
using System.Security;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Passwords;
using OtcPassword.Tests.Keys.Oracles;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>Well-formed key files with invalid content.</summary>
public class DamagedKeyTests
{
    private const string Opened = "opened";
    private const string Damaged = "KeyFileUnreadable";

    // In the order of RFC 8017's RSAPrivateKey.
    private const int N = 1;
    private const int E = 2;
    private const int D = 3;
    private const int P = 4;
    private const int Q = 5;
    private const int DP = 6;
    private const int DQ = 7;
    private const int Coefficient = 8;

    // The numbers of a key, in which more than others can be computed from is wrong.
    private static readonly Dictionary<string, Action<BigInteger[]>> Changes = new()
    {
        ["modulus"] = key => key[N] += 2,
        ["exponent"] = key => key[E] = 3,
        ["public and private exponent of one"] = key => key[E] = key[D] = 1,
        ["private exponents for the first prime"] = key =>
        {
            key[D] += key[Q] - 1;
            key[DP] += 2;
        },
        ["private exponents for the second prime"] = key =>
        {
            key[D] += key[P] - 1;
            key[DQ] += 2;
        },
        ["first prime and private exponent"] = key =>
        {
            key[P] += 2;
            key[D] += 2;
        },
        ["primes of zero and no private exponent"] = key => key[P] = key[Q] = key[D] = 0,
        ["prime of one"] = key => (key[P], key[Q], key[D]) = (1, key[N], key[D] + 2),
    };

    // What openssl decrypts with nevertheless, because it does not use the number, or because it verifies the result.
    private static readonly Dictionary<string, Action<BigInteger[]>> Tolerated = new()
    {
        ["nothing"] = _ => { },
        ["coefficient"] = key => key[Coefficient] += 1,
        ["no coefficient"] = key => key[Coefficient] = 0,
        ["coefficient beyond its prime"] = key => key[Coefficient] += key[P],
        ["primes in the wrong order"] = key => (key[P], key[Q]) = (key[Q], key[P]),
        ["first prime"] = key => key[P] += 2,
        ["exponent of the first prime"] = key => key[DP] += 2,
        ["exponent of the second prime"] = key => key[DQ] += 2,
        ["private exponent"] = key => key[D] += 2,
        ["no private exponent"] = key => key[D] = 0,
        ["private exponent plus a multiple"] = key => key[D] += (key[P] - 1) * (key[Q] - 1),
    };

    public static TheoryData<string> Changed => [.. Changes.Keys];

    public static TheoryData<string> Tolerable => [.. Tolerated.Keys];

    [Theory]
    [MemberData(nameof(Changed))]
    public void Key_with_inconsistent_numbers_is_damaged(string change)
    {
        BigInteger[] key = ReadPkcs1();
        Assert.Equal(Opened, Open(WritePkcs1(key)));

        Changes[change](key);

        Assert.Equal(Damaged, Open(WritePkcs1(key)));
    }

    [Theory]
    [MemberData(nameof(Tolerable))]
    public void Key_that_openssl_decrypts_with_decrypts(string change)
    {
        BigInteger[] key = ReadPkcs1();
        Tolerated[change](key);

        // openssl requires a coefficient that is less than its prime.
        AssertDecrypts(WritePkcs1(key), isReadByOpenssl: change != "coefficient beyond its prime");
    }

    // Tools write numbers without the zero byte that separates the highest bit from the sign, with too many zero bytes, or none.
    [Theory]
    [InlineData("without the leading zero", true)]
    [InlineData("with additional zeros", true)]
    [InlineData("with long lengths", true)]
    [InlineData("zeros in place of the primes", false)]
    [InlineData("without the primes", false)]
    public void Key_with_numbers_of_other_tools_decrypts(string form, bool isReadByOpenssl)
    {
        BigInteger[] key = ReadPkcs1();
        byte[][] numbers = Array.ConvertAll(key, number => Reversed(number.ToByteArray()));
        numbers = form switch
        {
            "without the leading zero" => [numbers[0], .. numbers.Skip(1).Select(number => number[0] == 0 ? number.Skip(1).ToArray() : number)],
            "with additional zeros" => [numbers[0], .. numbers.Skip(1).Select(number => new byte[] { 0, 0, 0, 0 }.Concat(number).ToArray())],
            "zeros in place of the primes" => [.. numbers.Take(4), [0], [0], [0], [0], [0]],
            "without the primes" => [.. numbers.Take(4)],
            _ => numbers,
        };

        byte[] body = [.. numbers.SelectMany(number => Encode(2, number, form == "with long lengths"))];
        AssertDecrypts(Encode(0x30, body, form == "with long lengths"), isReadByOpenssl);
    }

    // Primes of 1025 and 1023 bits, and others of unequal length, as Python's rsa creates them. No platform's RSA takes them.
    [Theory]
    [InlineData(1025, 1023)]
    [InlineData(1088, 960)]
    [InlineData(960, 1088)]
    [InlineData(1536, 512)]
    [InlineData(1031, 1030)]
    public void Key_with_primes_of_unequal_length_decrypts(int first, int second)
    {
        BigInteger p = Prime(first);
        BigInteger q = Prime(second);
        BigInteger phi = (p - 1) * (q - 1);
        BigInteger d = Invert(65537, phi);
        BigInteger[] key = [0, p * q, 65537, d, p, q, d % (p - 1), d % (q - 1), Invert(q, p)];

        AssertDecrypts(WritePkcs1(key), isReadByOpenssl: true);
        AssertDecrypts(WriteOpenSsh(OpenSshOf(key)), isReadByOpenssl: false, key);
        AssertDecrypts(Pkcs8Of(WritePkcs1(key)), isReadByOpenssl: true);
    }

    [Fact]
    public void Pkcs1_key_with_an_extra_number_is_damaged()
    {
        BigInteger[] key = ReadPkcs1();

        Assert.Equal(Opened, Open(Pem("RSA PRIVATE KEY", WritePkcs1(key))));
        Assert.Equal(Damaged, Open(Pem("RSA PRIVATE KEY", WritePkcs1([.. key, key[Coefficient]]))));
    }

    [Fact]
    public void OpenSSH_key_with_a_mismatched_public_key_is_damaged()
    {
        byte[] data = ReadOpenSsh();
        int modulus = data.AsSpan().IndexOf(KeyRingTests.Public("openssh.key").Modulus.ToArray());
        Assert.Equal(Opened, Open(WriteOpenSsh(data)));

        data[modulus + 100] ^= 1;

        Assert.Equal(Damaged, Open(WriteOpenSsh(data)));
    }

    [Fact]
    public void OpenSSH_key_with_wrong_padding_is_damaged()
    {
        byte[] data = ReadOpenSsh();
        Assert.Equal(3, data[data.Length - 1]);

        data[data.Length - 1] = 4;

        Assert.Equal(Damaged, Open(WriteOpenSsh(data)));
    }

    [Fact]
    public void OpenSSH_key_with_zero_bcrypt_rounds_is_damaged()
    {
        byte[] data = ReadOpenSsh("openssh-aes256-ctr.key");
        int rounds = data.AsSpan().IndexOf(Encoding.ASCII.GetBytes("bcrypt")) + 6 + 4 + 4 + 16;
        Assert.Equal([0, 0, 0, 16], data.AsSpan(rounds, 4).ToArray());
        Assert.Equal(Opened, Open(WriteOpenSsh(data), TestKeys.Passphrase));

        data[rounds + 3] = 0;

        Assert.Equal(Damaged, Open(WriteOpenSsh(data), TestKeys.Passphrase));
    }

    [Theory]
    [InlineData(1.0, Opened)]
    [InlineData(0.5, Damaged)]
    [InlineData(2.0, Damaged)]
    public void Initialization_vector_must_have_the_length_of_a_block(double factor, string outcome)
    {
        string text = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-aes256.pem"));
        const string Header = "DEK-Info: AES-256-CBC,";
        string vector = text.Substring(text.IndexOf(Header, StringComparison.Ordinal) + Header.Length, 32);
        string other = (vector + vector).Substring(0, (int)(vector.Length * factor));

        Assert.Equal(outcome, Open(Encoding.ASCII.GetBytes(text.Replace(vector, other)), TestKeys.Passphrase));
    }

    [Theory]
    [InlineData(32, Opened)]
    [InlineData(16, Damaged)]
    [InlineData(-32, Damaged)]
    public void Stated_key_length_must_match_the_cipher(int stated, string outcome) =>
        Assert.Equal(outcome, Open(
            WithDerivation((salt, iterations, hash, writer) =>
            {
                writer.WriteOctetString(salt);
                writer.WriteInteger(iterations);
                writer.WriteInteger(stated);
                writer.WriteEncodedValue(hash);
            }),
            TestKeys.Passphrase));

    // .NET Framework rejects salts of fewer than eight bytes.
    [Theory]
    [InlineData(7, Damaged)]
    [InlineData(8, "KeyPassphraseWrong")]
    [InlineData(64, "KeyPassphraseWrong")]
    [InlineData(65, Damaged)]
    public void Salt_must_have_8_to_64_bytes(int length, string outcome) => Assert.Equal(outcome, Open(
        WithDerivation((_, iterations, hash, writer) =>
        {
            writer.WriteOctetString(new byte[length]);
            writer.WriteInteger(iterations);
            writer.WriteEncodedValue(hash);
        }),
        TestKeys.Passphrase));

    [Theory]
    [InlineData(0, Damaged)]
    [InlineData(15, Damaged)]
    [InlineData(16, "KeyPassphraseWrong")]
    public void Encrypted_data_must_consist_of_whole_blocks(int length, string outcome)
    {
        AsnReader info = new AsnReader(TestKeys.Bytes("pkcs8-encrypted.der"), AsnEncodingRules.DER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info.ReadEncodedValue().Span);
            writer.WriteOctetString(new byte[length]);
        }

        Assert.Equal(outcome, Open(writer.Encode(), TestKeys.Passphrase));
    }

    private static void AssertDecrypts(byte[] content, bool isReadByOpenssl, BigInteger[]? numbers = null)
    {
        const string Password = "Uq7-gXe+4LpZs.Kw2Rbn";
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "key");
        File.WriteAllBytes(path, content);
        using KeyRing ring = KeyRing.Open([new KeyFileSource(path, isExplicit: true)], null);
        RsaPublicKey key = ring.Entries[0].PublicKey!;
        byte[] block = Encrypt(key, Encoding.ASCII.GetBytes(Password));

        Assert.Equal(Password, TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(Convert.ToBase64String(block), null, "server web01")));
        if (isReadByOpenssl && File.Exists("/usr/bin/openssl"))
        {
            File.WriteAllBytes(path + ".bin", block);
            ChildResult result = ChildProcess.Run(
                ChildProcess.Command("openssl", "pkeyutl", "-decrypt", "-keyform", "DER", "-inkey", path, "-in", path + ".bin"), TimeSpan.FromMinutes(1));
            Assert.Equal(Password, result.Output.TrimEnd());
        }

        if (numbers != null)
        {
            Assert.Equal(numbers[N], new BigInteger([.. Reversed(key.Modulus.ToArray()), 0]));
        }
    }

    // The public operation of PKCS#1 v1.5, with a fixed padding.
    private static byte[] Encrypt(RsaPublicKey key, byte[] message)
    {
        byte[] padded = [0, 2, .. Enumerable.Repeat((byte)0x5A, key.BlockSize - message.Length - 3), 0, .. message];
        var number = BigInteger.ModPow(
            new BigInteger([.. Reversed(padded), 0]),
            new BigInteger([.. Reversed(key.Exponent.ToArray()), 0]),
            new BigInteger([.. Reversed(key.Modulus.ToArray()), 0]));
        byte[] bytes = [.. number.ToByteArray().Take(key.BlockSize)];
        return [.. Enumerable.Repeat((byte)0, key.BlockSize - bytes.Length), .. Reversed(bytes)];
    }

    private static byte[] Reversed(byte[] bytes) => [.. Enumerable.Reverse(bytes)];

    private static byte[] Encode(byte tag, byte[] content, bool isLong)
    {
        byte[] length = [(byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
        byte[] header = isLong ? [tag, 0x83, .. length]
            : content.Length < 0x80 ? [tag, (byte)content.Length]
            : [tag, 0x82, length[1], length[2]];
        return [.. header, .. content];
    }

    private static byte[] Pkcs8Of(byte[] pkcs1)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteOctetString(pkcs1);
        }

        return writer.Encode();
    }

    private static byte[] OpenSshOf(BigInteger[] key)
    {
        byte[] name = Encoding.ASCII.GetBytes("ssh-rsa");
        byte[] publicKey = [.. Text(name), .. Text(Bytes(key[E])), .. Text(Bytes(key[N]))];
        List<byte> secret =
        [
            1, 2, 3, 4, 1, 2, 3, 4, .. Text(name), .. Text(Bytes(key[N])), .. Text(Bytes(key[E])), .. Text(Bytes(key[D])),
            .. Text(Bytes(key[Coefficient])), .. Text(Bytes(key[P])), .. Text(Bytes(key[Q])), .. Text([]),
        ];
        for (byte padding = 1; secret.Count % 8 != 0; padding++)
        {
            secret.Add(padding);
        }

        byte[] none = Encoding.ASCII.GetBytes("none");
        return
        [
            .. Encoding.ASCII.GetBytes("openssh-key-v1\0"), .. Text(none), .. Text(none), .. Text([]), 0, 0, 0, 1, .. Text(publicKey),
            .. Text([.. secret]),
        ];

        static byte[] Bytes(BigInteger number) => Reversed(number.ToByteArray());
        static byte[] Text(byte[] bytes) => [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    // The same primes each time.
    private static BigInteger Prime(int bits) => BigInteger.Parse(
        new Org.BouncyCastle.Math.BigInteger(bits, 20, new Random(bits).ToSecureRandom()).ToString(),
        System.Globalization.CultureInfo.InvariantCulture);

    private static BigInteger Invert(BigInteger number, BigInteger modulus)
    {
        (BigInteger a, BigInteger b, BigInteger x, BigInteger y) = (modulus, number % modulus, BigInteger.Zero, BigInteger.One);
        while (!b.IsZero)
        {
            BigInteger quotient = a / b;
            (a, b, x, y) = (b, a - quotient * b, y, x - quotient * y);
        }

        return (x % modulus + modulus) % modulus;
    }

    private static BigInteger[] ReadPkcs1()
    {
        AsnReader key = new AsnReader(TestKeys.Bytes("pkcs1.der"), AsnEncodingRules.DER).ReadSequence();
        var numbers = new List<BigInteger>();
        while (key.HasData)
        {
            numbers.Add(key.ReadInteger());
        }

        return [.. numbers];
    }

    private static byte[] WritePkcs1(BigInteger[] numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Array.ForEach(numbers, number => writer.WriteInteger(number));
        }

        return writer.Encode();
    }

    private static byte[] ReadOpenSsh(string file = "openssh.key")
    {
        string[] lines = Encoding.ASCII.GetString(TestKeys.Bytes(file)).Trim().Split('\n');
        return Convert.FromBase64String(string.Concat(lines.AsSpan(1, lines.Length - 2).ToArray()));
    }

    private static byte[] WriteOpenSsh(byte[] data) => Pem("OPENSSH PRIVATE KEY", data);

    private static byte[] Pem(string label, byte[] data) => Encoding.ASCII.GetBytes(
        $"-----BEGIN {label}-----\n{Convert.ToBase64String(data)}\n-----END {label}-----\n");

    // RFC 8018's PBKDF2-params: salt, iterations, a keyLength that openssl omits, hash.
    private static byte[] WithDerivation(Action<byte[], int, byte[], AsnWriter> write)
    {
        AsnReader info = new AsnReader(TestKeys.Bytes("pkcs8-encrypted.der"), AsnEncodingRules.DER).ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        string pbes2 = algorithm.ReadObjectIdentifier();
        AsnReader parameters = algorithm.ReadSequence();
        AsnReader derivation = parameters.ReadSequence();
        string pbkdf2 = derivation.ReadObjectIdentifier();
        AsnReader options = derivation.ReadSequence();

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(pbes2);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(pbkdf2);
                        using (writer.PushSequence())
                        {
                            write(
                                options.ReadOctetString(), (int)options.ReadInteger(), options.ReadEncodedValue().ToArray(), writer);
                        }
                    }

                    writer.WriteEncodedValue(parameters.ReadEncodedValue().Span);
                }
            }

            writer.WriteEncodedValue(info.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }

    private static string Open(byte[] content, SecureString? passphrase = null)
    {
        try
        {
            using PrivateKeyFile file = PrivateKeyFile.Parse(content, "x");
            using RsaPrivateKey key = file.Entries[0].Open(passphrase);
            return Opened;
        }
        catch (OtcException e)
        {
            return e.Error.ToString();
        }
    }
}
