using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

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
