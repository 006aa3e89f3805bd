using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Secrets;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class PrimitivesTests
{
    // RFC 6070.
    [Fact]
    public void Pbkdf2_derives_the_published_keys()
    {
        byte[] salt = Encoding.ASCII.GetBytes("saltSALTsaltSALTsaltSALTsaltSALTsalt");
        byte[] password = Encoding.ASCII.GetBytes("passwordPASSWORDpassword");

        Assert.Equal(
            "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038",
            Hex(KeyDerivation.Pbkdf2(password, salt, 4096, HashAlgorithmName.SHA1, 25)));
    }

    // RFC 9106, section 5. PuTTY does not use the secret and the associated data.
    [Theory]
    [InlineData("Argon2d", "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb")]
    [InlineData("Argon2i", "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8")]
    [InlineData("Argon2id", "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")]
    public void Argon2_library_derives_the_published_keys(string type, string expected)
    {
        using Argon2 argon2 = type == "Argon2d" ? new Argon2d(Repeat(1, 32))
            : type == "Argon2i" ? new Argon2i(Repeat(1, 32))
            : new Argon2id(Repeat(1, 32));
        argon2.Salt = Repeat(2, 16);
        argon2.KnownSecret = Repeat(3, 8);
        argon2.AssociatedData = Repeat(4, 12);
        argon2.MemorySize = 32;
        argon2.Iterations = 3;
        argon2.DegreeOfParallelism = 4;

        Assert.Equal(expected, Hex(argon2.GetBytes(32)));
    }

    // From the reference implementation's own tests (phc-winner-argon2, version 0x13).
    [Theory]
    [InlineData("Argon2id", 256, 1, 2, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe")]
    [InlineData("Argon2id", 256, 2, 2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037")]
    [InlineData("Argon2i", 256, 1, 2, "89e9029f4637b295beb027056a7336c414fadd43f6b208645281cb214a56452f")]
    [InlineData("Argon2i", 256, 2, 2, "4ff5ce2769a1d7f4c8a491df09d41a9fbe90e5eb02155a13e4c01e20cd4eab61")]
    public void Argon2_derives_the_keys_of_the_reference_implementation(
        string type, int kibibytes, int lanes, int passes, string expected)
    {
        byte[] key = KeyDerivation.Argon2(
            type, Encoding.ASCII.GetBytes("password"), Encoding.ASCII.GetBytes("somesalt"), kibibytes, passes, lanes, length: 32);

        Assert.Equal(expected, Hex(key));
    }

    // The constants are in every description of Blowfish.
    [Fact]
    public void Pi_fraction_starts_and_ends_with_the_constants_of_Blowfish()
    {
        uint[] words = PiFraction.Words(18 + 4 * 256);

        Assert.Equal(0x243F6A88u, words[0]);
        Assert.Equal(0x8979FB1Bu, words[17]);
        Assert.Equal(0xD1310BA6u, words[18]);
        Assert.Equal(0x3AC372E6u, words[words.Length - 1]);
    }

    // No document has test vectors. These are from the regression test of OpenBSD.
    [Theory]
    [InlineData("password", "salt", 4, "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9")]
    [InlineData("password", "\0", 4, "c12b566235eee04c212598970a579a67")]
    [InlineData("\0", "salt", 4, "6051be18c2f4f82cbf0efee5471b4bb9")]
    [InlineData(
        "password", "salt", 8,
        "e1367ec5151a33faac4cc1c144cd23fa15d5548493ecc99b9b5d9c0d3b27bec76227ea66088b849b20ab7aa478010246" +
        "e74bba51723fefa9f9474d6508845e8d")]
    public void Bcrypt_pbkdf_derives_the_published_keys(string password, string salt, int rounds, string expected)
    {
        byte[] key = BcryptPbkdf.Derive(
            Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), rounds, expected.Length / 2);

        Assert.Equal(expected, Hex(key));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Zg==", "66")]
    [InlineData("Zm8=", "666f")]
    [InlineData("Zm9v", "666f6f")]
    [InlineData("Z m\r\n9\tvYg==\n", "666f6f62")]
    [InlineData("Zh==", null)]
    [InlineData("Zm9=", null)]
    [InlineData("Zg=", null)]
    [InlineData("Zg", null)]
    [InlineData("Z===", null)]
    [InlineData("Zg==Zg==", null)]
    [InlineData("Zg=A", null)]
    [InlineData("Zm8=Zm8=", null)]
    [InlineData("Zm9*", null)]
    public void Base64_decoding_accepts_only_canonical_text(string text, string? expected)
    {
        byte[]? decoded = Base64Bytes.TryDecode(Encoding.ASCII.GetBytes(text));

        Assert.Equal(expected, decoded == null ? null : Hex(decoded));
    }

    // RFC 5652, 6.3: the padding completes the last block, and the value of each of its bytes is their number.
    [Theory]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 9, 1 }, 7)]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 3, 3, 3 }, 5)]
    [InlineData(new byte[] { 8, 8, 8, 8, 8, 8, 8, 8 }, 0)]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 9, 0 }, -1)]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 3, 3 }, -1)]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 }, -1)]
    [InlineData(new byte[] { }, -1)]
    public void Padding_is_removed_only_if_it_is_valid(byte[] data, int length) =>
        Assert.Equal(length, BlockCipher.LengthWithoutPadding(data, blockSize: 8));

    private static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
