using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>PBKDF2 (RFC 8018): the platform's, and one with HMAC-SHA-224, which no platform has.</summary>
internal static class Pbkdf2
{
    /// <param name="password">The passphrase's bytes.</param>
    /// <param name="salt">At least eight bytes; .NET Framework takes no shorter one.</param>
    /// <param name="iterations">How often; the caller has bounded it.</param>
    /// <param name="hash">SHA-1, SHA-256, SHA-384 or SHA-512; null for SHA-224.</param>
    /// <param name="length">How many bytes are wanted.</param>
    /// <exception cref="PlatformAlgorithmException">The platform refuses the algorithm.</exception>
    public static byte[] Derive(byte[] password, byte[] salt, int iterations, HashAlgorithmName? hash, int length)
    {
        if (hash == null)
        {
            return DeriveWithSha224(password, salt, iterations, length);
        }

        return PlatformAlgorithm.Run($"PBKDF2 with {hash.Value}", () => DeriveWithPlatform(password, salt, iterations, hash.Value, length));
    }

    private static byte[] DeriveWithPlatform(byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length)
    {
#if NETFRAMEWORK
        using var derivation = new Rfc2898DeriveBytes(password, salt, iterations, hash);
        return derivation.GetBytes(length);
#else
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length);
#endif
    }

    private static byte[] DeriveWithSha224(byte[] password, byte[] salt, int iterations, int length)
    {
        Sha224 inner = StartHmac(password, 0x36);
        Sha224 outer = StartHmac(password, 0x5C);
        var hash = new Sha224();
        byte[] derived = new byte[length];
        byte[] round = new byte[Sha224.HashSize];
        byte[] sum = new byte[Sha224.HashSize];
        byte[] number = new byte[4];
        for (int block = 0; block * Sha224.HashSize < length; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, block + 1);
            hash.CopyFrom(inner);
            hash.Append(salt);
            hash.Append(number);
            FinishHmac();
            Buffer.BlockCopy(round, 0, sum, 0, sum.Length);
            for (int i = 1; i < iterations; i++)
            {
                hash.CopyFrom(inner);
                hash.Append(round);
                FinishHmac();
                for (int j = 0; j < sum.Length; j++)
                {
                    sum[j] ^= round[j];
                }
            }

            int offset = block * Sha224.HashSize;
            Buffer.BlockCopy(sum, 0, derived, offset, Math.Min(sum.Length, length - offset));
        }

        inner.Clear();
        outer.Clear();
        hash.Clear();
        SensitiveData.Clear(round);
        SensitiveData.Clear(sum);
        return derived;

        void FinishHmac()
        {
            hash.Finish(round);
            hash.CopyFrom(outer);
            hash.Append(round);
            hash.Finish(round);
        }
    }

    private static Sha224 StartHmac(byte[] key, byte padding)
    {
        byte[] block = new byte[Sha224.BlockSize];
        if (key.Length > block.Length)
        {
            var keyHash = new Sha224();
            keyHash.Append(key);
            keyHash.Finish(block);
            keyHash.Clear();
        }
        else
        {
            Buffer.BlockCopy(key, 0, block, 0, key.Length);
        }

        for (int i = 0; i < block.Length; i++)
        {
            block[i] ^= padding;
        }

        var hash = new Sha224();
        hash.Append(block);
        SensitiveData.Clear(block);
        return hash;
    }
}
