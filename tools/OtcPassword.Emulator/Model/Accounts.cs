namespace OtcPassword.Emulator.Model;

/// <summary>An account, which the APIs call a domain.</summary>
internal sealed record Domain(string Id, string Name)
{
    public List<Project> Projects { get; } = [];
    public List<User> Users { get; } = [];
    public List<Agency> Agencies { get; } = [];
    public List<IdentityProvider> IdentityProviders { get; } = [];
}

/// <summary>A project and its servers.</summary>
internal sealed record Project(string Id, string Name, Domain Domain)
{
    public ProjectServers Servers { get; } = new();
}

/// <summary>A user. The first project is the default project.</summary>
internal sealed record User(string Id, UserEntry Entry, Domain Domain, IReadOnlyList<Project> Projects)
{
    public string Name => Entry.Name;
    public List<ApplicationCredential> ApplicationCredentials { get; } = [];
    public Dictionary<string, KeyPair> KeyPairs { get; } = [];
}

/// <summary>An application credential: a secret of a user that is valid for one project.</summary>
internal sealed record ApplicationCredential(string Id, string Name, string Secret, Project Project);

/// <summary>An agency: the identity of users of the trusted account when they act for another account.</summary>
internal sealed record Agency(string Id, AgencyEntry Entry, Domain Domain, IReadOnlyList<Project> Projects);

/// <summary>An OpenID Connect identity provider that an account trusts.</summary>
internal sealed record IdentityProvider(IdentityProviderEntry Entry, Domain Domain)
{
    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));

    public string Name => Entry.Name;
    public string Protocol => Entry.Protocol;
    public OpenIdClient[] Clients => Entry.Clients;
    public string KeyId => $"key of {Name}";

    /// <summary>Gets the key that signs its ID tokens, which is generated when the first one is needed.</summary>
    public RSA Key => _key.Value;

    /// <summary>Returns the issuer in its ID tokens, which is the start of the URLs of its OpenID provider.</summary>
    public string Issuer(string baseUrl) => $"{baseUrl}/openid/{Uri.EscapeDataString(Name)}";
}

/// <summary>
/// The user or agency that a request acts for, the scope of its token or signature, and what it may do. The actual user is
/// the one who signed in: with an agency, the user who assumed it.
/// </summary>
internal sealed record SignedInUser(
    string UserId, string UserName, Domain Domain, IReadOnlyList<Project> Projects, bool MayManagePasswords, User ActualUser, Agency? Agency = null)
{
    public ApplicationCredential? ApplicationCredential { get; init; } // With which the user signed in.
    public IdentityProvider? IdentityProvider { get; init; } // With whose ID token the user signed in.
    public Project? Project { get; init; } // The scope.
    public bool IsDomainScoped { get; init; }
    public bool IsSigned { get; init; } // With an access key, instead of a token.
    public bool HasTemporaryKey { get; init; }
    public string[] MissingActions => (Agency is null ? ActualUser.Entry.MissingActions : Agency.Entry.MissingActions) ?? [];
    public bool IsAgency => Agency is not null;
    public Project? DefaultProject => Projects.Count > 0 ? Projects[0] : null;

    /// <summary>The key pairs of the user. An agency has none, regardless of the user who assumed it.</summary>
    public IReadOnlyCollection<KeyPair> KeyPairs => IsAgency ? [] : ActualUser.KeyPairs.Values;

    public static SignedInUser Of(User user) =>
        new(user.Id, user.Name, user.Domain, user.Projects, user.Entry.MayManagePasswords, user);

    public static SignedInUser Of(Agency agency, User user) => new(
        agency.Id, $"{agency.Domain.Name}/{agency.Entry.Name}", agency.Domain, agency.Projects, agency.Entry.MayManagePasswords, user, agency);
}
