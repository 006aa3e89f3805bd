using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>
/// An application credential of Keystone: a secret that a user created for one project. T Cloud Public's IAM has none.
/// </summary>
public sealed class ApplicationCredential : SignInCredential
{
    // Keystone's IDs have 32 characters; its names are limited by the column.
    private const int LongestId = 40;
    private const int LongestName = 255;

    private ApplicationCredential(
        string? id, string? name, string? userName, string? userId, DomainReference? domain, SecureString secret)
    {
        RequirePossible(id, "ID", LongestId);
        RequirePossible(name, "name", LongestName);
        Id = id;
        Name = name;
        UserName = userName;
        UserId = userId;
        Domain = domain;
        Secret = SecureText.Copy(secret ?? throw new ArgumentNullException(nameof(secret)));
    }

    /// <summary>Gets the ID of the application credential; null if the name is specified.</summary>
    public string? Id { get; }

    /// <summary>Gets the name of the application credential; null if the ID is specified.</summary>
    public string? Name { get; }

    /// <summary>Gets the name of the user who owns a credential that is specified by name; null if the user ID is specified.</summary>
    public string? UserName { get; }

    /// <summary>Gets the ID of the user who owns a credential that is specified by name; null if the user name is specified.</summary>
    public string? UserId { get; }

    /// <summary>Gets the account (domain) of the user; null if the ID of the user or of the application credential is specified.</summary>
    public DomainReference? Domain { get; }

    /// <summary>Gets the secret.</summary>
    public SecureString Secret { get; }

    /// <inheritdoc/>
    public override string MethodName => "Application credential";

    /// <summary>Creates a credential from the ID of an application credential.</summary>
    /// <param name="id">The ID of the application credential.</param>
    /// <param name="secret">The secret; it is copied.</param>
    public static ApplicationCredential ById(string id, SecureString secret) =>
        new(id ?? throw new ArgumentNullException(nameof(id)), null, null, null, null, secret);

    /// <summary>Creates a credential from the name of an application credential and of its user.</summary>
    /// <param name="name">The name of the application credential.</param>
    /// <param name="userName">The name of the user.</param>
    /// <param name="domain">The account (domain) of the user.</param>
    /// <param name="secret">The secret; it is copied.</param>
    public static ApplicationCredential ByName(string name, string userName, DomainReference domain, SecureString secret) => new(
        null,
        name ?? throw new ArgumentNullException(nameof(name)),
        userName ?? throw new ArgumentNullException(nameof(userName)),
        null,
        domain ?? throw new ArgumentNullException(nameof(domain)),
        secret);

    /// <summary>Creates a credential from the name of an application credential and the ID of its user.</summary>
    /// <param name="name">The name of the application credential.</param>
    /// <param name="userId">The ID of the user.</param>
    /// <param name="secret">The secret; it is copied.</param>
    public static ApplicationCredential ByNameAndUserId(string name, string userId, SecureString secret) => new(
        null,
        name ?? throw new ArgumentNullException(nameof(name)),
        null,
        userId ?? throw new ArgumentNullException(nameof(userId)),
        null,
        secret);

    /// <summary>Returns the name or ID, for messages.</summary>
    public override string ToString() =>
        Id is not null ? $"application credential '{Id}'" : $"application credential '{Name}' of user '{UserName ?? UserId}'";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Secret.Dispose();

    // Both are quoted in messages, by the service too. A value that cannot be valid may be a secret, and is not quoted.
    private static void RequirePossible(string? value, string kind, int longest)
    {
        if (value is not null && (value.Length > longest || value.Trim().Length == 0 || value.Any(char.IsControl)))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The {kind} of the application credential is not valid. " +
                $"It is empty, has a control character, or has more than {longest} characters.",
                $"Specify the {kind} that the cloud lists. The secret of the application credential is another value.");
        }
    }

    internal override SignInCredential Copy() => new ApplicationCredential(Id, Name, UserName, UserId, Domain, Secret);
}
