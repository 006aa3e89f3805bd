using System.Numerics;
using System.Text;
using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class RsaPublicKeyTests
{
    public static TheoryData<string> Files => ["pkcs1-1024.pem", "pkcs1-2048.pem", "pkcs1-8192.pem", "pkcs1-exponent-3.pem"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Fingerprints_of_a_public_key_equal_those_of_ssh_keygen(string file)
    {
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);

        Assert.True(RsaPublicKey.TryParseOpenSsh(facts["publicKey"] + " web key\n", out RsaPublicKey? key));
        Assert.Equal(facts["md5"], key.Md5Fingerprint);
        Assert.Equal(facts["sha256"], key.Sha256Fingerprint);
        Assert.Equal(facts["bits"], $"{key.KeySize}");
        Assert.Equal($"RSA {facts["bits"]} {facts["md5"]}", key.ToString());
    }

    [Fact]
    public void Public_key_equals_only_the_same_key()
    {
        RsaPublicKey one = KeyRingTests.Public("pkcs1-2048.pem");
        RsaPublicKey same = KeyRingTests.Public("putty-v3.ppk");
        RsaPublicKey other = KeyRingTests.Public("pkcs1-exponent-3.pem");

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void Public_keys_with_different_exponents_are_different()
    {
        Assert.NotEqual(Parse(Line(Modulus(2048), 3)), Parse(Line(Modulus(2048), 65537)));
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    [InlineData(1025, true)]
    [InlineData(8192, true)]
    [InlineData(8193, false)]
    public void Public_key_has_1024_to_8192_bits(int bits, bool isRead)
    {
        Assert.Equal(isRead ? bits : null, Parse(Line(Modulus(bits), 65537))?.KeySize);
    }

    [Fact]
    public void Public_key_with_an_even_modulus_is_rejected()
    {
        Assert.NotNull(Parse(Line(Modulus(2048), 65537)));
        Assert.Null(Parse(Line(Modulus(2048) + 1, 65537)));
    }

    [Fact]
    public void Public_key_with_data_after_it_is_rejected()
    {
        Assert.Null(Parse(Line(Modulus(2048), 65537, [0])));
    }

    [Fact]
    public void Public_key_with_a_negative_modulus_is_rejected()
    {
        string[] words = TestKeys.Facts("pkcs1-2048.pem")["publicKey"].Split(' ');
        byte[] blob = Convert.FromBase64String(words[1]);
        int length = blob.Length - 257 - 1;
        Assert.Equal([1, 1, 0], blob.AsSpan(length - 1, 3).ToArray());

        // Without the zero before its first bit, which is set.
        blob[length] = 0;
        byte[] negative = [.. blob.Where((_, i) => i != length + 1)];

        Assert.False(RsaPublicKey.TryParseOpenSsh($"{words[0]} {Convert.ToBase64String(negative)}", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ssh-rsa")]
    [InlineData("ssh-rsa *")]
    [InlineData("ssh-rsa AAAA")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2H/////")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1iPGFbc2kq0s5Q4wIaRcQjMGBBDpWlLRM5kAIjT6nh")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIE1iPGFbc2kq0s5Q4wIaRcQjMGBBDpWlLRM5kAIjT6nh")]
    public void Line_without_a_complete_RSA_public_key_is_rejected(string? line)
    {
        Assert.False(RsaPublicKey.TryParseOpenSsh(line, out RsaPublicKey? key));
        Assert.Null(key);
    }

    private static RsaPublicKey? Parse(string line) => RsaPublicKey.TryParseOpenSsh(line, out RsaPublicKey? key) ? key : null;

    // The smallest odd number of this length.
    private static BigInteger Modulus(int bits) => BigInteger.Pow(2, bits - 1) + 1;

    private static string Line(BigInteger modulus, BigInteger exponent, byte[]? rest = null) =>
        "ssh-rsa " + Convert.ToBase64String([.. Field(Encoding.ASCII.GetBytes("ssh-rsa")), .. Number(exponent), .. Number(modulus), .. rest ?? []]);

    private static byte[] Number(BigInteger number) => Field([.. Enumerable.Reverse(number.ToByteArray())]);

    private static byte[] Field(byte[] bytes) => [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
}
