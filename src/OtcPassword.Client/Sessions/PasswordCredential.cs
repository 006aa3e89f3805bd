using System;
using System.Security;

namespace OtcPassword.Client.Sessions;

/// <summary>User name and password of an IAM user.</summary>
public sealed class PasswordCredential : SignInCredential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="userName">The IAM user's name.</param>
    /// <param name="domainName">The account (domain) the user belongs to, such as <c>OTC-EU-DE-00000000001000012345</c>.</param>
    /// <param name="password">The password. The credential does not own it.</param>
    public PasswordCredential(string userName, string domainName, SecureString password)
    {
        UserName = userName ?? throw new ArgumentNullException(nameof(userName));
        DomainName = domainName ?? throw new ArgumentNullException(nameof(domainName));
        Password = password ?? throw new ArgumentNullException(nameof(password));
    }

    /// <summary>The IAM user's name.</summary>
    public string UserName { get; }

    /// <summary>The account (domain) the user belongs to.</summary>
    public string DomainName { get; }

    /// <summary>The password.</summary>
    public SecureString Password { get; }

    /// <summary>The current code of the user's virtual MFA device; null for users without one.</summary>
    /// <remarks>A code is good for one sign-in: such a session can't renew its token.</remarks>
    public string? Passcode { get; init; }

    /// <inheritdoc/>
    public override string MethodName => Passcode is null ? "Password" : "Password and passcode";
}
