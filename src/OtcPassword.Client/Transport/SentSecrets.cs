using System.Text;

namespace OtcPassword.Client.Transport;

/// <summary>
/// Finds the secrets that were sent with a request. Services often quote a request in error messages, where the secrets must
/// be masked.
/// </summary>
internal static class SentSecrets
{
    private static readonly string[] Headers = ["X-Auth-Token", "X-Subject-Token", "X-Security-Token"];

    /// <param name="message">The headers of the request.</param>
    /// <param name="body">The body of the request, before it is cleared.</param>
    /// <param name="proxy">The proxy, which gets its own password, or null.</param>
    public static IReadOnlyCollection<string> Of(HttpRequestMessage message, RequestBody? body, SessionProxy? proxy) =>
    [
        .. Headers.SelectMany(name => message.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : []),
        .. message.Headers.Authorization switch
        {
            { Scheme: "Bearer", Parameter: { } token } => [token],
            { Scheme: "Basic", Parameter: { } pair } => [pair, ReadPassword(pair)],
            _ => Array.Empty<string>(),
        },
        .. body?.ReadSecrets() ?? [],
        .. proxy?.PasswordFor(message.RequestUri!) is { } password ? [password] : Array.Empty<string>(),
    ];

    // The client secret is percent-encoded in it (RFC 6749, section 2.3.1).
    private static string ReadPassword(string pair)
    {
        string text = Encoding.ASCII.GetString(Convert.FromBase64String(pair));
        return Uri.UnescapeDataString(text.Substring(text.IndexOf(':') + 1));
    }
}
