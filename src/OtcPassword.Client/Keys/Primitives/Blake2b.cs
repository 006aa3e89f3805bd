using System.Buffers.Binary;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>BLAKE2b (RFC 7693) without a key, which Argon2 uses.</summary>
internal sealed class Blake2b
{
    public const int MaxHashSize = 64;

    private const int BlockSize = 128;

    private static readonly ulong[] InitialState =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    // The order of the message words in each of the ten rounds.
    private static readonly byte[] Sigma =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    private readonly int _hashSize;
    private readonly ulong[] _state = (ulong[])InitialState.Clone();
    private readonly ulong[] _work = new ulong[16];
    private readonly ulong[] _message = new ulong[16];
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;
    private ulong _length;

    public Blake2b(int hashSize)
    {
        _hashSize = hashSize;
        _state[0] ^= 0x01010000 ^ (ulong)hashSize;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            // A full block waits for more data, because the last block is processed differently.
            if (_filled == BlockSize)
            {
                Compress(isLast: false);
            }

            int taken = Math.Min(data.Length, BlockSize - _filled);
            data.Slice(0, taken).CopyTo(_block.AsSpan(_filled));
            data = data.Slice(taken);
            _filled += taken;
        }
    }

    public void AppendInt32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Returns the hash of the appended data, and clears the state.</summary>
    public byte[] Finish()
    {
        Array.Clear(_block, _filled, BlockSize - _filled);
        Compress(isLast: true);
        byte[] full = new byte[MaxHashSize];
        for (int i = 0; i < _state.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(full.AsSpan(8 * i), _state[i]);
        }

        SensitiveData.Clear(_state);
        SensitiveData.Clear(_work);
        SensitiveData.Clear(_message);
        SensitiveData.Clear(_block);
        if (_hashSize == full.Length)
        {
            return full;
        }

        byte[] hash = full.AsSpan(0, _hashSize).ToArray();
        SensitiveData.Clear(full);
        return hash;
    }

    private void Compress(bool isLast)
    {
        _length += (ulong)_filled;
        for (int i = 0; i < 16; i++)
        {
            _message[i] = BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(8 * i));
        }

        Array.Copy(_state, _work, 8);
        Array.Copy(InitialState, 0, _work, 8, 8);
        _work[12] ^= _length;
        _work[14] ^= isLast ? ulong.MaxValue : 0;
        for (int round = 0; round < 12; round++)
        {
            int sigma = round % 10 * 16;
            Mix(0, 4, 8, 12, sigma);
            Mix(1, 5, 9, 13, sigma + 2);
            Mix(2, 6, 10, 14, sigma + 4);
            Mix(3, 7, 11, 15, sigma + 6);
            Mix(0, 5, 10, 15, sigma + 8);
            Mix(1, 6, 11, 12, sigma + 10);
            Mix(2, 7, 8, 13, sigma + 12);
            Mix(3, 4, 9, 14, sigma + 14);
        }

        for (int i = 0; i < 8; i++)
        {
            _state[i] ^= _work[i] ^ _work[i + 8];
        }

        _filled = 0;
    }

    private void Mix(int a, int b, int c, int d, int sigma)
    {
        ulong[] v = _work;
        v[a] += v[b] + _message[Sigma[sigma]];
        v[d] = Rotate(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Rotate(v[b] ^ v[c], 24);
        v[a] += v[b] + _message[Sigma[sigma + 1]];
        v[d] = Rotate(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Rotate(v[b] ^ v[c], 63);
    }

    private static ulong Rotate(ulong value, int bits) => value >> bits | value << (64 - bits);
}
