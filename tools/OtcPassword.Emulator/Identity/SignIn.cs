using System;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>POST /v3/auth/tokens and /v3.0/OS-CREDENTIAL/securitytokens: from the body to a token or a temporary key.</summary>
internal sealed class SignIn(Cloud cloud, TokenStore tokens, AccessKeyStore keys, Gatekeeper gatekeeper)
{
    private const int ShortestKeySeconds = 900;
    private const int LongestKeySeconds = 86_400;

    public Token IssueToken(CloudCall call) => Read(call, (auth, identity, methods) =>
    {
        DateTime expires = DateTime.UtcNow.AddSeconds(cloud.Settings.TokenLifetimeSeconds);
        Caller? caller = null;
        foreach (string method in methods)
        {
            caller = method switch
            {
                "password" => ByPassword(Need(identity, method, "identity"), methods.Contains("totp")),
                "totp" => ByPasscode(Need(identity, method, "identity"), caller),
                "token" => ByToken(Need(identity, method, "identity"), ref expires),
                "assume_role" => ByAgency(Need(identity, method, "identity"), call),
                _ => throw SignInException.Refused(),
            };
        }

        return tokens.Issue(Scope(auth, caller!), methods, expires);
    });

    /// <returns>The ID of the access key and the key.</returns>
    public (string Id, AccessKey Key) IssueKey(CloudCall call) => Read(call, (_, identity, methods) =>
    {
        JsonElement element = Need(identity, methods[0], "identity");
        DateTime expires = DateTime.MaxValue;
        Caller caller = methods[0] switch
        {
            "token" => ByToken(element, ref expires),
            "assume_role" => ByAgency(element, call),
            _ => throw SignInException.Refused(),
        };
        int seconds = element.TryGetProperty("duration_seconds", out JsonElement given) ? given.GetInt32() : ShortestKeySeconds;
        return seconds is < ShortestKeySeconds or > LongestKeySeconds
            ? throw SignInException.Malformed("duration_seconds must be from 900 to 86400.")
            : keys.Issue(caller, TimeSpan.FromSeconds(cloud.Settings.TemporaryKeyLifetimeSeconds ?? seconds));
    });

    private static T Read<T>(CloudCall call, Func<JsonElement, JsonElement, string[], T> issue)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(call.RequestBody);
            JsonElement auth = Need(body.RootElement, "auth", "request body");
            JsonElement identity = Need(auth, "identity", "auth");
            string[] methods = [.. Need(identity, "methods", "identity").EnumerateArray().Select(m => m.GetString() ?? "")];
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
            // A member of another kind than expected, a number where an object should be.
            throw SignInException.Malformed("Invalid input for a member of auth.");
        }
    }

    private Caller ByPassword(JsonElement password, bool passcodeFollows)
    {
        JsonElement element = Need(password, "user", "password");
        string given = Text(element, "password") ?? throw SignInException.Malformed("Expecting to find password in user.");
        User? user;
        if (Text(element, "id") is { } id)
        {
            user = cloud.Users.FirstOrDefault(u => u.Id == id);
        }
        else
        {
            string name = Text(element, "name") ?? throw SignInException.Malformed("Expecting to find name in user.");
            Domain? domain = FindDomain(Need(element, "domain", "user"));
            user = domain?.Users.Find(u => u.Name == name);
        }

        if (user is null || user.Password != given)
        {
            throw user is null ? SignInException.Refused() : SignInException.WrongPassword();
        }

        // With virtual MFA on, a password alone opens nothing.
        return user.Passcode is not null && !passcodeFollows ? throw SignInException.PasscodeMissing() : Caller.Of(user);
    }

    private static Caller ByPasscode(JsonElement totp, Caller? caller)
    {
        JsonElement element = Need(totp, "user", "totp");
        string passcode = Text(element, "passcode") ?? throw SignInException.Malformed("Expecting to find passcode in user.");
        string? id = Text(element, "id");
        string? name = Text(element, "name");
        if (id is null && name is null)
        {
            throw SignInException.Malformed("Expecting to find id in user.");
        }

        bool right = caller is not null
            && (id is null || id == caller.UserId)
            && (name is null || name == caller.UserName)
            && caller.Person.Passcode == passcode;
        return right ? caller! : throw SignInException.WrongPasscode();
    }

    private Caller ByToken(JsonElement element, ref DateTime expires)
    {
        string text = Text(element, "id") ?? throw SignInException.Malformed("Expecting to find id in token.");
        Token token = tokens.Find(text, TimeSpan.Zero) ?? throw SignInException.Refused();
        expires = token.Expires; // A token made from a token lives no longer than that one.
        return token.Caller with { Project = null, DomainScoped = false };
    }

    private Caller ByAgency(JsonElement role, CloudCall call)
    {
        string name = Text(role, "xrole_name") ?? throw SignInException.Malformed("Expecting to find xrole_name in assume_role.");
        string? domainName = Text(role, "domain_name");
        string? domainId = Text(role, "domain_id");
        if (domainName is null && domainId is null)
        {
            throw SignInException.Malformed("Expecting to find domain_name in assume_role.");
        }

        Caller caller = gatekeeper.Identify(call, TimeSpan.Zero, out _) ?? throw SignInException.Refused();
        if (caller.IsSigned && !caller.DomainScoped)
        {
            // A global service wants to know the account that signs.
            throw SignInException.Refused();
        }

        Domain? domain = cloud.Domains.Find(d => domainName is null ? d.Id == domainId : d.Name == domainName);
        Agency? agency = domain?.Agencies.Find(a => a.Name == name && a.TrustedDomain == caller.Domain.Name);
        return agency is null
            ? throw new SignInException(403, "You are not authorized to perform the requested action: identity:assume_role.")
            : Caller.Of(agency, caller.Person);
    }

    private Caller Scope(JsonElement auth, Caller caller)
    {
        if (!auth.TryGetProperty("scope", out JsonElement scope))
        {
            return caller with { Project = caller.IsAgency ? null : caller.DefaultProject };
        }

        if (scope.ValueKind == JsonValueKind.String || scope.TryGetProperty("unscoped", out _))
        {
            return caller;
        }

        if (scope.TryGetProperty("domain", out JsonElement domain))
        {
            return FindDomain(domain) == caller.Domain ? caller with { DomainScoped = true } : throw SignInException.Refused();
        }

        JsonElement project = Need(scope, "project", "scope");
        Project? found;
        if (Text(project, "id") is { } id)
        {
            found = caller.Projects.FirstOrDefault(p => p.Id == id);
        }
        else
        {
            string name = Text(project, "name") ?? throw SignInException.Malformed("Expecting to find name in project.");
            Domain? of = FindDomain(Need(project, "domain", "project"));
            found = caller.Projects.FirstOrDefault(p => p.Name == name && p.Domain == of);
        }

        return found is null ? throw SignInException.Refused() : caller with { Project = found };
    }

    private Domain? FindDomain(JsonElement element)
    {
        string? id = Text(element, "id");
        string? name = Text(element, "name");
        return id is null && name is null
            ? throw SignInException.Malformed("Expecting to find name in domain.")
            : cloud.Domains.Find(d => id is null ? d.Name == name : d.Id == id);
    }

    private static JsonElement Need(JsonElement parent, string name, string where) =>
        parent.TryGetProperty(name, out JsonElement found)
            ? found
            : throw SignInException.Malformed($"Expecting to find {name} in {where}.");

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement found) ? found.GetString() : null;
}
