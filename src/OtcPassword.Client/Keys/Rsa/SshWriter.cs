using System.Buffers.Binary;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>Writes the binary format of SSH (RFC 4251, section 5). Clears its buffers.</summary>
internal sealed class SshWriter : IDisposable
{
    private byte[] _buffer = new byte[1024];
    private int _length;

    public void WriteText(string text) => WriteString(System.Text.Encoding.UTF8.GetBytes(text));

    public void WriteString(ReadOnlySpan<byte> value)
    {
        Reserve(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), value.Length);
        value.CopyTo(_buffer.AsSpan(_length + 4));
        _length += 4 + value.Length;
    }

    /// <summary>Writes an unsigned number, with a leading zero byte if it would otherwise be negative.</summary>
    public void WriteNumber(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> trimmed = UnsignedNumber.Trim(number);
        if (trimmed.Length == 0 || (trimmed[0] & 0x80) == 0)
        {
            WriteString(trimmed);
            return;
        }

        byte[] padded = new byte[trimmed.Length + 1];
        trimmed.CopyTo(padded.AsSpan(1));
        WriteString(padded);
        SensitiveData.Clear(padded);
    }

    public byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    public void Dispose() => SensitiveData.Clear(_buffer);

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length)
        {
            return;
        }

        byte[] larger = new byte[Math.Max(_buffer.Length * 2, _length + more)];
        Buffer.BlockCopy(_buffer, 0, larger, 0, _length);
        SensitiveData.Clear(_buffer);
        _buffer = larger;
    }
}
