using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Konscious.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>PBKDF2 on both frameworks, and the key derivation functions before it, which no platform provides.</summary>
internal static class KeyDerivation
{
    /// <summary>The purpose of <see cref="Pkcs12"/>: a key.</summary>
    public const byte ForKey = 1;

    /// <summary>The purpose of <see cref="Pkcs12"/>: an initialization vector.</summary>
    public const byte ForIv = 2;

    /// <summary>Calls the platform's PBKDF2 (RFC 8018).</summary>
    /// <param name="password">The passphrase's bytes.</param>
    /// <param name="salt">At least eight bytes, which .NET Framework requires.</param>
    /// <param name="iterations">The number of iterations, which the caller limits.</param>
    /// <param name="hash">SHA-1, SHA-256, SHA-384, or SHA-512.</param>
    /// <param name="length">The number of bytes to derive.</param>
    /// <exception cref="PlatformAlgorithmException">The platform refuses the algorithm.</exception>
    public static byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        PlatformAlgorithm.Run($"PBKDF2 with {hash}", () =>
        {
#if NETFRAMEWORK
            using var derivation = new Rfc2898DeriveBytes(password, salt, iterations, hash);
            return derivation.GetBytes(length);
#else
            return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length);
#endif
        });

    /// <summary>
    /// OpenSSL's EVP_BytesToKey with MD5 and one iteration: each hash covers the previous hash, the passphrase, and the salt.
    /// The salt is the first half of the initialization vector.
    /// </summary>
    public static byte[] EvpBytesToKey(byte[] passphrase, byte[] iv, int keySize)
    {
        byte[] key = new byte[keySize];
        byte[] input = new byte[16 + passphrase.Length + 8];
        Buffer.BlockCopy(passphrase, 0, input, 16, passphrase.Length);
        Buffer.BlockCopy(iv, 0, input, 16 + passphrase.Length, 8);
        using MD5 md5 = PlatformAlgorithm.Run("MD5", PlatformAlgorithm.CreateMd5);
        int start = 16;
        for (int filled = 0; filled < keySize; filled += 16)
        {
            byte[] hash = PlatformAlgorithm.Run("MD5", () => md5.ComputeHash(input, start, input.Length - start));
            Buffer.BlockCopy(hash, 0, key, filled, Math.Min(16, keySize - filled));
            Buffer.BlockCopy(hash, 0, input, 0, 16);
            SensitiveData.Clear(hash);
            start = 0;
        }

        SensitiveData.Clear(input);
        return key;
    }

    /// <summary>Argon2 version 1.3 (RFC 9106), which PuTTY key files version 3 use. The caller limits all parameters.</summary>
    /// <remarks>
    /// Not inlined, so that only this method loads the library, which no other key needs. The library leaves its memory, from
    /// which the result can be computed, to the garbage collector.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte[] Argon2(string type, byte[] password, byte[] salt, int kibibytes, int passes, int lanes, int length)
    {
        using Argon2 argon2 = type switch
        {
            "Argon2d" => new Argon2d(password),
            "Argon2i" => new Argon2i(password),
            _ => new Argon2id(password),
        };
        argon2.Salt = salt;
        argon2.MemorySize = kibibytes;
        argon2.Iterations = passes;
        argon2.DegreeOfParallelism = lanes;
        return argon2.GetBytes(length);
    }

    /// <summary>PBKDF1 (RFC 8018, section 5.1): the repeated hash of passphrase and salt.</summary>
    public static byte[] Pbkdf1(
        string name, byte[] passphrase, byte[] salt, int iterations, int start, int length)
    {
        return PlatformAlgorithm.Run(name, () =>
        {
            byte[] input = [.. passphrase, .. salt];
            using HashAlgorithm algorithm = name == "MD5" ? PlatformAlgorithm.CreateMd5() : SHA1.Create();
            byte[] hash = Iterate(algorithm, input, iterations);
            byte[] derived = hash.AsSpan(start, length).ToArray();
            SensitiveData.Clear(hash);
            return derived;
        });
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
