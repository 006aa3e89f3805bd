using System.Buffers.Binary;
using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

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

/// <summary>The parts of Blowfish that bcrypt uses, with its expensive key schedule.</summary>
internal sealed unsafe class Blowfish
{
    private const int SubkeyCount = 18;
    private const int BoxWords = 4 * 256;

    private static readonly Lazy<uint[]> Pi = new(() => PiFraction.Words(SubkeyCount + BoxWords));

    // The subkeys and then the four boxes, in the order in which they are filled.
    private readonly uint[] _state = new uint[SubkeyCount + BoxWords];

    public void Reset() => Array.Copy(Pi.Value, _state, _state.Length);

    /// <summary>Mixes a key and a salt into the state.</summary>
    /// <param name="key">Sixteen words.</param>
    /// <param name="salt">Sixteen words, or null.</param>
    public void Expand(uint[] key, uint[]? salt = null)
    {
        fixed (uint* state = _state)
        {
            for (int i = 0; i < SubkeyCount; i++)
            {
                state[i] ^= key[i % key.Length];
            }

            uint left = 0;
            uint right = 0;
            int taken = 0;
            for (int i = 0; i < SubkeyCount + BoxWords; i += 2)
            {
                if (salt != null)
                {
                    left ^= salt[taken];
                    right ^= salt[taken + 1];
                    taken = (taken + 2) % salt.Length;
                }

                Encrypt(state, ref left, ref right);
                state[i] = left;
                state[i + 1] = right;
            }
        }
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        fixed (uint* state = _state)
        {
            Encrypt(state, ref left, ref right);
        }
    }

    public void Clear() => SensitiveData.Clear(_state);

    private static void Encrypt(uint* subkeys, ref uint left, ref uint right)
    {
        uint* box0 = subkeys + SubkeyCount;
        uint* box1 = box0 + 256;
        uint* box2 = box1 + 256;
        uint* box3 = box2 + 256;
        uint l = left ^ subkeys[0];
        uint r = right;
        for (int i = 1; i < 17; i += 2)
        {
            r ^= (((box0[l >> 24] + box1[l >> 16 & 0xFF]) ^ box2[l >> 8 & 0xFF]) + box3[l & 0xFF]) ^ subkeys[i];
            l ^= (((box0[r >> 24] + box1[r >> 16 & 0xFF]) ^ box2[r >> 8 & 0xFF]) + box3[r & 0xFF]) ^ subkeys[i + 1];
        }

        left = r ^ subkeys[17];
        right = l;
    }
}

/// <summary>
/// Computes the binary digits of pi after the point, the initial state of Blowfish. Computed in place, because with the
/// platform's BigInteger the first OpenSSH key file allocated 80 MB in numbers of 4 KB.
/// </summary>
internal static class PiFraction
{
    // Additional digits for the errors of rounding down each term of the two series.
    private const int GuardWords = 2;

    /// <summary>Returns the first 32-bit words.</summary>
    public static uint[] Words(int count)
    {
        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239). One word is before the point, and the most significant word is first.
        uint[] pi = new uint[1 + count + GuardWords];
        AddArcTangentOfInverse(pi, 5, factor: 16, isNegative: false);
        AddArcTangentOfInverse(pi, 239, factor: 4, isNegative: true);
        return pi.AsSpan(1, count).ToArray();
    }

    private static void AddArcTangentOfInverse(uint[] sum, uint x, uint factor, bool isNegative)
    {
        uint[] power = new uint[sum.Length];
        uint[] term = new uint[sum.Length];
        power[0] = factor;
        Divide(power, x, power, 0);

        // The power gets shorter at its start, which reduces the work.
        int front = 0;
        for (uint n = 1; front < power.Length; n += 2)
        {
            Divide(power, n, term, front);
            Add(sum, term, front, isNegative);
            isNegative = !isNegative;
            Divide(power, x * x, power, front);
            while (front < power.Length && power[front] == 0)
            {
                front++;
            }
        }
    }

    private static void Divide(uint[] number, uint divisor, uint[] quotient, int front)
    {
        ulong rest = 0;
        for (int i = front; i < number.Length; i++)
        {
            ulong part = rest << 32 | number[i];
            ulong result = part / divisor;
            quotient[i] = (uint)result;
            rest = part - result * divisor;
        }
    }

    private static void Add(uint[] sum, uint[] term, int front, bool isNegative)
    {
        long carry = 0;
        for (int i = sum.Length - 1; i >= front || carry != 0; i--)
        {
            long word = i < front ? 0 : term[i];
            carry += isNegative ? sum[i] - word : sum[i] + word;
            sum[i] = (uint)carry;
            carry >>= 32;
        }
    }
}
