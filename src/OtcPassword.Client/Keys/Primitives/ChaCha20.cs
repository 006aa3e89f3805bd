using System.Buffers.Binary;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>
/// The ChaCha20 cipher (RFC 8439, section 2.4) with a nonce of zero, as OpenSSH encrypts key files. .NET provides it only
/// with a tag, which OpenSSH calculates differently, and .NET Framework does not provide it.
/// </summary>
internal static class ChaCha20
{
    private const int BlockWords = 16;
    private const int BlockBytes = 4 * BlockWords;
    private const int DoubleRounds = 10;

    // "expand 32-byte k".
    private static readonly uint[] Constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

    /// <summary>Decrypts data. Encryption is the same operation.</summary>
    /// <param name="key">32 bytes; the caller clears it.</param>
    /// <param name="counter">The number of the first block.</param>
    /// <param name="data">The data.</param>
    /// <returns>The data, for the caller to clear.</returns>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, uint counter, byte[] data)
    {
        uint[] start = new uint[BlockWords];
        uint[] state = new uint[BlockWords];
        byte[] stream = new byte[BlockBytes];
        byte[] result = new byte[data.Length];
        try
        {
            Constants.CopyTo(start, 0);
            for (int i = 0; i < 8; i++)
            {
                start[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key.Slice(4 * i));
            }

            for (int offset = 0; offset < data.Length; offset += BlockBytes)
            {
                start[12] = counter++;
                WriteBlock(start, state, stream);
                for (int i = offset; i < Math.Min(offset + BlockBytes, data.Length); i++)
                {
                    result[i] = (byte)(data[i] ^ stream[i - offset]);
                }
            }

            return result;
        }
        finally
        {
            SensitiveData.Clear(start);
            SensitiveData.Clear(state);
            SensitiveData.Clear(stream);
        }
    }

    private static void WriteBlock(uint[] start, uint[] state, byte[] stream)
    {
        start.CopyTo(state, 0);
        for (int round = 0; round < DoubleRounds; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                QuarterRound(state, i, 4 + i, 8 + i, 12 + i);
            }

            for (int i = 0; i < 4; i++)
            {
                QuarterRound(state, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
            }
        }

        for (int i = 0; i < BlockWords; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(4 * i), unchecked(state[i] + start[i]));
        }
    }

    private static void QuarterRound(uint[] state, int a, int b, int c, int d)
    {
        state[d] = Rotate(state[d] ^ (state[a] = unchecked(state[a] + state[b])), 16);
        state[b] = Rotate(state[b] ^ (state[c] = unchecked(state[c] + state[d])), 12);
        state[d] = Rotate(state[d] ^ (state[a] = unchecked(state[a] + state[b])), 8);
        state[b] = Rotate(state[b] ^ (state[c] = unchecked(state[c] + state[d])), 7);
    }

    private static uint Rotate(uint word, int bits) => word << bits | word >> (32 - bits);
}
