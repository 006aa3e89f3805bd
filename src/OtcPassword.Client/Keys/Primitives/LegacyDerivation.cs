using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>Key derivation functions from before PBKDF2.</summary>
internal static class LegacyDerivation
{
    /// <summary>The purpose of <see cref="Pkcs12"/>: a key.</summary>
    public const byte ForKey = 1;

    /// <summary>The purpose of <see cref="Pkcs12"/>: an initialization vector.</summary>
    public const byte ForIv = 2;

    /// <summary>PBKDF1 (RFC 8018, section 5.1): the repeated hash of passphrase and salt.</summary>
    public static byte[] Pbkdf1(
        Func<HashAlgorithm> createHash, byte[] passphrase, byte[] salt, int iterations, int start, int length)
    {
        byte[] input = new byte[passphrase.Length + salt.Length];
        Buffer.BlockCopy(passphrase, 0, input, 0, passphrase.Length);
        Buffer.BlockCopy(salt, 0, input, passphrase.Length, salt.Length);
        using HashAlgorithm algorithm = createHash();
        byte[] hash = Iterate(algorithm, input, iterations);
        byte[] derived = hash.AsSpan(start, length).ToArray();
        SensitiveData.Clear(hash);
        return derived;
    }

    /// <summary>The key derivation function of PKCS#12 with SHA-1 (RFC 7292, appendix B.2).</summary>
    public static byte[] Pkcs12(byte[] passphrase, byte[] salt, int iterations, byte purpose, int length)
    {
        const int blockSize = 64;
        const int hashSize = 20;
        byte[] password = ToBigEndianUtf16(passphrase);

        // A block with the purpose, then the salt and the password, each repeated to fill complete blocks.
        int saltLength = RoundUp(salt.Length, blockSize);
        int passwordLength = RoundUp(password.Length, blockSize);
        byte[] input = new byte[blockSize + saltLength + passwordLength];
        for (int i = 0; i < input.Length; i++)
        {
            int inSalt = i - blockSize;
            int inPassword = inSalt - saltLength;
            input[i] = inSalt < 0 ? purpose
                : inPassword < 0 ? salt[inSalt % salt.Length]
                : password[inPassword % password.Length];
        }

        SensitiveData.Clear(password);
        byte[] derived = new byte[length];
        using SHA1 sha1 = SHA1.Create();
        for (int filled = 0; filled < length; filled += hashSize)
        {
            byte[] hash = Iterate(sha1, (byte[])input.Clone(), iterations);
            Buffer.BlockCopy(hash, 0, derived, filled, Math.Min(hashSize, length - filled));
            for (int start = blockSize; start < input.Length; start += blockSize)
            {
                AddRepeatedPlusOne(input.AsSpan(start, blockSize), hash);
            }

            SensitiveData.Clear(hash);
        }

        SensitiveData.Clear(input);
        return length == 16 ? ToTripleDesKey(derived) : derived;
    }

    // Hashes the input, then each hash again until the number of iterations is reached. Clears the input and all but the last hash.
    private static byte[] Iterate(HashAlgorithm algorithm, byte[] input, int iterations)
    {
        byte[] hash = input;
        for (int i = 0; i < iterations; i++)
        {
            byte[] next = algorithm.ComputeHash(hash);
            SensitiveData.Clear(hash);
            hash = next;
        }

        return hash;
    }

    private static void AddRepeatedPlusOne(Span<byte> number, byte[] repeated)
    {
        int carry = 1;
        for (int i = number.Length - 1; i >= 0; i--)
        {
            int sum = number[i] + repeated[i % repeated.Length] + carry;
            number[i] = (byte)sum;
            carry = sum >> 8;
        }
    }

    // Triple DES with two keys uses the first key again as the third.
    private static byte[] ToTripleDesKey(byte[] twoKeys)
    {
        byte[] threeKeys = new byte[24];
        Buffer.BlockCopy(twoKeys, 0, threeKeys, 0, 16);
        Buffer.BlockCopy(twoKeys, 0, threeKeys, 16, 8);
        SensitiveData.Clear(twoKeys);
        return threeKeys;
    }

    // PKCS#12 requires the passphrase in UTF-16, with a zero at the end.
    private static byte[] ToBigEndianUtf16(byte[] utf8)
    {
        char[] chars = System.Text.Encoding.UTF8.GetChars(utf8);
        byte[] bytes = new byte[2 * chars.Length + 2];
        System.Text.Encoding.BigEndianUnicode.GetBytes(chars, 0, chars.Length, bytes, 0);
        SensitiveData.Clear(chars);
        return bytes;
    }

    private static int RoundUp(int length, int step) => (length + step - 1) / step * step;
}
