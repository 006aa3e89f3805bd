using System.Buffers.Binary;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>Reads the binary format of SSH (RFC 4251, section 5), in which each string follows its length.</summary>
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

    /// <summary>Reads a string as a part of the data. Without a copy, an invalid length does not allocate memory.</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        uint length = ReadUInt32();
        return Take(length);
    }

    public string ReadText()
    {
        return System.Text.Encoding.UTF8.GetString(ReadString().ToArray());
    }

    public ReadOnlySpan<byte> Take(uint length)
    {
        if (length > (uint)_rest.Length)
        {
            throw KeyDataException.Truncated("is damaged or truncated: a field extends beyond the end of the file");
        }

        ReadOnlySpan<byte> taken = _rest.Slice(0, (int)length);
        _rest = _rest.Slice((int)length);
        return taken;
    }
}
