namespace OtcPassword.Emulator.Identity;

/// <summary>The bodies of the identity service's responses, with the members that Keystone has in them.</summary>
internal static class IdentityDocuments
{
    public static string Version(string baseUrl) =>
        $$"""{"id":"v3.14","status":"stable","updated":"2020-04-07T00:00:00Z","links":[{"rel":"self","href":"{{baseUrl}}/v3/"}]"""
        + ""","media-types":[{"base":"application/json","type":"application/vnd.openstack.identity-v3+json"}]}""";

    /// <param name="token">The token.</param>
    /// <param name="catalog">The service catalog for the scope of the token, or null to omit it.</param>
    public static JsonObject Token(Token token, JsonArray? catalog)
    {
        SignedInUser user = token.User;
        bool isScoped = user.Project is not null || user.IsDomainScoped;
        string[] roles = user.MayManagePasswords ? ["te_admin", "server_adm"] : ["te_admin"];
        (string Name, JsonNode? Value, bool IsPresent)[] members =
        [
            ("methods", new JsonArray([.. token.Methods.Select(method => (JsonNode)method)]), true),
            ("user", User(user.UserId, user.UserName, user.Domain, user.IdentityProvider), true),
            ("assumed_by", new JsonObject { ["user"] = User(user.ActualUser.Id, user.ActualUser.Name, user.ActualUser.Domain) }, user.IsAgency),
            ("audit_ids", new JsonArray(token.AuditId), true),
            ("expires_at", Time(token.Expires), true),
            ("issued_at", Time(token.Issued), true),
            ("project", user.Project is { } p ? new JsonObject { ["domain"] = Of(p.Domain), ["id"] = p.Id, ["name"] = p.Name } : null, user.Project is not null),
            ("is_domain", false, user.Project is not null),
            ("domain", Of(user.Domain), user.IsDomainScoped),
            ("roles", new JsonArray([.. roles.Select(role => Named(StableHash.Id(0, "role", role).ToString("N"), role))]), isScoped),
            ("catalog", catalog, isScoped && catalog is not null),
            ("application_credential", user.ApplicationCredential is { } c ? Restricted(c) : null, user.ApplicationCredential is not null),
        ];
        return new JsonObject
        {
            ["token"] = new JsonObject(members.Where(m => m.IsPresent).Select(m => KeyValuePair.Create(m.Name, m.Value))),
        };
    }

    public static JsonObject TemporaryKey((string Id, AccessKey Key) issued) => new()
    {
        ["credential"] = new JsonObject
        {
            ["access"] = issued.Id,
            ["secret"] = issued.Key.Secret,
            ["expires_at"] = Time(issued.Key.Expires),
            ["securitytoken"] = issued.Key.SecurityToken,
        },
    };

    public static JsonObject Projects(CloudCall call, IEnumerable<Project> projects) =>
        List(call, "projects", projects.Select(project => new JsonObject
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["domain_id"] = project.Domain.Id,
            ["description"] = "",
            ["enabled"] = true,
            ["parent_id"] = project.Domain.Id,
            ["is_domain"] = false,
            ["links"] = new JsonObject { ["self"] = $"{call.BaseUrl}/v3/projects/{project.Id}" },
        }));

    public static JsonObject Domains(CloudCall call, Domain domain) => List(call, "domains", [new JsonObject
    {
        ["id"] = domain.Id,
        ["name"] = domain.Name,
        ["description"] = "",
        ["enabled"] = true,
        ["links"] = new JsonObject { ["self"] = $"{call.BaseUrl}/v3/domains/{domain.Id}" },
    }]);

    private static JsonObject List(CloudCall call, string name, IEnumerable<JsonObject> items) => new()
    {
        [name] = new JsonArray([.. items]),
        ["links"] = new JsonObject { ["next"] = null, ["self"] = call.BaseUrl + call.RawPath, ["previous"] = null },
    };

    // After a sign-in with an ID token, OS-FEDERATION stands in place of password_expires_at.
    private static JsonObject User(string id, string name, Domain domain, IdentityProvider? provider = null) => new()
    {
        ["domain"] = Of(domain),
        ["id"] = id,
        ["name"] = name,
        [provider is null ? "password_expires_at" : "OS-FEDERATION"] = provider is null ? null : new JsonObject
        {
            ["identity_provider"] = new JsonObject { ["id"] = provider.Name },
            ["protocol"] = new JsonObject { ["id"] = provider.Protocol },
            ["groups"] = new JsonArray(),
        },
    };

    private static JsonObject Of(Domain domain) => Named(domain.Id, domain.Name);

    private static JsonObject Named(string id, string name) => new() { ["id"] = id, ["name"] = name };

    private static JsonObject Restricted(ApplicationCredential credential) =>
        new() { ["id"] = credential.Id, ["name"] = credential.Name, ["restricted"] = true };

    private static string Time(DateTime time) => Timestamp.Microseconds(time) + "Z";
}
