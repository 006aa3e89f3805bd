using OtcPassword.Client.Identity.OpenId;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// What can be wrong with an ID token that the identity service rejected. The identity service verifies ID tokens; the client reads
/// only the expiration time, for messages.
/// </summary>
internal sealed class IdTokenRefusal(string idToken)
{
    private const string NamesAdvice =
        "Verify the names of the identity provider and of its protocol (-IdentityProvider, -Protocol).";

    private const string RulesAdvice =
        "Ask an administrator of the account to verify the conversion rules of the identity provider: " +
        "probably no rule matches the user and the groups in the ID token.";

    private const string FewerGroups = "Configure the provider to include fewer groups.";

    // IAM rejects longer ID tokens: https://github.com/iits-consulting/otc-auth/issues/169
    private const int LongestAccepted = 2300;

    private DateTimeOffset? ExpiresAt { get; } = IdTokenClaims.Read(idToken)?.ExpiresAt;

    private string LengthFact => $"The ID token has {idToken.Length} characters. IAM rejects ID tokens of more than about 2,300.";

    private bool IsLong => idToken.Length > LongestAccepted;

    /// <summary>Gets the recommended action if the identity service rejects the ID token itself.</summary>
    public string Advice => ExpiresAt < DateTimeOffset.UtcNow
        ? $"The ID token expired at {ExpiresAt:u}: get a new one immediately before the sign-in."
        : $"ID tokens expire after minutes{(ExpiresAt is null ? string.Empty : $" (this one at {ExpiresAt:u})")}: get a new one " +
            "immediately before the sign-in. Verify in IAM that the client ID (aud), the issuer (iss), and the signing key of the " +
            "identity provider are current, because IAM does not fetch the key." +
            (IsLong ? $" {LengthFact} {FewerGroups}" : string.Empty);

    /// <summary>Traces the facts about the ID token, and warns if it is too long for IAM.</summary>
    public void Describe(CallContext context)
    {
        string expiration = ExpiresAt is null ? string.Empty : $" and expires at {ExpiresAt:u}";
        context.Trace($"The ID token has {idToken.Length} characters{expiration}.");
        if (IsLong)
        {
            context.Warn($"{LengthFact} {FewerGroups}");
        }
    }

    /// <summary>Returns what a response means; null if the HTTP status says enough.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body of the response; without a message, it is the page of a web server.</param>
    public ServiceErrorCode? Explain(int status, ErrorBody body) => (status, body.Message) switch
    {
        (404, _) => new(null, NamesAdvice),
        (400, { } message) when IsInvalid(message, "ID token") => new(OtcError.AuthenticationFailed, null),
        (400, { } message) when IsInvalid(message, "IDP ID") => new(OtcError.ConfigurationInvalid, NamesAdvice),
        // The web server rejects long headers before the identity service reads them.
        (400 or 413 or 431, null) when IsLong => new(OtcError.AuthenticationFailed, null),
        // Keystone's response to a protocol that it does not have.
        (401, { } message) when message.StartsWith("Attempted to authenticate", StringComparison.Ordinal) => new(null, NamesAdvice),
        (401, not null) when body.Code is null => new(null, RulesAdvice),
        _ => null,
    };

    private static bool IsInvalid(string message, string parameter) =>
        message.StartsWith($"Request parameter '{parameter}' is invalid", StringComparison.OrdinalIgnoreCase);
}
