using System.Security;
using System.Text.Json;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Transport;

/// <summary>A JSON body that records the positions of its secrets. Cleared when it is disposed.</summary>
/// <param name="json">The body as UTF-8; owned by this object.</param>
/// <param name="secrets">The positions of the secret properties in <paramref name="json"/>, including their names.</param>
internal sealed class RequestBody(byte[] json, IReadOnlyList<(int Start, int Length)> secrets) : IDisposable
{
    /// <summary>Gets the body as UTF-8.</summary>
    public byte[] Json => json;

    /// <summary>
    /// Returns the secrets as strings, which cannot be cleared. Only for failures whose text can quote them.
    /// </summary>
    public IEnumerable<string> ReadSecrets() => secrets.Select(secret =>
    {
        ReadOnlySpan<byte> property = json.AsSpan(secret.Start, secret.Length);
        var value = new Utf8JsonReader(property.Slice(property.IndexOf((byte)':') + 1));
        value.Read();
        return value.GetString()!;
    });

    public void Dispose() => SensitiveData.Clear(json);
}

/// <summary>
/// Writes a <see cref="RequestBody"/>. Separate methods write secrets and record their positions, so that responses that quote
/// them are masked without a list of property names, which could be incomplete.
/// </summary>
internal sealed class RequestBodyWriter : IDisposable
{
    private readonly SecretBuffer _buffer = new();
    private readonly List<(int Start, int Length)> _secrets = [];

    public RequestBodyWriter()
    {
        Json = new Utf8JsonWriter(_buffer);
    }

    /// <summary>Writes everything that is not secret.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Writes a property whose value is secret.</summary>
    public void WriteSecret(string name, SecureString value) =>
        Remember(() => SecureText.Use(value, text =>
        {
            Json.WriteString(name, text);
            return true;
        }));

    /// <summary>Writes a property whose value is secret and came as a string.</summary>
    public void WriteSecret(string name, string value) => Remember(() => Json.WriteString(name, value));

    /// <summary>Returns the finished body, for the caller to dispose.</summary>
    public RequestBody ToBody()
    {
        Json.Flush();
        return new RequestBody(_buffer.ToArray(), _secrets);
    }

    public void Dispose()
    {
        Json.Dispose();
        _buffer.Dispose();
    }

    private void Remember(Action write)
    {
        Json.Flush();
        int start = (int)Json.BytesCommitted;
        write();
        Json.Flush();
        _secrets.Add((start, (int)Json.BytesCommitted - start));
    }
}
