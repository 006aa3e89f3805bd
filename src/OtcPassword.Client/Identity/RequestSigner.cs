using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Client.Identity.Api;
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

    public Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context)
    {
        Sign(message, body ?? [], DateTime.UtcNow);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt => null;

    /// <summary>Returns false: the rejected request already had a new signature.</summary>
    public Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context) => Task.FromResult(false);

    public bool HasEnded(HttpRequestMessage refused) => false;

    /// <summary>Does nothing: an access key cannot be revoked by a sign-out.</summary>
    public Task RevokeAsync(CallContext context) => Task.CompletedTask;

    /// <summary>Does nothing: the session disposes the access key.</summary>
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
        string toSign = $"{Scheme}\n{date}\n{Hex(Sha256(Encoding.UTF8.GetBytes(Canonical(message, headers, names, body))))}";
        string signature = SecureText.UseBytes(credential.SecretKey, key => Hex(HmacSha256(key, Encoding.UTF8.GetBytes(toSign))));
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

        return text.Append('\n').Append(names).Append('\n').Append(Hex(Sha256(body))).ToString();
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

    private static byte[] Sha256(byte[] data)
    {
#if NETFRAMEWORK
        using var hash = SHA256.Create();
        return hash.ComputeHash(data);
#else
        return SHA256.HashData(data);
#endif
    }

    private static byte[] HmacSha256(byte[] key, byte[] data)
    {
        using var hash = new HMACSHA256(key);
        return hash.ComputeHash(data);
    }

    private static string Hex(byte[] data)
    {
        var text = new StringBuilder(2 * data.Length);
        foreach (byte b in data)
        {
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
