using System.Formats.Asn1;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>Finds the keys in the content of a file, or in a text.</summary>
internal static class KeyFileParser
{
    /// <summary>Reads the keys. If some can be read, the problems of the others are returned; otherwise, the worst is thrown.</summary>
    /// <param name="content">The content of the file, or the text in UTF-8.</param>
    /// <param name="limits">The limits of the work that opening a key can take.</param>
    /// <param name="problems">Receives what is or can be a private key, and cannot be read.</param>
    /// <returns>At least one key.</returns>
    /// <exception cref="KeyDataException">There is no RSA private key. The message describes the content.</exception>
    public static List<EncodedKey> Parse(byte[] content, KeyLimits limits, ICollection<KeyDataException> problems)
    {
        byte[]? decoded = null;
        byte[] normalized = KeyText.Normalize(content);
        byte[] text = KeyText.WithLineEndings(normalized);
        try
        {
            List<Func<EncodedKey>> items = FindItems(content, text, limits);
            if (items.Count == 0)
            {
                decoded = KeyText.DecodeBase64(text, IsKey);
                items = decoded is null
                    ? throw ForeignContent.Describe(content, text)
                    : HasStart(decoded) ? [] : [() => ReadData((byte[])decoded.Clone(), limits)];
            }

            return items.Count == 0 ? Parse(decoded!, limits, problems) : ReadAll(items, problems);
        }
        catch (KeyDataException e) when (e.IsText && ForeignContent.Explain(normalized) is { } better)
        {
            throw better;
        }
        finally
        {
            SensitiveData.Clear(decoded);
            SensitiveData.Clear(normalized);
            SensitiveData.Clear(text);
        }
    }

    private static List<Func<EncodedKey>> FindItems(byte[] content, byte[] text, KeyLimits limits)
    {
        if (DerKey.LooksLikeDer(content))
        {
            return [() => DerKey.Read((byte[])content.Clone(), isPem: false, limits)];
        }

        List<Func<EncodedKey>> items = [.. PemReader.Read(text).Select<PemBlock, Func<EncodedKey>>(block => () => Read(block, limits))];
        ReadOnlyMemory<byte> rest = text;
        for (int start = rest.Span.IndexOf(PuttyKey.Start); start >= 0 && items.Count <= KeyLimits.Blocks;)
        {
            ReadOnlyMemory<byte> key = rest.Slice(start);
            int next = key.Span.Slice(1).IndexOf(PuttyKey.Start) + 1;
            rest = key.Slice(next);
            start = next == 0 ? -1 : 0;
            items.Add(() => new PuttyKey(next == 0 ? key : key.Slice(0, next), limits));
        }

        return items;
    }

    // The file can contain other blocks besides the key, such as a certificate or EC PARAMETERS. Errors are thrown only if there
    // is no key, and errors of private keys take precedence.
    private static List<EncodedKey> ReadAll(List<Func<EncodedKey>> items, ICollection<KeyDataException> problems)
    {
        var keys = new List<EncodedKey>();
        KeyDataException? worst = null;
        foreach (Func<EncodedKey> read in items)
        {
            try
            {
                keys.Add(read());
            }
            catch (AsnContentException)
            {
                AddProblem(KeyDataException.Damaged("is damaged: its ASN.1 structure is not that of a private key"));
            }
            catch (KeyDataException e)
            {
                AddProblem(e);
            }
        }

        if (keys.Count > KeyLimits.KeysPerFile)
        {
            keys.ForEach(key => key.Dispose());
            throw KeyDataException.Unsupported(
                $"contains more than {KeyLimits.KeysPerFile} private keys", "Save the key in a separate file.");
        }

        return keys.Count > 0 ? keys : throw worst!;

        void AddProblem(KeyDataException e)
        {
            worst = worst == null || (e.IsPrivateKey && !worst.IsPrivateKey) ? e : worst;
            if (e.IsPrivateKey && problems.Count < KeyLimits.KeysPerFile)
            {
                problems.Add(e);
            }
        }
    }

    private static bool IsKey(byte[] data) => DerKey.LooksLikeDer(data) || OpenSshKey.IsMagic(data) || HasStart(data);

    private static bool HasStart(byte[] data)
    {
        byte[] text = KeyText.Normalize(data);
        bool hasStart = text.AsSpan().IndexOf(PemReader.Begin) >= 0 || text.AsSpan().IndexOf(PuttyKey.Start) >= 0;
        SensitiveData.Clear(text);
        return hasStart;
    }

    // The content decides, because many tools write a wrong label. The label decides only if the content is encrypted or unknown.
    private static EncodedKey Read(PemBlock block, KeyLimits limits) => block.Label switch
    {
        "EC PRIVATE KEY" or "DSA PRIVATE KEY" when block.Headers.ContainsKey("DEK-Info") =>
            throw KeyDataException.NotRsa(block.Label.Substring(0, block.Label.IndexOf(' '))),
        _ when block.Headers.TryGetValue("DEK-Info", out string? dekInfo) => new EncryptedPkcs1Key(dekInfo, block.Decode()),
        "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => throw KeyDataException.Certificate("a certificate"),
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => throw KeyDataException.Certificate("a certificate request"),
        _ when block.Label.EndsWith("KEY", StringComparison.Ordinal) => ReadData(block.Decode(), limits),
        _ when block.Label.StartsWith("PGP ", StringComparison.Ordinal) =>
            throw KeyDataException.NotAKey($"contains an OpenPGP block ({block.Label}), which is not an RSA private key"),
        _ => throw KeyDataException.NotAKey($"contains a PEM block \"{block.Label}\", which is not an RSA private key"),
    };

    private static EncodedKey ReadData(byte[] data, KeyLimits limits) =>
        OpenSshKey.IsMagic(data) ? new OpenSshKey(data, limits) : DerKey.Read(data, isPem: true, limits);
}
