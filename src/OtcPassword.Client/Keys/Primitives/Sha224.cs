using System;
using System.Buffers.Binary;
using System.Numerics;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>
/// SHA-224 (FIPS 180-4), which .NET does not have. The state can be taken out and put back, so that HMAC need not hash
/// its padded key anew each time.
/// </summary>
internal sealed class Sha224
{
    public const int HashSize = 28;
    public const int BlockSize = 64;

    private static readonly uint[] InitialState =
    [
        0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4,
    ];

    private static readonly uint[] RoundConstants = ComputeRoundConstants();

    private readonly uint[] _state = new uint[8];
    private readonly uint[] _schedule = new uint[64];
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;
    private long _length;

    public Sha224() => Array.Copy(InitialState, _state, _state.Length);

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += data.Length;
        while (!data.IsEmpty)
        {
            int taken = Math.Min(data.Length, BlockSize - _filled);
            data.Slice(0, taken).CopyTo(_block.AsSpan(_filled));
            data = data.Slice(taken);
            _filled += taken;
            if (_filled == BlockSize)
            {
                Compress();
                _filled = 0;
            }
        }
    }

    /// <summary>Writes the hash of all that was appended; the object is of no use afterwards but to be copied to.</summary>
    public void Finish(Span<byte> hash)
    {
        long bits = _length * 8;
        _block[_filled++] = 0x80;
        if (_filled > BlockSize - 8)
        {
            Array.Clear(_block, _filled, BlockSize - _filled);
            Compress();
            _filled = 0;
        }

        Array.Clear(_block, _filled, BlockSize - 8 - _filled);
        BinaryPrimitives.WriteInt64BigEndian(_block.AsSpan(BlockSize - 8), bits);
        Compress();
        for (int i = 0; i < HashSize / 4; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.Slice(4 * i), _state[i]);
        }
    }

    /// <summary>Goes on from where another one is, which must be at the end of a block.</summary>
    public void CopyFrom(Sha224 other)
    {
        Array.Copy(other._state, _state, _state.Length);
        _filled = 0;
        _length = other._length;
    }

    public void Clear()
    {
        SensitiveData.Clear(_state);
        SensitiveData.Clear(_schedule);
        SensitiveData.Clear(_block);
    }

    private unsafe void Compress()
    {
        fixed (uint* w = _schedule, k = RoundConstants)
        {
            for (int i = 0; i < 16; i++)
            {
                w[i] = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(4 * i));
            }

            for (int i = 16; i < 64; i++)
            {
                uint s0 = Rotate(w[i - 15], 7) ^ Rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
                uint s1 = Rotate(w[i - 2], 17) ^ Rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
                w[i] = w[i - 16] + s0 + w[i - 7] + s1;
            }

            uint a = _state[0], b = _state[1], c = _state[2], d = _state[3];
            uint e = _state[4], f = _state[5], g = _state[6], h = _state[7];
            for (int i = 0; i < 64; i++)
            {
                uint t1 = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
                uint t2 = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + t1;
                d = c;
                c = b;
                b = a;
                a = t1 + t2;
            }

            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }

    private static uint Rotate(uint value, int bits) => value >> bits | value << (32 - bits);

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static uint[] ComputeRoundConstants()
    {
        uint[] constants = new uint[64];
        int candidate = 2;
        for (int i = 0; i < constants.Length; candidate++)
        {
            if (IsPrime(candidate))
            {
                constants[i++] = FractionOfCubeRoot(candidate);
            }
        }

        return constants;
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }

    // The largest whole number whose cube is not above number * 2^96, without its leading bits.
    private static uint FractionOfCubeRoot(int number)
    {
        BigInteger target = (BigInteger)number << 96;
        BigInteger root = 0;
        for (int bit = 35; bit >= 0; bit--)
        {
            BigInteger next = root | BigInteger.One << bit;
            root = next * next * next <= target ? next : root;
        }

        return (uint)(root & uint.MaxValue);
    }
}
