using System;
using System.Buffers.Binary;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>Reads SSH's binary notation (RFC 4251, section 5): every string has its length before it.</summary>
internal ref struct SshReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public uint ReadUInt32()
    {
        uint value = BinaryPrimitives.ReadUInt32BigEndian(Take(4));
        return value;
    }

    /// <summary>The next string: a part of the data, no copy, so that no length can ask for memory.</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        uint length = ReadUInt32();
        return Take(length);
    }

    public string ReadText()
    {
        return System.Text.Encoding.UTF8.GetString(ReadString().ToArray());
    }

    /// <summary>The next number, which must not be negative.</summary>
    public ReadOnlySpan<byte> ReadNumber()
    {
        ReadOnlySpan<byte> number = ReadString();
        if (number.IsEmpty || (number[0] & 0x80) != 0)
        {
            throw KeyDataException.Damaged("is damaged: one of its numbers is negative or missing");
        }

        return number;
    }

    public ReadOnlySpan<byte> Take(uint length)
    {
        if (length > (uint)_rest.Length)
        {
            throw KeyDataException.Damaged("is damaged or cut off: a part of it is longer than the file");
        }

        ReadOnlySpan<byte> taken = _rest.Slice(0, (int)length);
        _rest = _rest.Slice((int)length);
        return taken;
    }
}
