using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>An ID token of an OpenID Connect identity provider that the account trusts.</summary>
public sealed class IdTokenCredential : SignInCredential
{
    /// <summary>The protocol that is used if none is specified.</summary>
    public const string DefaultProtocol = "oidc";

    // As long as the identity service's own columns.
    private const int LongestName = 64;

    /// <summary>Creates a credential.</summary>
    /// <param name="idToken">The ID token; it is copied.</param>
    /// <param name="identityProvider">The name (ID) of the identity provider in the identity service.</param>
    /// <param name="protocol">The ID of its protocol in the identity service; null for <see cref="DefaultProtocol"/>.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: one of these cannot be valid.</exception>
    public IdTokenCredential(SecureString idToken, string identityProvider, string? protocol = null)
    {
        IdentityProvider = CheckProvider(identityProvider);
        Protocol = CheckProtocol(protocol);
        IdToken = HeaderSecret.Copy(idToken ?? throw new ArgumentNullException(nameof(idToken)), "ID token");
    }

    /// <summary>Gets the ID token.</summary>
    public SecureString IdToken { get; }

    /// <summary>Gets the name (ID) of the identity provider in the identity service.</summary>
    public string IdentityProvider { get; }

    /// <summary>Gets the ID of the protocol of the identity provider in the identity service.</summary>
    public string Protocol { get; }

    /// <inheritdoc/>
    public override string MethodName => "OpenID Connect";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => IdToken.Dispose();

    internal override SignInCredential Copy() => new IdTokenCredential(IdToken, IdentityProvider, Protocol);

    internal static string CheckProvider(string identityProvider) =>
        PathSegment(identityProvider ?? throw new ArgumentNullException(nameof(identityProvider)), "identity provider");

    internal static string CheckProtocol(string? protocol) => PathSegment(protocol ?? DefaultProtocol, "protocol of the identity provider");

    // Both become a part of a URL, where a part that consists of dots is removed. A value that cannot be valid may be an ID
    // token, and is not quoted.
    private static string PathSegment(string value, string name) =>
        value.Length <= LongestName && value.Trim('.', ' ').Length > 0 && !value.Any(char.IsControl)
            ? value
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The name of the {name} is not valid. It is empty, has a control character, or has more than {LongestName} characters.",
                "Specify the names that the identity service lists, with -IdentityProvider and -Protocol.");
}
