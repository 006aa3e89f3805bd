using System;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>IAM, as a Keystone v3.</summary>
internal sealed class IdentityService(
    Cloud cloud, TokenStore tokens, AccessKeyStore keys, Gatekeeper gatekeeper, Counters counters)
{
    private readonly SignIn _signIn = new(cloud, tokens, keys, gatekeeper);

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
                SignIn(call);
                break;
            case (RouteKind.SecurityTokens, "POST"):
                IssueKey(call);
                break;
            case (RouteKind.Tokens, "GET" or "HEAD" or "DELETE"):
                Inspect(call);
                break;
            case (RouteKind.AuthProjects or RouteKind.Projects, "GET"):
                ListProjects(call);
                break;
            case (RouteKind.AuthDomains, "GET"):
                ListDomains(call);
                break;
            case (RouteKind.AuthCatalog, "GET"):
                Catalog(call);
                break;
            default:
                IdentityErrors.WriteNotFound(call, cloud.Settings);
                break;
        }
    }

    private void SignIn(CloudCall call)
    {
        try
        {
            Token token = _signIn.IssueToken(call);
            counters.SignIn(succeeded: true);
            call.SetHeader("X-Subject-Token", token.Text);
            TokenWriter.Write(call.Json(201), token, cloud, call.BaseUrl, call.Query("nocatalog") is null);
        }
        catch (SignInException e)
        {
            counters.SignIn(succeeded: false);
            IdentityErrors.Write(call, cloud.Settings, e);
        }
    }

    private void IssueKey(CloudCall call)
    {
        try
        {
            (string id, AccessKey key) = _signIn.IssueKey(call);
            call.Json(201, IdentityDocuments.TemporaryKey(id, key));
        }
        catch (SignInException e)
        {
            IdentityErrors.Write(call, cloud.Settings, e);
        }
    }

    private void Inspect(CloudCall call)
    {
        if (!Authenticate(call, out Caller? caller))
        {
            return;
        }

        string? subject = call.Header("X-Subject-Token");
        if (subject is null)
        {
            IdentityErrors.Write(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:validate_token.");
            return;
        }

        Token? token = tokens.Find(subject, TimeSpan.Zero);
        if (token is null)
        {
            IdentityErrors.Write(call, cloud.Settings, 404, "Could not recognize Fernet token");
        }
        else if (token.Caller.Person != caller!.Person)
        {
            IdentityErrors.Write(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:validate_token.");
        }
        else if (call.Method == "DELETE")
        {
            TokenStore.Revoke(token);
            call.Empty(204);
        }
        else
        {
            call.SetHeader("X-Subject-Token", token.Text);
            TokenWriter.Write(call.Json(200), token, cloud, call.BaseUrl, call.Query("nocatalog") is null);
        }
    }

    private void ListProjects(CloudCall call)
    {
        if (!Authenticate(call, out Caller? caller))
        {
            return;
        }

        string? name = call.Query("name");
        call.Json(200, IdentityDocuments.Projects(call, caller!.Projects.Where(p => name is null || p.Name == name)));
    }

    private void ListDomains(CloudCall call)
    {
        if (!Authenticate(call, out Caller? caller))
        {
            return;
        }

        call.Json(200, IdentityDocuments.Domains(call, caller!.Domain));
    }

    private void Catalog(CloudCall call)
    {
        if (!Authenticate(call, out Caller? caller))
        {
            return;
        }

        // Seen with the keys of an agency; a signed request with a permanent key needs neither project nor account.
        if (caller!.HasTemporaryKey || (caller.Project is null && !caller.DomainScoped && !caller.IsSigned))
        {
            IdentityErrors.Write(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:get_catalog.");
            return;
        }

        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        TokenWriter.WriteCatalog(json, caller, cloud, call.BaseUrl);
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, call.BaseUrl + "/v3/auth/catalog");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private bool Authenticate(CloudCall call, out Caller? caller)
    {
        caller = gatekeeper.Identify(call, TimeSpan.Zero, out string? signatureProblem);
        if (signatureProblem is not null)
        {
            ErrorBodies.GatewayUnauthorized(call, signatureProblem);
        }
        else if (caller is null)
        {
            IdentityErrors.Write(call, cloud.Settings, 401, "The request you have made requires authentication.");
        }

        return caller is not null;
    }
}
