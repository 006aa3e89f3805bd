using System.Globalization;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Reads the "Name: value" lines of a .ppk file in their required order.</summary>
internal sealed class PuttyLines(ReadOnlyMemory<byte> text)
{
    /// <summary>The start of a .ppk file, without its version.</summary>
    public static readonly byte[] Start = System.Text.Encoding.ASCII.GetBytes("PuTTY-User-Key-File-");

    private const int MaxNameLength = 64;

    private ReadOnlyMemory<byte> _rest = text;

    /// <summary>Reads the next line with any name.</summary>
    public (string Name, string Value) ReadAny()
    {
        ReadOnlySpan<byte> line = TakeLine();
        int colon = line.Slice(0, Math.Min(line.Length, MaxNameLength)).IndexOf((byte)':');
        return colon < 0
            ? throw KeyDataException.Damaged("is damaged: it starts like a PuTTY key file, but the next line is not of the form 'Name: value'")
            : (KeyText.ToText(line.Slice(0, colon)), KeyText.ToText(ValueAfter(line, colon)));
    }

    /// <summary>Reads the value of the next line, which must have this name.</summary>
    public string Read(string name) => KeyText.ToText(ReadBytes(name));

    /// <summary>Reads the value of the next line as bytes.</summary>
    public byte[] ReadBytes(string name)
    {
        ReadOnlySpan<byte> line = TakeLine();
        if (line.Length <= name.Length || line[name.Length] != ':' || KeyText.ToText(line.Slice(0, name.Length)) != name)
        {
            throw KeyDataException.Damaged($"is damaged or truncated: its {name} line is missing");
        }

        return ValueAfter(line, name.Length).ToArray();
    }

    /// <summary>Reads base64 lines, whose number is in the line before them.</summary>
    public byte[] ReadData(string name)
    {
        if (!int.TryParse(Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw KeyDataException.Damaged($"is damaged: its {name} line does not contain a number");
        }

        ReadOnlyMemory<byte> all = _rest;
        for (int i = 0; i < count; i++)
        {
            if (_rest.IsEmpty)
            {
                throw KeyDataException.Damaged($"is truncated: lines after {name} are missing");
            }

            TakeLine();
        }

        return Base64Bytes.TryDecode(all.Span.Slice(0, all.Length - _rest.Length)) ??
            throw KeyDataException.Damaged($"is damaged: the data after {name} is not valid base64");
    }

    private static ReadOnlySpan<byte> ValueAfter(ReadOnlySpan<byte> line, int colon)
    {
        ReadOnlySpan<byte> value = line.Slice(colon + 1);
        return value.Length > 0 && value[0] == ' ' ? value.Slice(1) : value;
    }

    // Lines end with LF, CR LF, or CR.
    private ReadOnlySpan<byte> TakeLine()
    {
        ReadOnlySpan<byte> rest = _rest.Span;
        int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            _rest = default;
            return rest;
        }

        int next = end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
        _rest = _rest.Slice(next);
        return rest.Slice(0, end);
    }
}
