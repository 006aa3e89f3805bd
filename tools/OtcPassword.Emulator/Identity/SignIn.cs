namespace OtcPassword.Emulator.Identity;

/// <summary>Reads the bodies of POST /v3/auth/tokens and /v3.0/OS-CREDENTIAL/securitytokens, and issues the token or access key.</summary>
internal sealed class SignIn(Cloud cloud, TokenStore tokens, AccessKeyStore keys, RequestAuthenticator authenticator)
{
    private const int ShortestKeySeconds = 900;
    private const int LongestKeySeconds = 86_400;
    private const int LongestIdToken = 2300;
    private const string Bearer = "Bearer ";

    private DateTime TokenExpiry => DateTime.UtcNow.AddSeconds(cloud.Settings.TokenLifetimeSeconds);

    public Token IssueToken(CloudCall call) => Read(call, (auth, identity, methods) =>
    {
        DateTime expires = TokenExpiry;
        SignedInUser? user = null;
        foreach (string method in methods)
        {
            user = method switch
            {
                "password" => ByPassword(Required(identity, method, "identity"), methods.Contains("totp")),
                "totp" => ByPasscode(Required(identity, method, "identity"), user),
                "token" => ByToken(Required(identity, method, "identity"), ref expires),
                "assume_role" => ByAgency(Required(identity, method, "identity"), call),
                // T Cloud Public's IAM has no application credentials.
                "application_credential" when cloud.Settings.IdentityErrors == IdentityErrorShape.Keystone =>
                    ByApplicationCredential(Required(identity, method, "identity"), auth),
                _ => throw SignInException.UnsupportedMethod(),
            };
        }

        return tokens.Issue(Scope(auth, user!), methods, expires);
    });

    /// <summary>Issues an unscoped token for the ID token of an identity provider.</summary>
    public Token IssueFederatedToken(CloudCall call, string providerName, string protocol)
    {
        IdentityProvider provider = FindProvider(providerName);
        if (provider.Protocol != protocol)
        {
            throw SignInException.NotFound($"federated protocol {protocol} for Identity Provider: {provider.Name}");
        }

        string? token = call.Header("Authorization") is { } value && value.StartsWith(Bearer, StringComparison.Ordinal) ? value[Bearer.Length..] : null;
        bool isIam = cloud.Settings.IdentityErrors != IdentityErrorShape.Keystone;
        return tokens.Issue(ByIdToken(call, provider, token, isIam), ["mapped"], TokenExpiry);
    }

    /// <summary>Issues a token for an ID token in one request, which is IAM's own: a project name is that of the user's account.</summary>
    public Token IssueTokenForIdToken(CloudCall call) => Parse(call, auth =>
    {
        IdentityProvider provider = FindProvider(call.Header("X-Idp-Id") ?? "");
        SignedInUser user = ByIdToken(call, provider, Text(Required(auth, "id_token", "auth"), "id", "id_token"), isIam: true);
        return tokens.Issue(Scope(auth, user, user.Domain), ["mapped"], TokenExpiry);
    });

    /// <returns>The ID of the access key and the key.</returns>
    public (string Id, AccessKey Key) IssueAccessKey(CloudCall call) => Read(call, (_, identity, methods) =>
    {
        JsonElement element = Required(identity, methods[0], "identity");
        DateTime expires = DateTime.MaxValue;
        SignedInUser user = methods[0] switch
        {
            "token" => ByToken(element, ref expires),
            "assume_role" => ByAgency(element, call),
            _ => throw SignInException.Unauthorized(),
        };
        int seconds = element.TryGetProperty("duration_seconds", out JsonElement given) ? given.GetInt32() : ShortestKeySeconds;
        return seconds is < ShortestKeySeconds or > LongestKeySeconds
            ? throw SignInException.Malformed("duration_seconds must be from 900 to 86400.")
            : keys.Issue(user, TimeSpan.FromSeconds(cloud.Settings.TemporaryKeyLifetimeSeconds ?? seconds));
    });

    private static T Read<T>(CloudCall call, Func<JsonElement, JsonElement, string[], T> issue) => Parse(call, auth =>
    {
        JsonElement identity = Required(auth, "identity", "auth");
        string[] methods = [.. Required(identity, "methods", "identity").EnumerateArray().Select(m => m.GetString() ?? "")];
        return methods.Length > 0
            ? issue(auth, identity, methods)
            : throw SignInException.Malformed("Expecting to find methods in identity.");
    });

    private static T Parse<T>(CloudCall call, Func<JsonElement, T> issue)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(call.Body);
            return issue(Required(body.RootElement, "auth", "request body"));
        }
        catch (JsonException)
        {
            throw SignInException.Malformed("Expecting to find valid JSON in request body.");
        }
        catch (InvalidOperationException)
        {
            // A member has another type than expected, such as a number instead of an object.
            throw SignInException.Malformed("Invalid input for a member of auth.");
        }
    }

    private SignedInUser ByPassword(JsonElement password, bool passcodeFollows)
    {
        JsonElement element = Required(password, "user", "password");
        string given = Text(element, "password", "user");
        User user = FindUser(element) ?? throw SignInException.Unauthorized();
        return user.Entry.Password != given ? throw SignInException.WrongPassword()
            : user.Entry.Passcode is not null && !passcodeFollows ? throw SignInException.PasscodeMissing()
            : SignedInUser.Of(user);
    }

    private SignedInUser ByApplicationCredential(JsonElement element, JsonElement auth)
    {
        if (auth.TryGetProperty("scope", out _))
        {
            throw SignInException.ScopeOfApplicationCredential();
        }

        string secret = Text(element, "secret", "application credential");
        string? id = Optional(element, "id");
        string? name = id is null ? Text(element, "name", "application credential") : null;
        User? user = id is null
            ? FindUser(Required(element, "user", "application credential"))
            : cloud.Users.FirstOrDefault(u => u.ApplicationCredentials.Exists(c => c.Id == id))
                ?? throw SignInException.NotFound($"Application Credential: {id}");
        return user?.ApplicationCredentials.Find(c => id is null ? c.Name == name : c.Id == id) is { } found && found.Secret == secret
            ? SignedInUser.Of(user) with { Projects = [found.Project], ApplicationCredential = found }
            : throw SignInException.Unauthorized();
    }

    private IdentityProvider FindProvider(string name) =>
        cloud.IdentityProviders.FirstOrDefault(p => p.Name == name) ?? throw SignInException.UnknownProvider(name);

    private static SignedInUser ByIdToken(CloudCall call, IdentityProvider provider, string? token, bool isIam)
    {
        string subject = token is null || (isIam && token.Length > LongestIdToken) || IdToken.FindSubject(provider, call.BaseUrl, token) is not { } found
            ? throw SignInException.InvalidIdToken(token is null)
            : found;

        // A user whom no conversion rule matches.
        User user = provider.Domain.Users.Find(u => u.Name == subject) ?? throw SignInException.Unauthorized();
        return SignedInUser.Of(user) with { IdentityProvider = provider };
    }

    private SignedInUser ByPasscode(JsonElement totp, SignedInUser? user)
    {
        JsonElement element = Required(totp, "user", "totp");
        string passcode = Text(element, "passcode", "user");
        string? name = Optional(element, "name");
        string? id = name is null ? Text(element, "id", "user") : Optional(element, "id");
        if (id is null && !cloud.Settings.PasscodeByName)
        {
            throw SignInException.PasscodeMissing();
        }

        bool isRight = user is not null
            && (id is null || id == user.UserId)
            && (name is null || name == user.UserName)
            && user.ActualUser.Entry.Passcode == passcode;
        return isRight ? user! : throw SignInException.WrongPasscode();
    }

    private SignedInUser ByToken(JsonElement element, ref DateTime expires)
    {
        Token token = tokens.Find(Text(element, "id", "token")) ?? throw SignInException.Unauthorized();
        RequireOwnToken(token.User);
        expires = token.Expires; // A token that was issued for a token expires with it.
        return token.User with { Project = null, IsDomainScoped = false };
    }

    private SignedInUser ByAgency(JsonElement role, CloudCall call)
    {
        string name = Text(role, "xrole_name", "assume_role");
        string? domainId = Optional(role, "domain_id");
        string? domainName = domainId is null ? Text(role, "domain_name", "assume_role") : Optional(role, "domain_name");
        SignedInUser user = authenticator.Authenticate(call, TimeSpan.Zero, out _) ? call.User! : throw SignInException.Unauthorized();
        RequireOwnToken(user);
        if (user.IsSigned && !user.IsDomainScoped)
        {
            // A global service requires X-Domain-Id, the account of the access key.
            throw SignInException.Unauthorized();
        }

        Domain? domain = cloud.Domains.Find(d => domainName is null ? d.Id == domainId : d.Name == domainName);
        Agency? agency = domain?.Agencies.Find(a => a.Entry.Name == name && a.Entry.TrustedDomain == user.Domain.Name);
        return agency is null
            ? throw new SignInException(403, "You are not authorized to perform the requested action: identity:assume_role.")
            : SignedInUser.Of(agency, user.ActualUser);
    }

    private static void RequireOwnToken(SignedInUser user) =>
        _ = user.ApplicationCredential is null ? user : throw SignInException.DelegatedToken();

    private SignedInUser Scope(JsonElement auth, SignedInUser user, Domain? domainOfNames = null)
    {
        if (!auth.TryGetProperty("scope", out JsonElement scope))
        {
            return user.IsAgency || user.IdentityProvider is not null ? user with { Project = null }
                : cloud.Settings.AccountTokenWithoutScope ? user with { IsDomainScoped = true }
                : user with { Project = user.DefaultProject };
        }

        if (scope.ValueKind == JsonValueKind.String || scope.TryGetProperty("unscoped", out _))
        {
            return user;
        }

        if (scope.TryGetProperty("domain", out JsonElement domain))
        {
            return FindDomain(domain) == user.Domain ? user with { IsDomainScoped = true } : throw SignInException.Unauthorized();
        }

        JsonElement project = Required(scope, "project", "scope");
        Func<Project, bool> isScope;
        if (Optional(project, "id") is { } id)
        {
            isScope = p => p.Id == id;
        }
        else
        {
            string name = Text(project, "name", "project");
            Domain? of = domainOfNames ?? FindDomain(Required(project, "domain", "project"));
            isScope = p => p.Name == name && p.Domain == of;
        }

        return user with { Project = user.Projects.FirstOrDefault(isScope) ?? throw SignInException.Unauthorized() };
    }

    private User? FindUser(JsonElement element)
    {
        if (Optional(element, "id") is { } id)
        {
            return cloud.Users.FirstOrDefault(u => u.Id == id);
        }

        string name = Text(element, "name", "user");
        return FindDomain(Required(element, "domain", "user"))?.Users.Find(u => u.Name == name);
    }

    private Domain? FindDomain(JsonElement element)
    {
        string? id = Optional(element, "id");
        string? name = id is null ? Text(element, "name", "domain") : null;
        return cloud.Domains.Find(d => id is null ? d.Name == name : d.Id == id);
    }

    private static JsonElement Required(JsonElement parent, string name, string where) => parent.TryGetProperty(name, out JsonElement found)
        ? found
        : throw SignInException.Malformed($"Expecting to find {name} in {where}.");

    private static string Text(JsonElement parent, string name, string where) =>
        Optional(parent, name) ?? throw SignInException.Malformed($"Expecting to find {name} in {where}.");

    private static string? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement found) ? found.GetString() : null;
}
