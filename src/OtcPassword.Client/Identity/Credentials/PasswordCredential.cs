using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>The user name and password of an IAM user.</summary>
public sealed class PasswordCredential : SignInCredential
{
    /// <summary>Creates a credential with the name of the user.</summary>
    /// <param name="userName">The name of the IAM user.</param>
    /// <param name="domainName">The account (domain) of the user, such as <c>OTC-EU-DE-00000000001000012345</c>.</param>
    /// <param name="password">The password; it is copied.</param>
    public PasswordCredential(string userName, string domainName, SecureString password)
        : this(userName, DomainReference.ByName(domainName), password)
    {
    }

    /// <summary>Creates a credential with the name of the user.</summary>
    /// <param name="userName">The name of the IAM user.</param>
    /// <param name="domain">The account (domain) of the user.</param>
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

    /// <summary>Gets the name of the IAM user; null if the credential has the ID.</summary>
    public string? UserName { get; }

    /// <summary>Gets the ID of the IAM user; null if the credential has the name.</summary>
    public string? UserId { get; }

    /// <summary>Gets the account (domain) of the user; can be null if the credential has the ID of the user.</summary>
    public DomainReference? Domain { get; }

    /// <summary>Gets the password.</summary>
    public SecureString Password { get; }

    /// <summary>Gets the current code of the user's virtual MFA device; null for users without one.</summary>
    /// <remarks>
    /// A passcode can be used only once, so that the session cannot renew its token. This is also why it can be a string.
    /// </remarks>
    public string? Passcode { get; init; }

    /// <inheritdoc/>
    public override string MethodName => Passcode is null ? "Password" : "Password and passcode";

    /// <summary>Creates a credential with the ID of the user.</summary>
    /// <param name="userId">The ID of the IAM user.</param>
    /// <param name="domain">The account (domain) of the user's projects; can be null.</param>
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
