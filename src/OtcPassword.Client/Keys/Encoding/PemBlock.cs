namespace OtcPassword.Client.Keys.Encoding;

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
        if (!isComplete)
        {
            throw KeyDataException.Damaged($"is truncated: the line -----END {Label}----- is missing");
        }

        return Base64Bytes.TryDecode(body.Span) ??
            throw KeyDataException.Damaged($"is damaged: the data between its BEGIN and END {Label} lines is not valid base64");
    }
}
