using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Signs requests with an access key (SDK-HMAC-SHA256), as
/// https://docs.otc.t-systems.com/api-gateway/api-ref/ and the vendor's signing guide describe it.
/// </summary>
/// <param name="credential">The access key, which the session disposes.</param>
/// <param name="projectId">The project of the requests, or null.</param>
/// <param name="domainId">The account, for requests to the identity service; null for services of a project.</param>
internal sealed class RequestSigner(AccessKeyCredential credential, string? projectId, string? domainId = null) : ISessionAuthenticator
{
    private const string Scheme = "SDK-HMAC-SHA256";

    public DateTimeOffset? ExpiresAt => null;

    /// <summary>Returns the same signer with another access key.</summary>
    public RequestSigner With(AccessKeyCredential other) => new(other, projectId, domainId);

    /// <summary>Signs a request. Returns null, because a new signature would be rejected as well.</summary>
    public Task<IRenewable?> AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        Sign(message, body ?? [], DateTime.UtcNow);
        return Task.FromResult<IRenewable?>(null);
    }

    /// <summary>Does nothing: an access key cannot be revoked by a sign-out, and the session disposes it.</summary>
    public Task RevokeAsync(CallContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Adds the headers of a signature with the specified time.</summary>
    internal void Sign(HttpRequestMessage message, byte[] body, DateTime time)
    {
        Uri uri = message.RequestUri!;
        string date = time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = uri.Authority,
            ["x-sdk-date"] = date,
        };
        Add("X-Sdk-Date", date);
        if (projectId is not null)
        {
            Add("X-Project-Id", projectId);
        }

        if (domainId is not null)
        {
            Add("X-Domain-Id", domainId);
        }

        if (credential.SecurityToken is not null)
        {
            Add("X-Security-Token", SecureText.Reveal(credential.SecurityToken));
        }

        if (message.Content?.Headers.ContentType is { } type)
        {
            headers["content-type"] = type.ToString();
        }

        string names = string.Join(";", headers.Keys);
        string toSign = $"{Scheme}\n{date}\n{Sha256(Canonical(message, headers, names, body))}";
        string signature = SecureText.UseBytes(credential.SecretKey, key => HmacSha256(key, toSign));
        // Without validation, because .NET's parser of this header does not accept this form.
        message.Headers.TryAddWithoutValidation(
            "Authorization", $"{Scheme} Access={credential.AccessKey}, SignedHeaders={names}, Signature={signature}");

        void Add(string name, string value)
        {
            message.Headers.Add(name, value);
            headers[name.ToLowerInvariant()] = value;
        }
    }

    /// <summary>Returns the canonical request, whose hash is signed.</summary>
    internal static string Canonical(
        HttpRequestMessage message, SortedDictionary<string, string> headers, string names, byte[] body)
    {
        Uri uri = message.RequestUri!;
        var text = new StringBuilder();
        text.Append(message.Method.Method).Append('\n');
        text.Append(Path(uri.AbsolutePath)).Append('\n');
        text.Append(Query(uri.Query)).Append('\n');
        foreach (KeyValuePair<string, string> header in headers)
        {
            text.Append(header.Key).Append(':').Append(header.Value.Trim()).Append('\n');
        }

        return text.Append('\n').Append(names).Append('\n').Append(Sha256(body)).ToString();
    }

    private static string Path(string path)
    {
        string encoded = string.Join("/", path.Split('/').Select(part => Rfc3986.Encode(Uri.UnescapeDataString(part))));
        return encoded.EndsWith("/", StringComparison.Ordinal) ? encoded : encoded + "/";
    }

    private static string Query(string query)
    {
        IEnumerable<string> pairs = query.TrimStart('?').Split(['&'], StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(['='], 2))
            .Select(pair => (Name: Encode(pair[0]), Value: pair.Length > 1 ? Encode(pair[1]) : string.Empty))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        return string.Join("&", pairs);

        static string Encode(string part) => Rfc3986.Encode(Uri.UnescapeDataString(part));
    }

    private static string Sha256(string text) => Sha256(Encoding.UTF8.GetBytes(text));

    private static string Sha256(byte[] data)
    {
        using var hash = SHA256.Create();
        return Hex(hash.ComputeHash(data));
    }

    private static string HmacSha256(byte[] key, string text)
    {
        using var hash = new HMACSHA256(key);
        return Hex(hash.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] data) => BitConverter.ToString(data).Replace("-", string.Empty).ToLowerInvariant();
}
