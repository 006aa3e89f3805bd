using System.Formats.Asn1;
using System.Numerics;
using System.Security;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
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
    private const int Coefficient = 8;

    private static readonly Dictionary<string, Action<BigInteger[]>> Changes = new()
    {
        ["modulus"] = key => key[N] += 2,
        ["exponent"] = key => key[E] = 3,
        ["public and private exponent of one"] = key => key[E] = key[D] = 1,
        ["private exponent for the first prime"] = key => key[D] += key[Q] - 1,
        ["private exponent for the second prime"] = key => key[D] += key[P] - 1,
        ["first prime"] = key => key[P] += 2,
        ["primes in the wrong order"] = key => (key[P], key[Q]) = (key[Q], key[P]),
        ["coefficient beyond its prime"] = key =>
        {
            (key[P], key[Q]) = (key[Q], key[P]);
            key[Coefficient] = BigInteger.ModPow(key[Q], key[P] - 2, key[P]) + key[P];
        },
        ["coefficient"] = key => key[Coefficient] += 1,
    };

    public static TheoryData<string> Changed => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Changed))]
    public void Key_with_inconsistent_numbers_is_damaged(string change)
    {
        BigInteger[] key = ReadPkcs1();
        Assert.Equal(Opened, Open(WritePkcs1(key)));

        Changes[change](key);

        Assert.Equal(Damaged, Open(WritePkcs1(key)));
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
