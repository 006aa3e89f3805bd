using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// Finds PEM blocks (RFC 7468, with the headers of RFC 1421) in any text: between comments or other blocks, with any line
/// endings, or without line endings, as after a paste into a single line.
/// </summary>
internal static class PemReader
{
    private const int MaxLabelLength = 64;
    private const int MaxHeaders = 16;
    private const int MaxHeaderLength = 256;

    /// <summary>The start of a PEM block.</summary>
    public static readonly byte[] Begin = System.Text.Encoding.ASCII.GetBytes("-----BEGIN ");
    private static readonly byte[] Dashes = System.Text.Encoding.ASCII.GetBytes("-----");

    public static List<PemBlock> Read(ReadOnlyMemory<byte> text)
    {
        var blocks = new List<PemBlock>();
        while (TryFindBegin(ref text, out string label))
        {
            if (blocks.Count == KeyLimits.Blocks)
            {
                throw KeyDataException.Unsupported($"contains more than {KeyLimits.Blocks} PEM blocks", "Save the key in a separate file.");
            }

            // A block without its END line ends where the next block starts, so that a truncated block does not hide the next one.
            int next = text.Span.IndexOf(Begin);
            ReadOnlyMemory<byte> body = next < 0 ? text : text.Slice(0, next);
            int end = body.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes($"-----END {label}-----"));
            text = text.Slice(body.Length);
            body = end < 0 ? body : body.Slice(0, end);
            Dictionary<string, string> headers = TakeHeaders(ref body);
            blocks.Add(new PemBlock(label, headers, body, isComplete: end >= 0));
        }

        return blocks;
    }

    private static bool TryFindBegin(ref ReadOnlyMemory<byte> text, out string label)
    {
        label = "";
        while (text.Span.IndexOf(Begin) is >= 0 and int begin)
        {
            text = text.Slice(begin + Begin.Length);
            ReadOnlySpan<byte> window = text.Span.Slice(0, Math.Min(text.Length, MaxLabelLength + Dashes.Length));
            int labelLength = window.IndexOf(Dashes);
            if (labelLength > 0 && window.Slice(0, labelLength).IndexOfAny((byte)'\n', (byte)'\r') < 0)
            {
                label = KeyText.ToText(window.Slice(0, labelLength));
                text = text.Slice(labelLength + Dashes.Length);
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes the header lines and the empty line after them from the body, if there are any.</summary>
    private static Dictionary<string, string> TakeHeaders(ref ReadOnlyMemory<byte> body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (body.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            TakeHeadersOfOneLine(ref body, headers);
            return headers;
        }

        ReadOnlyMemory<byte> rest = body;
        while (headers.Count < MaxHeaders && !rest.IsEmpty)
        {
            int lineEnd = rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> line = lineEnd < 0 ? rest.Span : rest.Span.Slice(0, lineEnd);
            int colon = line.IndexOf((byte)':');
            if (colon > 0 && line.Length <= MaxHeaderLength)
            {
                headers[KeyText.ToText(line.Slice(0, colon)).Trim()] = KeyText.ToText(line.Slice(colon + 1)).Trim();
            }
            else if (!KeyText.Trim(line).IsEmpty)
            {
                break;
            }

            rest = lineEnd < 0 ? default : rest.Slice(lineEnd + 1);
            body = headers.Count > 0 ? rest : body;
        }

        return headers;
    }

    // Pasting into a single line converts line endings to spaces. No value of the headers in use contains a space.
    private static void TakeHeadersOfOneLine(ref ReadOnlyMemory<byte> body, Dictionary<string, string> headers)
    {
        while (headers.Count < MaxHeaders)
        {
            ReadOnlyMemory<byte> rest = body;
            ReadOnlySpan<byte> name = TakeWord(ref rest);
            ReadOnlySpan<byte> value = TakeWord(ref rest);
            if (name.Length < 2 || name[name.Length - 1] != ':' || name.Length + value.Length > MaxHeaderLength)
            {
                return;
            }

            headers[KeyText.ToText(name.Slice(0, name.Length - 1))] = KeyText.ToText(value);
            body = rest;
        }
    }

    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlyMemory<byte> text)
    {
        int start = 0;
        while (start < text.Length && Base64Bytes.IsWhiteSpace(text.Span[start]))
        {
            start++;
        }

        int end = start;
        while (end < text.Length && !Base64Bytes.IsWhiteSpace(text.Span[end]))
        {
            end++;
        }

        ReadOnlySpan<byte> word = text.Span.Slice(start, end - start);
        text = text.Slice(end);
        return word;
    }
}

/// <summary>One block between "-----BEGIN label-----" and "-----END label-----", not yet decoded.</summary>
/// <param name="label">The text after BEGIN.</param>
/// <param name="headers">The "Name: value" lines before the data.</param>
/// <param name="body">The part of the text that contains the base64.</param>
/// <param name="isComplete">false if the END line is missing.</param>
internal sealed class PemBlock(
    string label, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, bool isComplete)
{
    public string Label { get; } = label;

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>Returns the decoded data, for the caller to clear.</summary>
    /// <exception cref="KeyDataException">The block is truncated or is not valid base64.</exception>
    public byte[] Decode()
    {
        byte[]? data = isComplete ? Base64Bytes.TryDecode(body.Span) : null;
        return data ?? throw (isComplete
            ? KeyDataException.Damaged($"is damaged: the data between its BEGIN and END {Label} lines is not valid base64", isText: true)
            : KeyDataException.Truncated($"is truncated: the line -----END {Label}----- is missing", isText: true));
    }
}
