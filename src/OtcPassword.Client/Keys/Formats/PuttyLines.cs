using System;
using System.Globalization;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>The "Name: value" lines of a .ppk, in the order they must stand in.</summary>
internal sealed class PuttyLines(ReadOnlyMemory<byte> text)
{
    /// <summary>How a .ppk begins, without its version.</summary>
    public static readonly byte[] Start = System.Text.Encoding.ASCII.GetBytes("PuTTY-User-Key-File-");

    private const int MaxNameLength = 64;

    private ReadOnlyMemory<byte> _rest = text;

    /// <summary>The next line, whatever its name.</summary>
    public (string Name, string Value) ReadAny()
    {
        ReadOnlySpan<byte> line = TakeLine();
        int colon = line.Slice(0, Math.Min(line.Length, MaxNameLength)).IndexOf((byte)':');
        return colon < 0
            ? throw KeyDataException.Damaged("is damaged: it begins like a PuTTY key and does not go on like one")
            : (KeyText.ToText(line.Slice(0, colon)), KeyText.ToText(ValueAfter(line, colon)));
    }

    /// <summary>The value of the next line, which must have this name.</summary>
    public string Read(string name) => KeyText.ToText(ReadBytes(name));

    /// <summary>The value of the next line as it stands there.</summary>
    public byte[] ReadBytes(string name)
    {
        ReadOnlySpan<byte> line = TakeLine();
        if (line.Length <= name.Length || line[name.Length] != ':' || KeyText.ToText(line.Slice(0, name.Length)) != name)
        {
            throw KeyDataException.Damaged($"is damaged or cut off: its line {name} is missing");
        }

        return ValueAfter(line, name.Length).ToArray();
    }

    /// <summary>The base64 lines after a line that says how many there are.</summary>
    public byte[] ReadData(string name)
    {
        if (!int.TryParse(Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw KeyDataException.Damaged($"is damaged: its line {name} holds no number");
        }

        ReadOnlyMemory<byte> all = _rest;
        for (int i = 0; i < count; i++)
        {
            if (_rest.IsEmpty)
            {
                throw KeyDataException.Damaged($"is cut off: lines are missing after {name}");
            }

            TakeLine();
        }

        return Base64Bytes.TryDecode(all.Span.Slice(0, all.Length - _rest.Length)) ??
            throw KeyDataException.Damaged($"is damaged: what stands after {name} is not base64");
    }

    private static ReadOnlySpan<byte> ValueAfter(ReadOnlySpan<byte> line, int colon)
    {
        ReadOnlySpan<byte> value = line.Slice(colon + 1);
        return value.Length > 0 && value[0] == ' ' ? value.Slice(1) : value;
    }

    // Lines end with LF, CR LF or CR.
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
