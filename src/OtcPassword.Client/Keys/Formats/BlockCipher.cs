using System.Formats.Asn1;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Decrypts with the platform's block ciphers.</summary>
internal static class BlockCipher
{
    /// <summary>Throws an exception if encrypted data does not consist of complete blocks.</summary>
    public static void RequireBlocks(byte[] data, int blockSize)
    {
        if (data.Length == 0 || data.Length % blockSize != 0)
        {
            throw KeyDataException.Damaged("is damaged: the length of its encrypted data is not a multiple of the cipher block size");
        }
    }

    /// <summary>Decrypts in CBC mode, and does not remove the padding.</summary>
    /// <param name="create">Creates the cipher.</param>
    /// <param name="key">The key; the caller clears it.</param>
    /// <param name="iv">The initialization vector, with the length of a block.</param>
    /// <param name="data">The ciphertext, which consists of complete blocks.</param>
    /// <returns>The data, for the caller to clear.</returns>
    /// <exception cref="PlatformAlgorithmException">The platform rejects the cipher.</exception>
    public static byte[] DecryptCbc(Func<SymmetricAlgorithm> create, byte[] key, byte[] iv, byte[] data)
    {
        string name = create == Aes.Create ? "AES" : create == TripleDES.Create ? "Triple DES" : "DES";
        return PlatformAlgorithm.Run(name, () =>
        {
            using SymmetricAlgorithm cipher = create();
            cipher.Mode = CipherMode.CBC;
            cipher.Padding = PaddingMode.None;
            using ICryptoTransform transform = cipher.CreateDecryptor(key, iv);
            return transform.TransformFinalBlock(data, 0, data.Length);
        });
    }

    /// <summary>Decrypts AES in counter mode, which the platform does not provide: the key stream is the encrypted counter.</summary>
    public static byte[] DecryptAesCtr(byte[] key, byte[] iv, byte[] data)
    {
        byte[] counter = (byte[])iv.Clone();
        byte[] counters = new byte[(data.Length + 15) / 16 * 16];
        for (int i = 0; i < counters.Length; i += 16)
        {
            Buffer.BlockCopy(counter, 0, counters, i, 16);
            for (int j = 15; j >= 0 && ++counter[j] == 0; j--)
            {
            }
        }

        using Aes aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        using ICryptoTransform transform = aes.CreateEncryptor(key, new byte[16]);
        byte[] stream = transform.TransformFinalBlock(counters, 0, counters.Length);
        byte[] result = new byte[data.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(data[i] ^ stream[i]);
        }

        SensitiveData.Clear(stream);
        return result;
    }

    /// <summary>Reads the key in decrypted data, and clears the data.</summary>
    /// <exception cref="KeyDataException">The passphrase is incorrect: the data is not a key, or its padding is not valid.</exception>
    public static RsaPrivateKey ReadPadded(byte[] plain, int blockSize)
    {
        try
        {
            int length = LengthWithoutPadding(plain, blockSize);
            return length < 0 ? throw KeyDataException.PassphraseWrong() : DerKey.ReadUnprotected(plain.AsMemory(0, length));
        }
        catch (AsnContentException)
        {
            throw KeyDataException.PassphraseWrong();
        }
        finally
        {
            SensitiveData.Clear(plain);
        }
    }

    /// <summary>Returns the length of decrypted data without its PKCS#7 padding; negative if the padding is not valid.</summary>
    public static int LengthWithoutPadding(byte[] data, int blockSize)
    {
        int padding = data.Length == 0 ? 0 : data[data.Length - 1];
        if (padding == 0 || padding > blockSize || padding > data.Length)
        {
            return -1;
        }

        int length = data.Length - padding;
        return Array.TrueForAll(data.AsSpan(length).ToArray(), b => b == padding) ? length : -1;
    }
}
