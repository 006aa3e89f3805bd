namespace OtcPassword.Emulator.Identity;

/// <summary>IAM: the API of Keystone v3, and the temporary access keys that IAM adds to it.</summary>
internal sealed class IdentityApi(
    Cloud cloud, TokenStore tokens, AccessKeyStore keys, RequestAuthenticator authenticator, Counters counters)
{
    private static readonly string[] GetOrHead = ["GET", "HEAD"];

    // The methods of each path, in the order in which Keystone's web framework names them.
    private static readonly (string Path, string Methods)[] NotAllowed =
    [
        ("/v3/auth/tokens", "POST, DELETE, GET, OPTIONS, HEAD"),
        ("/v3/auth/projects", "OPTIONS, GET, HEAD"),
        ("/v3/auth/domains", "OPTIONS, GET, HEAD"),
        ("/v3/auth/catalog", "OPTIONS, GET, HEAD"),
    ];

    private readonly SignIn _signIn = new(cloud, tokens, keys, authenticator);

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder iam = routes.MapGroup("").WithMetadata(CloudService.Iam).Require(AddVary);
        iam.MapGet("/", ShowVersions).WithMetadata(new CountedAs("/"));
        iam.MapOthers("/", "/", call => IdentityErrors.NotFound(call, cloud.Settings));
        iam.MapMethods("/v3", GetOrHead, (CloudCall call) => Reply.Text(200, Reply.JsonType, $$$"""{"version":{{{IdentityDocuments.Version(call.BaseUrl)}}}}"""));
        iam.MapPost("/v3/auth/tokens", (CloudCall call) => SignIn(call, _signIn.IssueToken, cloud.Settings));
        iam.MapMethods(
            "/v3/OS-FEDERATION/identity_providers/{id}/protocols/{protocol}/auth",
            ["GET", "POST"],
            // ASP.NET Core decodes every character of a path but the slash.
            (CloudCall call, string id, string protocol) => SignIn(
                call, c => _signIn.IssueFederatedToken(c, id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), protocol), cloud.Settings));
        iam.MapPost("/v3.0/OS-AUTH/id-token/tokens", (CloudCall call) => SignIn(
            call, _signIn.IssueTokenForIdToken, cloud.Settings with { IdentityErrors = IdentityErrorShape.IamTexts }));
        iam.MapPost("/v3.0/OS-CREDENTIAL/securitytokens", IssueAccessKey);
        foreach ((string path, string methods) in NotAllowed)
        {
            iam.MapOthers(path, path, call => IdentityErrors.NotAllowed(call, cloud.Settings, methods));
        }

        iam.MapOthers("/v3/{**path}", "/v3/unknown", call => IdentityErrors.NotFound(call, cloud.Settings));
        iam.MapOthers("/v3.0/{**path}", "/v3.0/unknown", call => IdentityErrors.NotFound(call, cloud.Settings));

        RouteGroupBuilder signedIn = iam.MapGroup("/v3").Require(RequireUser);
        signedIn.MapMethods("/auth/tokens", ["GET", "HEAD", "DELETE"], ShowOrRevokeToken);
        signedIn.MapMethods("/auth/projects", GetOrHead, ListProjects);
        signedIn.MapGet("/projects", (CloudCall call) => call.User is { IdentityProvider: not null, Project: null, IsDomainScoped: false }
            ? Forbidden(call, "identity:list_projects")
            : ListProjects(call));
        signedIn.MapMethods("/auth/domains", GetOrHead, (CloudCall call) => Reply.Json(200, IdentityDocuments.Domains(call, call.User!.Domain)));
        signedIn.MapMethods("/auth/catalog", GetOrHead, ShowCatalog);
    }

    private static Reply? AddVary(CloudCall call)
    {
        call.SetHeader("Vary", "X-Auth-Token");
        return null;
    }

    private static Reply ShowVersions(CloudCall call)
    {
        call.SetHeader("Location", call.BaseUrl + "/v3/");
        return Reply.Text(300, Reply.JsonType, $$$"""{"versions":{"values":[{{{IdentityDocuments.Version(call.BaseUrl)}}}]}}""");
    }

    /// <summary>Returns the error response if the request has no valid token or signature.</summary>
    private Reply? RequireUser(CloudCall call) =>
        authenticator.Authenticate(call, TimeSpan.Zero, out string? signatureProblem) ? null
        : signatureProblem is not null ? Errors.GatewayUnauthorized(call, signatureProblem)
        : cloud.Settings.DeadTokenForbidden && call.Header("X-Auth-Token") is not null ? Errors.Keystone(403, "X-Auth-Token is invalid in the request")
        : cloud.Settings.IdentityErrors == IdentityErrorShape.IamTexts ? Errors.Keystone(401, "The X-Auth-Token is invalid!")
        : IdentityErrors.Of(call, cloud.Settings, 401, "The request you have made requires authentication.");

    private Reply SignIn(CloudCall call, Func<CloudCall, Token> issue, Settings settings)
    {
        Reply reply = OrError(call, settings, () => ShowToken(call, 201, issue(call)));
        counters.CountSignIn(succeeded: reply.Status == 201);
        return reply;
    }

    private Reply IssueAccessKey(CloudCall call) =>
        OrError(call, cloud.Settings, () => Reply.Json(201, IdentityDocuments.TemporaryKey(_signIn.IssueAccessKey(call))));

    private static Reply OrError(CloudCall call, Settings settings, Func<Reply> issue)
    {
        try
        {
            return issue();
        }
        catch (SignInException e)
        {
            return IdentityErrors.Of(call, settings, e);
        }
    }

    private Reply ShowOrRevokeToken(CloudCall call)
    {
        string? subject = call.Header("X-Subject-Token");
        Token? token = tokens.Find(subject);
        if (subject is not null && token is null)
        {
            return IdentityErrors.Of(call, cloud.Settings, 404, "Could not recognize Fernet token");
        }

        if (token is null || token.User.ActualUser != call.User!.ActualUser)
        {
            return Forbidden(call, "identity:validate_token");
        }

        if (call.Method != "DELETE")
        {
            return ShowToken(call, 200, token);
        }

        token.Revoked = DateTime.UtcNow;
        return Reply.Empty(204);
    }

    private static Reply ListProjects(CloudCall call)
    {
        string? name = call.Query("name");
        return Reply.Json(200, IdentityDocuments.Projects(call, call.User!.Projects.Where(p => name is null || p.Name == name)));
    }

    private Reply ShowCatalog(CloudCall call)
    {
        SignedInUser user = call.User!;

        // The cloud rejects the temporary access keys of agencies. A signed request with a permanent key needs no scope.
        return user.HasTemporaryKey || (user.Project is null && !user.IsDomainScoped && !user.IsSigned)
            ? Forbidden(call, "identity:get_catalog")
            : Reply.Json(200, new JsonObject
            {
                ["catalog"] = new Catalog(cloud, call.BaseUrl).For(user),
                ["links"] = new JsonObject { ["self"] = call.BaseUrl + "/v3/auth/catalog" },
            });
    }

    private Reply ShowToken(CloudCall call, int status, Token token)
    {
        call.SetHeader("X-Subject-Token", token.Text);
        JsonArray? catalog = call.Query("nocatalog") is null ? new Catalog(cloud, call.BaseUrl).For(token.User) : null;
        return Reply.Json(status, IdentityDocuments.Token(token, catalog));
    }

    private Reply Forbidden(CloudCall call, string action) =>
        IdentityErrors.Of(call, cloud.Settings, 403, $"You are not authorized to perform the requested action: {action}.");
}
