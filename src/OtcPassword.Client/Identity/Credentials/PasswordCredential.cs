using System;
using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>User name and password of an IAM user.</summary>
public sealed class PasswordCredential : SignInCredential
{
    /// <summary>Creates a credential for a user known by name.</summary>
    /// <param name="userName">The IAM user's name.</param>
    /// <param name="domainName">The account (domain) the user belongs to, such as <c>OTC-EU-DE-00000000001000012345</c>.</param>
    /// <param name="password">The password; it is copied.</param>
    public PasswordCredential(string userName, string domainName, SecureString password)
        : this(userName, DomainReference.ByName(domainName), password)
    {
    }

    /// <summary>Creates a credential for a user known by name.</summary>
    /// <param name="userName">The IAM user's name.</param>
    /// <param name="domain">The account (domain) the user belongs to.</param>
    /// <param name="password">The password; it is copied.</param>
    public PasswordCredential(string userName, DomainReference domain, SecureString password)
        : this(userName ?? throw new ArgumentNullException(nameof(userName)), null, domain, password)
    {
        _ = domain ?? throw new ArgumentNullException(nameof(domain));
    }

    private PasswordCredential(string? userName, string? userId, DomainReference? domain, SecureString password)
    {
        UserName = userName;
        UserId = userId;
        Domain = domain;
        Password = SecureText.Copy(password ?? throw new ArgumentNullException(nameof(password)));
    }

    /// <summary>The IAM user's name; null if the user is known by id.</summary>
    public string? UserName { get; }

    /// <summary>The IAM user's id; null if the user is known by name.</summary>
    public string? UserId { get; }

    /// <summary>The account (domain) the user belongs to; may be null if the user is known by id.</summary>
    public DomainReference? Domain { get; }

    /// <summary>The password.</summary>
    public SecureString Password { get; }

    /// <summary>The current code of the user's virtual MFA device; null for users without one.</summary>
    /// <remarks>
    /// A code is good for one sign-in: such a session can't renew its token. That is also why it is a plain string.
    /// </remarks>
    public string? Passcode { get; init; }

    /// <inheritdoc/>
    public override string MethodName => Passcode is null ? "Password" : "Password and passcode";

    /// <summary>Creates a credential for a user known by id.</summary>
    /// <param name="userId">The IAM user's id.</param>
    /// <param name="domain">The user's account (domain), to look for projects in; may be null.</param>
    /// <param name="password">The password; it is copied.</param>
    /// <param name="passcode">The current code of the user's virtual MFA device, or null.</param>
    public static PasswordCredential ForUserId(
        string userId, DomainReference? domain, SecureString password, string? passcode = null) =>
        new(null, userId ?? throw new ArgumentNullException(nameof(userId)), domain, password) { Passcode = passcode };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Password.Dispose();

    internal override SignInCredential Copy() =>
        new PasswordCredential(UserName, UserId, Domain, Password) { Passcode = Passcode };
}
