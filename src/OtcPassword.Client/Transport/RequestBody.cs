using System.Security;
using System.Text;
using System.Text.Json;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Transport;

/// <summary>A body that records the positions of its secrets. Cleared when it is disposed.</summary>
/// <param name="content">The body as UTF-8; owned by this object.</param>
/// <param name="secrets">The positions of the secret properties in <paramref name="content"/>, including their names.</param>
/// <param name="isForm">true for a form; false for JSON.</param>
internal sealed class RequestBody(byte[] content, IReadOnlyList<(int Start, int Length)> secrets, bool isForm = false) : IDisposable
{
    /// <summary>Gets the body as UTF-8.</summary>
    public byte[] Content => content;

    public string MediaType => isForm ? "application/x-www-form-urlencoded" : "application/json";

    /// <summary>
    /// Returns the secrets as strings, which cannot be cleared. Only for failures whose text can quote them.
    /// </summary>
    public IEnumerable<string> ReadSecrets() => secrets.Select(secret =>
    {
        ReadOnlySpan<byte> property = content.AsSpan(secret.Start, secret.Length);
        if (isForm)
        {
            return Uri.UnescapeDataString(Encoding.ASCII.GetString(property.Slice(property.IndexOf((byte)'=') + 1).ToArray()));
        }

        var value = new Utf8JsonReader(property.Slice(property.IndexOf((byte)':') + 1));
        value.Read();
        return value.GetString()!;
    });

    public void Dispose() => SensitiveData.Clear(content);
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

/// <summary>Writes a <see cref="RequestBody"/> that is a form, as OAuth 2.0 requires.</summary>
internal sealed class FormBodyWriter : IDisposable
{
    private readonly SecretBuffer _buffer = new();
    private readonly List<(int Start, int Length)> _secrets = [];
    private int _length;

    /// <summary>Writes a field; nothing if the value is null.</summary>
    public void Write(string name, string? value)
    {
        if (value is not null)
        {
            Write(name, Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Writes a field whose value is secret; nothing if it is null.</summary>
    public void WriteSecret(string name, SecureString? value)
    {
        if (value is not null)
        {
            Remember(() => SecureText.UseBytes(value, bytes => Write(name, bytes)));
        }
    }

    /// <summary>Writes a field whose value is secret and came as a string.</summary>
    public void WriteSecret(string name, string value) => Remember(() => Write(name, Encoding.UTF8.GetBytes(value)));

    /// <summary>Returns the finished body, for the caller to dispose.</summary>
    public RequestBody ToBody() => new(_buffer.ToArray(), _secrets, isForm: true);

    public void Dispose() => _buffer.Dispose();

    private void Remember(Func<bool> write)
    {
        int start = _length;
        write();
        _secrets.Add((start, _length - start));
    }

    private bool Write(string name, byte[] value)
    {
        if (_length > 0)
        {
            Add((byte)'&');
        }

        foreach (char c in name)
        {
            Add((byte)c);
        }

        Add((byte)'=');
        foreach (byte b in value)
        {
            if (Rfc3986.IsUnreserved((char)b))
            {
                Add(b);
            }
            else
            {
                Add((byte)'%');
                Add(HexDigit(b >> 4));
                Add(HexDigit(b & 15));
            }
        }

        return true;
    }

    private void Add(byte b)
    {
        _buffer.GetSpan(1)[0] = b;
        _buffer.Advance(1);
        _length++;
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
