using System;
using System.Security;

namespace OtcPassword.Client.Sessions;

/// <summary>A token somebody else got from the identity service. It can be used, but not renewed.</summary>
public sealed class TokenCredential : SignInCredential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="token">The token (<c>X-Subject-Token</c> of a sign-in). The credential does not own it.</param>
    public TokenCredential(SecureString token)
    {
        Token = token ?? throw new ArgumentNullException(nameof(token));
    }

    /// <summary>The token.</summary>
    public SecureString Token { get; }

    /// <inheritdoc/>
    public override string MethodName => "Token";
}
