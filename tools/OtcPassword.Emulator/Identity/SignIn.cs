using System;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Identity;

/// <summary>
/// Reads the bodies of POST /v3/auth/tokens and /v3.0/OS-CREDENTIAL/securitytokens, and issues the token or access key.
/// </summary>
internal sealed class SignIn(Cloud cloud, TokenStore tokens, AccessKeyStore keys, RequestAuthenticator authenticator)
{
    private const int ShortestKeySeconds = 900;
    private const int LongestKeySeconds = 86_400;

    public Token IssueToken(CloudCall call) => Read(call, (auth, identity, methods) =>
    {
        DateTime expires = DateTime.UtcNow.AddSeconds(cloud.Settings.TokenLifetimeSeconds);
        SignedInUser? user = null;
        foreach (string method in methods)
        {
            user = method switch
            {
                "password" => ByPassword(Required(identity, method, "identity"), methods.Contains("totp")),
                "totp" => ByPasscode(Required(identity, method, "identity"), user),
                "token" => ByToken(Required(identity, method, "identity"), ref expires),
                "assume_role" => ByAgency(Required(identity, method, "identity"), call),
                // Open Telekom Cloud's IAM has no application credentials.
                "application_credential" when cloud.Settings.IdentityErrors == IdentityErrorShape.Keystone =>
                    ByApplicationCredential(Required(identity, method, "identity"), auth),
                _ => throw SignInException.UnsupportedMethod(),
            };
        }

        return tokens.Issue(Scope(auth, user!), methods, expires);
    });

    /// <summary>Issues an unscoped token for the ID token of an identity provider.</summary>
    public Token IssueFederatedToken(CloudCall call)
    {
        const string Scheme = "Bearer ";
        IdentityProvider provider = cloud.IdentityProviders.FirstOrDefault(p => p.Name == call.Route.Item)
            ?? throw SignInException.NotFound($"Identity Provider: {call.Route.Item}");
        if (provider.Protocol != call.Route.Protocol)
        {
            throw SignInException.NotFound($"federated protocol {call.Route.Protocol} for Identity Provider: {provider.Name}");
        }

        string? authorization = call.Header("Authorization");
        User user = authorization?.StartsWith(Scheme, StringComparison.Ordinal) == true
            && IdToken.FindUser(provider, authorization[Scheme.Length..]) is { } found
                ? found
                : throw SignInException.Unauthorized();
        return tokens.Issue(
            SignedInUser.Of(user) with { IdentityProvider = provider },
            ["mapped"],
            DateTime.UtcNow.AddSeconds(cloud.Settings.TokenLifetimeSeconds));
    }

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

    private static T Read<T>(CloudCall call, Func<JsonElement, JsonElement, string[], T> issue)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(call.RequestBody);
            JsonElement auth = Required(body.RootElement, "auth", "request body");
            JsonElement identity = Required(auth, "identity", "auth");
            string[] methods = [.. Required(identity, "methods", "identity").EnumerateArray().Select(m => m.GetString() ?? "")];
            return methods.Length > 0
                ? issue(auth, identity, methods)
                : throw SignInException.Malformed("Expecting to find methods in identity.");
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
        string given = Optional(element, "password") ?? throw SignInException.Malformed("Expecting to find password in user.");
        User? user = FindUser(element);
        if (user is null || user.Password != given)
        {
            throw user is null ? SignInException.Unauthorized() : SignInException.WrongPassword();
        }

        // With virtual MFA, a password alone is not enough.
        return user.Passcode is not null && !passcodeFollows ? throw SignInException.PasscodeMissing() : SignedInUser.Of(user);
    }

    private SignedInUser ByApplicationCredential(JsonElement element, JsonElement auth)
    {
        if (auth.TryGetProperty("scope", out _))
        {
            throw SignInException.ScopeOfApplicationCredential();
        }

        string secret = Optional(element, "secret") ?? throw SignInException.Malformed("Expecting to find secret in application credential.");
        User? user;
        ApplicationCredential? found;
        if (Optional(element, "id") is { } id)
        {
            user = cloud.Users.FirstOrDefault(u => u.ApplicationCredentials.Exists(c => c.Id == id));
            found = user?.ApplicationCredentials.Find(c => c.Id == id) ?? throw SignInException.NotFound($"Application Credential: {id}");
        }
        else
        {
            string name = Optional(element, "name") ?? throw SignInException.Malformed("Expecting to find name in application credential.");
            user = FindUser(Required(element, "user", "application credential"));
            found = user?.ApplicationCredentials.Find(c => c.Name == name);
        }

        return user is not null && found is not null && found.Secret == secret
            ? SignedInUser.Of(user) with { Projects = [found.Project], ApplicationCredential = found }
            : throw SignInException.Unauthorized();
    }

    private static SignedInUser ByPasscode(JsonElement totp, SignedInUser? user)
    {
        JsonElement element = Required(totp, "user", "totp");
        string passcode = Optional(element, "passcode") ?? throw SignInException.Malformed("Expecting to find passcode in user.");
        string? id = Optional(element, "id");
        string? name = Optional(element, "name");
        if (id is null && name is null)
        {
            throw SignInException.Malformed("Expecting to find id in user.");
        }

        bool right = user is not null
            && (id is null || id == user.UserId)
            && (name is null || name == user.UserName)
            && user.ActualUser.Passcode == passcode;
        return right ? user! : throw SignInException.WrongPasscode();
    }

    private SignedInUser ByToken(JsonElement element, ref DateTime expires)
    {
        string text = Optional(element, "id") ?? throw SignInException.Malformed("Expecting to find id in token.");
        Token token = tokens.Find(text, TimeSpan.Zero) ?? throw SignInException.Unauthorized();
        RequireOwnToken(token.User);
        expires = token.Expires; // A token that was issued for a token expires with it.
        return token.User with { Project = null, IsDomainScoped = false };
    }

    private SignedInUser ByAgency(JsonElement role, CloudCall call)
    {
        string name = Optional(role, "xrole_name") ?? throw SignInException.Malformed("Expecting to find xrole_name in assume_role.");
        string? domainName = Optional(role, "domain_name");
        string? domainId = Optional(role, "domain_id");
        if (domainName is null && domainId is null)
        {
            throw SignInException.Malformed("Expecting to find domain_name in assume_role.");
        }

        SignedInUser user = authenticator.Authenticate(call, TimeSpan.Zero, out _) ?? throw SignInException.Unauthorized();
        RequireOwnToken(user);
        if (user.IsSigned && !user.IsDomainScoped)
        {
            // A global service requires X-Domain-Id, the account of the access key.
            throw SignInException.Unauthorized();
        }

        Domain? domain = cloud.Domains.Find(d => domainName is null ? d.Id == domainId : d.Name == domainName);
        Agency? agency = domain?.Agencies.Find(a => a.Name == name && a.TrustedDomain == user.Domain.Name);
        return agency is null
            ? throw new SignInException(403, "You are not authorized to perform the requested action: identity:assume_role.")
            : SignedInUser.Of(agency, user.ActualUser);
    }

    private static void RequireOwnToken(SignedInUser user)
    {
        if (user.ApplicationCredential is not null)
        {
            throw SignInException.DelegatedToken();
        }
    }

    private SignedInUser Scope(JsonElement auth, SignedInUser user)
    {
        if (!auth.TryGetProperty("scope", out JsonElement scope))
        {
            return user with { Project = user.IsAgency || user.IdentityProvider is not null ? null : user.DefaultProject };
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
        Project? found;
        if (Optional(project, "id") is { } id)
        {
            found = user.Projects.FirstOrDefault(p => p.Id == id);
        }
        else
        {
            string name = Optional(project, "name") ?? throw SignInException.Malformed("Expecting to find name in project.");
            Domain? of = FindDomain(Required(project, "domain", "project"));
            found = user.Projects.FirstOrDefault(p => p.Name == name && p.Domain == of);
        }

        return found is null ? throw SignInException.Unauthorized() : user with { Project = found };
    }

    private User? FindUser(JsonElement element)
    {
        if (Optional(element, "id") is { } id)
        {
            return cloud.Users.FirstOrDefault(u => u.Id == id);
        }

        string name = Optional(element, "name") ?? throw SignInException.Malformed("Expecting to find name in user.");
        Domain? domain = FindDomain(Required(element, "domain", "user"));
        return domain?.Users.Find(u => u.Name == name);
    }

    private Domain? FindDomain(JsonElement element)
    {
        string? id = Optional(element, "id");
        string? name = Optional(element, "name");
        return id is null && name is null
            ? throw SignInException.Malformed("Expecting to find name in domain.")
            : cloud.Domains.Find(d => id is null ? d.Name == name : d.Id == id);
    }

    private static JsonElement Required(JsonElement parent, string name, string where) =>
        parent.TryGetProperty(name, out JsonElement found)
            ? found
            : throw SignInException.Malformed($"Expecting to find {name} in {where}.");

    private static string? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement found) ? found.GetString() : null;
}
