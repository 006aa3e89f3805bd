using System;
using System.Collections.Generic;

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>One block between "-----BEGIN label-----" and "-----END label-----", not yet decoded.</summary>
/// <param name="label">What stands after BEGIN.</param>
/// <param name="headers">The "Name: value" lines before the data.</param>
/// <param name="body">Where the base64 stands in the text.</param>
/// <param name="isComplete">False if the END line is missing.</param>
internal sealed class PemBlock(
    string label, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, bool isComplete)
{
    public string Label { get; } = label;

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>The decoded data, for the caller to clear.</summary>
    /// <exception cref="KeyDataException">The block is cut off or no base64.</exception>
    public byte[] Decode()
    {
        if (!isComplete)
        {
            throw KeyDataException.Damaged($"is cut off: its line -----END {Label}----- is missing");
        }

        return Base64Bytes.TryDecode(body.Span) ??
            throw KeyDataException.Damaged($"is damaged: what stands between its BEGIN and END {Label} lines is not base64");
    }
}
