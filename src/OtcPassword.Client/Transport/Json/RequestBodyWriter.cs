using System.Security;
using System.Text.Json;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Transport.Json;

/// <summary>
/// Writes a <see cref="RequestBody"/>. Separate methods write secrets and record their positions, so that responses that quote
/// them are masked without a list of property names, which could be incomplete.
/// </summary>
internal sealed class RequestBodyWriter : IDisposable
{
    private readonly SecretBuffer _buffer = new();
    private readonly List<RequestBody.Range> _secrets = [];

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

    /// <inheritdoc/>
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
        _secrets.Add(new RequestBody.Range(start, (int)Json.BytesCommitted - start));
    }
}
