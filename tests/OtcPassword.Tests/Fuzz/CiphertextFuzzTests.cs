using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>Invalid encrypted passwords, which must cause an error and never decrypt to another password.</summary>
public class CiphertextFuzzTests
{
    [Fact]
    public async Task Mutated_encrypted_password_fails_or_decrypts_to_the_same_password()
    {
        const string file = "pkcs1-2048.pem";
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);
        using KeyRing ring = KeyRing.Open(
            new[] { file, "pkcs1-1024.pem" }.Select(name => new KeyFileSource(TestKeys.PathOf(name), isExplicit: true)), null);
        var decryptor = new PasswordDecryptor(ring);
        var registered = new RegisteredKey("web", ring.Entries[0].PublicKey);
        var fuzzing = new Fuzzing([OtcError.EncryptedPasswordInvalid, OtcError.KeyMismatch], facts["password"], facts["ciphertext"].Substring(0, 40));

        await fuzzing.RunAsync(1000, random =>
        {
            string text = Mutate(facts["ciphertext"], random);
            using SecureString password = decryptor.Decrypt(text, random.Next(2) == 0 ? registered : null, "server web");
            Assert.Equal(facts["password"], TestKeys.Plain(password));
            return Task.CompletedTask;
        });
    }

    private static string Mutate(string text, Random random)
    {
        for (int i = random.Next(3); i >= 0 && text.Length > 0; i--)
        {
            int at = random.Next(text.Length);
            text = random.Next(9) switch
            {
                0 => text.Substring(0, at),
                1 => text.Remove(at, 1),
                2 => text.Insert(at, " \r\n\t="[random.Next(5)].ToString()),
                3 => text.Insert(at, ((char)random.Next(0x10000)).ToString()),
                4 => text + text,
                5 => text.Substring(at) + text.Substring(0, at),
                6 => new string(text[at], random.Next(100_000)),
                7 => InsideBlock(text, random),
                _ => text.Remove(at, 1).Insert(at, "AZaz09+/"[random.Next(8)].ToString()),
            };
        }

        return text;
    }

    // Returns valid base64 of a changed block: a changed bit, another length, or a number above the modulus.
    private static string InsideBlock(string text, Random random)
    {
        byte[] block;
        try
        {
            block = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return text;
        }

        if (block.Length == 0)
        {
            return text;
        }

        switch (random.Next(3))
        {
            case 0:
                block[random.Next(block.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                block = [.. Enumerable.Repeat((byte)random.Next(256), block.Length)];
                break;
            default:
                Array.Resize(ref block, random.Next(1100));
                break;
        }

        return Convert.ToBase64String(block);
    }
}
