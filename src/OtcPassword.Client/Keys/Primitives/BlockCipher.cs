using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>Decrypts with the platform's block ciphers.</summary>
internal static class BlockCipher
{
    /// <summary>Decrypts in CBC mode, and does not remove the padding.</summary>
    /// <param name="cipher">The cipher; it is disposed.</param>
    /// <param name="key">The key; the caller clears it.</param>
    /// <param name="iv">The initialization vector, with the length of a block.</param>
    /// <param name="data">The ciphertext, which consists of complete blocks.</param>
    /// <returns>The data, for the caller to clear.</returns>
    /// <exception cref="PlatformAlgorithmException">The platform rejects the cipher.</exception>
    public static byte[] DecryptCbc(SymmetricAlgorithm cipher, byte[] key, byte[] iv, byte[] data)
    {
        using (cipher)
        {
            string name = cipher is Aes ? "AES" : cipher is TripleDES ? "Triple DES" : "DES";
            return PlatformAlgorithm.Run(name, () =>
            {
                cipher.Mode = CipherMode.CBC;
                cipher.Padding = PaddingMode.None;
                using ICryptoTransform transform = cipher.CreateDecryptor(key, iv);
                return transform.TransformFinalBlock(data, 0, data.Length);
            });
        }
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

    /// <summary>Returns the length of decrypted data without its PKCS#7 padding; negative if the padding is not valid.</summary>
    public static int LengthWithoutPadding(byte[] data, int blockSize)
    {
        int padding = data.Length == 0 ? 0 : data[data.Length - 1];
        if (padding == 0 || padding > blockSize || padding > data.Length)
        {
            return -1;
        }

        for (int i = data.Length - padding; i < data.Length; i++)
        {
            if (data[i] != padding)
            {
                return -1;
            }
        }

        return data.Length - padding;
    }
}
