using System.Buffers.Binary;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>Argon2 version 1.3 (RFC 9106), which PuTTY key files version 3 use. The caller limits all parameters.</summary>
internal sealed unsafe class Argon2
{
    private const int Version = 0x13;
    private const int BlockWords = 128;
    private const int BlockBytes = 8 * BlockWords;
    private const int Slices = 4;

    private readonly Argon2Type _type;
    private readonly int _passes;
    private readonly int _lanes;
    private readonly int _laneLength;
    private readonly int _segmentLength;
    private readonly ulong[] _memory;

    private Argon2(Argon2Type type, int kibibytes, int passes, int lanes)
    {
        _type = type;
        _passes = passes;
        _lanes = lanes;
        _segmentLength = kibibytes / (Slices * lanes);
        _laneLength = _segmentLength * Slices;
        _memory = new ulong[_laneLength * lanes * BlockWords];
    }

    /// <param name="type">The variant.</param>
    /// <param name="password">The passphrase's bytes.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="kibibytes">The memory in KiB; at least eight times the number of lanes.</param>
    /// <param name="passes">The number of passes.</param>
    /// <param name="lanes">The degree of parallelism. It changes the result, although the computation uses one thread.</param>
    /// <param name="length">The number of bytes to derive.</param>
    /// <param name="secret">The optional secret; PuTTY does not use it.</param>
    /// <param name="associatedData">The optional associated data; PuTTY does not use it.</param>
    public static byte[] Derive(
        Argon2Type type, byte[] password, byte[] salt, int kibibytes, int passes, int lanes, int length,
        byte[]? secret = null, byte[]? associatedData = null)
    {
        var hash = new Blake2b(Blake2b.MaxHashSize);
        hash.AppendInt32(lanes);
        hash.AppendInt32(length);
        hash.AppendInt32(kibibytes);
        hash.AppendInt32(passes);
        hash.AppendInt32(Version);
        hash.AppendInt32((int)type);
        foreach (byte[] part in new[] { password, salt, secret ?? [], associatedData ?? [] })
        {
            hash.AppendInt32(part.Length);
            hash.Append(part);
        }

        var argon = new Argon2(type, kibibytes, passes, lanes);
        try
        {
            argon.FillFirstColumns(hash.Finish());
            argon.FillMemory();
            return argon.Finish(length);
        }
        finally
        {
            SensitiveData.Clear(argon._memory);
        }
    }

    // The first two blocks of every lane.
    private void FillFirstColumns(byte[] seed)
    {
        byte[] input = new byte[seed.Length + 8];
        Buffer.BlockCopy(seed, 0, input, 0, seed.Length);
        for (int lane = 0; lane < _lanes; lane++)
        {
            for (int column = 0; column < 2; column++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(input.AsSpan(seed.Length), column);
                BinaryPrimitives.WriteInt32LittleEndian(input.AsSpan(seed.Length + 4), lane);
                byte[] block = LongHash(input, BlockBytes);
                int start = (lane * _laneLength + column) * BlockWords;
                for (int i = 0; i < BlockWords; i++)
                {
                    _memory[start + i] = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(8 * i));
                }

                SensitiveData.Clear(block);
            }
        }

        SensitiveData.Clear(input);
        SensitiveData.Clear(seed);
    }

    private void FillMemory()
    {
        fixed (ulong* memory = _memory)
        {
            for (int pass = 0; pass < _passes; pass++)
            {
                for (int slice = 0; slice < Slices; slice++)
                {
                    for (int lane = 0; lane < _lanes; lane++)
                    {
                        FillSegment(memory, pass, slice, lane);
                    }
                }
            }
        }
    }

    private void FillSegment(ulong* memory, int pass, int slice, int lane)
    {
        bool isAddressed = _type == Argon2Type.I || (_type == Argon2Type.Id && pass == 0 && slice < Slices / 2);
        ulong* zero = stackalloc ulong[BlockWords];
        ulong* input = stackalloc ulong[BlockWords];
        ulong* addresses = stackalloc ulong[BlockWords];
        for (int i = 0; i < BlockWords; i++)
        {
            zero[i] = 0;
            input[i] = 0;
        }

        input[0] = (ulong)pass;
        input[1] = (ulong)lane;
        input[2] = (ulong)slice;
        input[3] = (ulong)(_laneLength * _lanes);
        input[4] = (ulong)_passes;
        input[5] = (ulong)_type;

        int first = pass == 0 && slice == 0 ? 2 : 0;
        for (int index = first; index < _segmentLength; index++)
        {
            int column = slice * _segmentLength + index;
            int previous = column == 0 ? _laneLength - 1 : column - 1;
            ulong* previousBlock = memory + ((long)lane * _laneLength + previous) * BlockWords;
            ulong random;
            if (isAddressed)
            {
                if (index == first || index % BlockWords == 0)
                {
                    input[6]++;
                    Compress(zero, input, addresses, xor: false);
                    Compress(zero, addresses, addresses, xor: false);
                }

                random = addresses[index % BlockWords];
            }
            else
            {
                random = previousBlock[0];
            }

            int otherLane = pass == 0 && slice == 0 ? lane : (int)((random >> 32) % (ulong)_lanes);
            int otherColumn = Reference((uint)random, pass, slice, index, otherLane == lane);
            Compress(
                previousBlock,
                memory + ((long)otherLane * _laneLength + otherColumn) * BlockWords,
                memory + ((long)lane * _laneLength + column) * BlockWords,
                xor: pass > 0);
        }
    }

    // Selects one of the finished columns, later ones with a higher probability.
    private int Reference(uint random, int pass, int slice, int index, bool isSameLane)
    {
        int finished = (pass == 0 ? slice : Slices - 1) * _segmentLength;
        int area = isSameLane ? finished + index - 1 : index == 0 ? finished - 1 : finished;
        ulong squared = (ulong)random * random >> 32;
        int position = area - 1 - (int)((ulong)area * squared >> 32);
        int start = pass == 0 || slice == Slices - 1 ? 0 : (slice + 1) * _segmentLength;
        return (start + position) % _laneLength;
    }

    private byte[] Finish(int length)
    {
        byte[] last = new byte[BlockBytes];
        for (int i = 0; i < BlockWords; i++)
        {
            ulong sum = 0;
            for (int lane = 0; lane < _lanes; lane++)
            {
                sum ^= _memory[((lane + 1) * _laneLength - 1) * BlockWords + i];
            }

            BinaryPrimitives.WriteUInt64LittleEndian(last.AsSpan(8 * i), sum);
        }

        byte[] derived = LongHash(last, length);
        SensitiveData.Clear(last);
        return derived;
    }

    // The variable-length hash function of RFC 9106, section 3.3.
    private static byte[] LongHash(byte[] input, int length)
    {
        var first = new Blake2b(Math.Min(length, Blake2b.MaxHashSize));
        first.AppendInt32(length);
        first.Append(input);
        byte[] link = first.Finish();
        if (length <= Blake2b.MaxHashSize)
        {
            return link;
        }

        byte[] output = new byte[length];
        int position = 0;
        while (true)
        {
            // The output is the first half of each hash, and the complete last hash.
            int left = length - position;
            int taken = left <= Blake2b.MaxHashSize ? left : Blake2b.MaxHashSize / 2;
            Buffer.BlockCopy(link, 0, output, position, taken);
            position += taken;
            if (position == length)
            {
                SensitiveData.Clear(link);
                return output;
            }

            var next = new Blake2b(Math.Min(length - position, Blake2b.MaxHashSize));
            next.Append(link);
            SensitiveData.Clear(link);
            link = next.Finish();
        }
    }

    private static void Compress(ulong* left, ulong* right, ulong* result, bool xor)
    {
        ulong* work = stackalloc ulong[BlockWords];
        ulong* before = stackalloc ulong[BlockWords];
        for (int i = 0; i < BlockWords; i++)
        {
            ulong value = left[i] ^ right[i];
            work[i] = value;
            before[i] = xor ? value ^ result[i] : value;
        }

        for (int row = 0; row < 8; row++)
        {
            Permute(work + 16 * row, 2);
        }

        for (int column = 0; column < 8; column++)
        {
            Permute(work + 2 * column, 16);
        }

        for (int i = 0; i < BlockWords; i++)
        {
            result[i] = work[i] ^ before[i];
        }
    }

    // The round function of BLAKE2b over eight pairs of words, with the specified distance between the pairs.
    private static void Permute(ulong* v, int step)
    {
        ulong* v2 = v + step;
        ulong* v4 = v2 + step;
        ulong* v6 = v4 + step;
        ulong* v8 = v6 + step;
        ulong* v10 = v8 + step;
        ulong* v12 = v10 + step;
        ulong* v14 = v12 + step;
        Mix(v, v4, v8, v12);
        Mix(v + 1, v4 + 1, v8 + 1, v12 + 1);
        Mix(v2, v6, v10, v14);
        Mix(v2 + 1, v6 + 1, v10 + 1, v14 + 1);
        Mix(v, v4 + 1, v10, v14 + 1);
        Mix(v + 1, v6, v10 + 1, v12);
        Mix(v2, v6 + 1, v8, v12 + 1);
        Mix(v2 + 1, v4, v8 + 1, v14);
    }

    private static void Mix(ulong* pa, ulong* pb, ulong* pc, ulong* pd)
    {
        ulong a = *pa, b = *pb, c = *pc, d = *pd;
        a += b + 2UL * (uint)a * (uint)b;
        d ^= a;
        d = d >> 32 | d << 32;
        c += d + 2UL * (uint)c * (uint)d;
        b ^= c;
        b = b >> 24 | b << 40;
        a += b + 2UL * (uint)a * (uint)b;
        d ^= a;
        d = d >> 16 | d << 48;
        c += d + 2UL * (uint)c * (uint)d;
        b ^= c;
        b = b >> 63 | b << 1;
        *pa = a;
        *pb = b;
        *pc = c;
        *pd = d;
    }
}
