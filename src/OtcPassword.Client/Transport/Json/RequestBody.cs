using System.Text.Json;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Transport.Json;

/// <summary>A JSON body that records the positions of its secrets. Cleared when it is disposed.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly byte[] _json;
    private readonly IReadOnlyList<Range> _secrets;

    /// <param name="json">The body; owned by this object.</param>
    /// <param name="secrets">The positions of the secret properties in <paramref name="json"/>, including their names.</param>
    public RequestBody(byte[] json, IReadOnlyList<Range> secrets)
    {
        _json = json;
        _secrets = secrets;
    }

    /// <summary>Gets the body as UTF-8.</summary>
    public byte[] Json => _json;

    /// <summary>
    /// Returns the secrets as strings, which cannot be cleared. Only for failures whose text can quote them.
    /// </summary>
    public IEnumerable<string> ReadSecrets() => _secrets.Select(ReadSecret);

    /// <inheritdoc/>
    public void Dispose() => SensitiveData.Clear(_json);

    private string ReadSecret(Range secret)
    {
        ReadOnlySpan<byte> property = _json.AsSpan(secret.Start, secret.Length);
        var value = new Utf8JsonReader(property.Slice(property.IndexOf((byte)':') + 1));
        value.Read();
        return value.GetString()!;
    }

    /// <summary>A part of the body.</summary>
    /// <param name="Start">The index of the first byte.</param>
    /// <param name="Length">The number of bytes.</param>
    public readonly record struct Range(int Start, int Length);
}
