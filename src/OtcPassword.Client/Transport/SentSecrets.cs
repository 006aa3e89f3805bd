namespace OtcPassword.Client.Transport;

/// <summary>
/// The secrets that were sent with a request. Services often quote a request in error messages, where the secrets must be
/// masked.
/// </summary>
internal sealed class SentSecrets
{
    private const string Mask = "********";
    private static readonly string[] Headers = ["X-Auth-Token", "X-Subject-Token", "X-Security-Token"];

    private readonly IReadOnlyList<string> _secrets;

    private SentSecrets(IReadOnlyList<string> secrets)
    {
        _secrets = secrets;
    }

    /// <param name="message">The headers of the request.</param>
    /// <param name="body">The body of the request, before it is cleared.</param>
    public static SentSecrets Of(HttpRequestMessage message, RequestBody? body)
    {
        IEnumerable<string> secrets = Headers
            .SelectMany(name => message.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : [])
            .Append(message.Headers.Authorization is { Scheme: "Bearer", Parameter: { } token } ? token : string.Empty)
            .Concat(body?.ReadSecrets() ?? [])
            .Where(secret => secret.Length > 0);
        return new SentSecrets(secrets.ToList());
    }

    /// <summary>Returns the text with the secrets masked.</summary>
    public string Hide(string text) => _secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, Mask));
}
