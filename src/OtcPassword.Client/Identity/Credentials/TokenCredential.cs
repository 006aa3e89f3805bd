using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>A token that another program requested from the identity service. It cannot be renewed.</summary>
public sealed class TokenCredential : SignInCredential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="token">The token (<c>X-Subject-Token</c> of a sign-in); it is copied.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the value is not a valid token.</exception>
    public TokenCredential(SecureString token)
    {
        Token = HeaderSecret.Copy(token ?? throw new ArgumentNullException(nameof(token)), "token");
    }

    /// <summary>Gets the token.</summary>
    public SecureString Token { get; }

    /// <inheritdoc/>
    public override string MethodName => "Token";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Token.Dispose();

    internal override SignInCredential Copy() => new TokenCredential(Token);
}
