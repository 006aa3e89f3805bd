using System;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>IAM: the API of Keystone v3, and the temporary access keys that IAM adds to it.</summary>
internal sealed class IdentityService(
    Cloud cloud, TokenStore tokens, AccessKeyStore keys, RequestAuthenticator authenticator, Counters counters)
{
    private readonly SignIn _signIn = new(cloud, tokens, keys, authenticator);

    public void Handle(CloudCall call)
    {
        call.SetHeader("Vary", "X-Auth-Token");
        switch (call.Route.Kind, call.Method)
        {
            case (RouteKind.IdentityVersions, "GET"):
                call.SetHeader("Location", call.BaseUrl + "/v3/");
                call.Json(300, IdentityDocuments.Versions(call.BaseUrl));
                break;
            case (RouteKind.IdentityVersion, "GET" or "HEAD"):
                call.Json(200, IdentityDocuments.Version(call.BaseUrl));
                break;
            case (RouteKind.Tokens, "POST"):
                SignIn(call, _signIn.IssueToken);
                break;
            case (RouteKind.FederatedTokens, "POST" or "GET"):
                SignIn(call, _signIn.IssueFederatedToken);
                break;
            case (RouteKind.SecurityTokens, "POST"):
                IssueAccessKey(call);
                break;
            default:
                HandleAuthenticated(call);
                break;
        }
    }

    private void HandleAuthenticated(CloudCall call)
    {
        Action<CloudCall, SignedInUser>? handler = (call.Route.Kind, call.Method) switch
        {
            (RouteKind.Tokens, "GET" or "HEAD" or "DELETE") => ShowOrRevokeToken,
            (RouteKind.AuthProjects or RouteKind.Projects, "GET") => ListProjects,
            (RouteKind.AuthDomains, "GET") => ListDomains,
            (RouteKind.AuthCatalog, "GET") => ShowCatalog,
            _ => null,
        };
        if (handler is null)
        {
            IdentityErrors.WriteNotFound(call, cloud.Settings);
        }
        else if (authenticator.Authenticate(call, TimeSpan.Zero, out string? signatureProblem) is { } user)
        {
            handler(call, user);
        }
        else if (signatureProblem is not null)
        {
            ErrorBodies.GatewayUnauthorized(call, signatureProblem);
        }
        else
        {
            IdentityErrors.Write(call, cloud.Settings, 401, "The request you have made requires authentication.");
        }
    }

    private void SignIn(CloudCall call, Func<CloudCall, Token> issue)
    {
        try
        {
            Token token = issue(call);
            counters.CountSignIn(succeeded: true);
            WriteToken(call, 201, token);
        }
        catch (SignInException e)
        {
            counters.CountSignIn(succeeded: false);
            IdentityErrors.Write(call, cloud.Settings, e);
        }
    }

    private void IssueAccessKey(CloudCall call)
    {
        try
        {
            (string id, AccessKey key) = _signIn.IssueAccessKey(call);
            call.Json(201, IdentityDocuments.TemporaryKey(id, key));
        }
        catch (SignInException e)
        {
            IdentityErrors.Write(call, cloud.Settings, e);
        }
    }

    private void ShowOrRevokeToken(CloudCall call, SignedInUser user)
    {
        string? subject = call.Header("X-Subject-Token");
        Token? token = tokens.Find(subject, TimeSpan.Zero);
        if (subject is not null && token is null)
        {
            IdentityErrors.Write(call, cloud.Settings, 404, "Could not recognize Fernet token");
        }
        else if (token is null || token.User.ActualUser != user.ActualUser)
        {
            WriteForbidden(call, "identity:validate_token");
        }
        else if (call.Method == "DELETE")
        {
            TokenStore.Revoke(token);
            call.Empty(204);
        }
        else
        {
            WriteToken(call, 200, token);
        }
    }

    private void ListProjects(CloudCall call, SignedInUser user)
    {
        string? name = call.Query("name");
        call.Json(200, IdentityDocuments.Projects(call, user.Projects.Where(p => name is null || p.Name == name)));
    }

    private void ListDomains(CloudCall call, SignedInUser user) => call.Json(200, IdentityDocuments.Domains(call, user.Domain));

    private void ShowCatalog(CloudCall call, SignedInUser user)
    {
        // The cloud rejects the temporary access keys of agencies. A signed request with a permanent key needs no scope.
        if (user.HasTemporaryKey || (user.Project is null && !user.IsDomainScoped && !user.IsSigned))
        {
            WriteForbidden(call, "identity:get_catalog");
            return;
        }

        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        CatalogWriter.Write(json, user, cloud, call.BaseUrl);
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, call.BaseUrl + "/v3/auth/catalog");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private void WriteToken(CloudCall call, int status, Token token)
    {
        call.SetHeader("X-Subject-Token", token.Text);
        TokenWriter.Write(call.Json(status), token, cloud, call.BaseUrl, call.Query("nocatalog") is null);
    }

    private void WriteForbidden(CloudCall call, string action) =>
        IdentityErrors.Write(call, cloud.Settings, 403, $"You are not authorized to perform the requested action: {action}.");
}
