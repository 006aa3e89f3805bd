using System.Buffers.Binary;
using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>OpenBSD's bcrypt_pbkdf, the key derivation function of OpenSSH. The caller limits the rounds.</summary>
internal static class BcryptPbkdf
{
    private const int HashSize = 32;

    private static readonly byte[] Text = System.Text.Encoding.ASCII.GetBytes("OxychromaticBlowfishSwatDynamite");

    public static byte[] Derive(byte[] password, byte[] salt, int rounds, int length)
    {
        byte[] passwordHash = Sha512(password);
        int blocks = (length + HashSize - 1) / HashSize;
        byte[] derived = new byte[length];

        // The blocks (at most two for OpenSSH) are independent, so each has its own thread.
        var others = new List<Thread>();
        for (int block = 1; block < blocks; block++)
        {
            int number = block;
            var other = new Thread(() => DeriveBlock(number)) { IsBackground = true };
            other.Start();
            others.Add(other);
        }

        DeriveBlock(0);
        others.ForEach(other => other.Join());
        SensitiveData.Clear(passwordHash);
        return derived;

        void DeriveBlock(int block)
        {
            byte[] sum = BcryptPbkdf.DeriveBlock(passwordHash, salt, rounds, block + 1);

            // The output takes one byte of each block in turn.
            for (int i = 0; i * blocks + block < length; i++)
            {
                derived[i * blocks + block] = sum[i];
            }

            SensitiveData.Clear(sum);
        }
    }

    private static byte[] DeriveBlock(byte[] passwordHash, byte[] salt, int rounds, int number)
    {
        byte[] numberedSalt = new byte[salt.Length + 4];
        Buffer.BlockCopy(salt, 0, numberedSalt, 0, salt.Length);
        BinaryPrimitives.WriteInt32BigEndian(numberedSalt.AsSpan(salt.Length), number);

        var blowfish = new Blowfish();
        byte[] round = Hash(blowfish, passwordHash, Sha512(numberedSalt));
        byte[] sum = (byte[])round.Clone();
        for (int i = 1; i < rounds; i++)
        {
            byte[] next = Hash(blowfish, passwordHash, Sha512(round));
            SensitiveData.Clear(round);
            round = next;
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] ^= round[j];
            }
        }

        SensitiveData.Clear(round);
        blowfish.Clear();
        return sum;
    }

    private static byte[] Hash(Blowfish blowfish, byte[] passwordHash, byte[] saltHash)
    {
        uint[] password = ToWords(passwordHash);
        uint[] salt = ToWords(saltHash);
        blowfish.Reset();
        blowfish.Expand(password, salt);
        for (int i = 0; i < 64; i++)
        {
            blowfish.Expand(salt);
            blowfish.Expand(password);
        }

        uint[] words = ToWords(Text);
        for (int i = 0; i < words.Length; i += 2)
        {
            for (int j = 0; j < 64; j++)
            {
                blowfish.Encrypt(ref words[i], ref words[i + 1]);
            }
        }

        byte[] hash = new byte[HashSize];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4 * i), words[i]);
        }

        SensitiveData.Clear(password);
        SensitiveData.Clear(salt);
        SensitiveData.Clear(words);
        return hash;
    }

    private static uint[] ToWords(byte[] bytes)
    {
        uint[] words = new uint[bytes.Length / 4];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * i));
        }

        return words;
    }

    private static byte[] Sha512(byte[] data)
    {
        using SHA512 sha512 = SHA512.Create();
        return sha512.ComputeHash(data);
    }
}
