using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

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
                WriteVersions(call.Json(300), call.BaseUrl);
                break;
            case (RouteKind.IdentityVersion, "GET" or "HEAD"):
                WriteVersion(call.Json(200), call.BaseUrl);
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
                NotFound(call);
                break;
        }
    }

    /// <summary>Keystone's or IAM's way to say no, whichever the scenario wants.</summary>
    public static void Refuse(CloudCall call, Settings settings, int status, string message)
    {
        if (status == 401)
        {
            call.SetHeader("WWW-Authenticate", $"Keystone uri=\"{call.BaseUrl}/v3\"");
        }

        if (settings.IdentityErrors == IdentityErrorShape.Iam)
        {
            (string code, string text) = status switch
            {
                400 => ("IAM.0007", message),
                401 => ("IAM.0011", "The username or password is wrong."),
                403 => ("IAM.0003", "Policy doesn't allow the action to be performed."),
                404 => ("IAM.0004", "Could not find the requested resource."),
                _ => ("IAM.0006", "An unexpected error prevented the server from fulfilling your request."),
            };
            ErrorBodies.Iam(call, status, code, text);
            return;
        }

        ErrorBodies.Keystone(call, status, Title(status), message);
    }

    private static string Title(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };

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
            Refuse(call, e);
        }
    }

    private void Refuse(CloudCall call, SignInException refusal)
    {
        if (cloud.Settings.IdentityErrors == IdentityErrorShape.Iam && refusal.Iam is var (status, code, message))
        {
            ErrorBodies.Iam(call, status, code, message);
            return;
        }

        Refuse(call, cloud.Settings, refusal.Status, refusal.Message);
    }

    private void IssueKey(CloudCall call)
    {
        try
        {
            (string id, AccessKey key) = _signIn.IssueKey(call);
            Utf8JsonWriter json = call.Json(201);
            json.WriteStartObject();
            json.WriteStartObject("credential"u8);
            json.WriteString("access"u8, id);
            json.WriteString("secret"u8, key.Secret);
            json.WriteString("expires_at"u8, TokenWriter.Time(key.Expires));
            json.WriteString("securitytoken"u8, key.SecurityToken);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
        }
        catch (SignInException e)
        {
            Refuse(call, e);
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
            Refuse(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:validate_token.");
            return;
        }

        Token? token = tokens.Find(subject, TimeSpan.Zero);
        if (token is null)
        {
            Refuse(call, cloud.Settings, 404, "Could not recognize Fernet token");
        }
        else if (token.Caller.Person != caller!.Person)
        {
            Refuse(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:validate_token.");
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
        IEnumerable<Project> found = caller!.Projects.Where(p => name is null || p.Name == name);
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("projects"u8);
        foreach (Project project in found)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, project.Id);
            json.WriteString("name"u8, project.Name);
            json.WriteString("domain_id"u8, project.Domain.Id);
            json.WriteString("description"u8, "");
            json.WriteBoolean("enabled"u8, true);
            json.WriteString("parent_id"u8, project.Domain.Id);
            json.WriteBoolean("is_domain"u8, false);
            json.WriteStartObject("links"u8);
            json.WriteString("self"u8, $"{call.BaseUrl}/v3/projects/{project.Id}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteListLinks(json, call);
    }

    private void ListDomains(CloudCall call)
    {
        if (!Authenticate(call, out Caller? caller))
        {
            return;
        }

        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("domains"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, caller!.Domain.Id);
        json.WriteString("name"u8, caller.Domain.Name);
        json.WriteString("description"u8, "");
        json.WriteBoolean("enabled"u8, true);
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, $"{call.BaseUrl}/v3/domains/{caller.Domain.Id}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteListLinks(json, call);
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
            Refuse(call, cloud.Settings, 403, "You are not authorized to perform the requested action: identity:get_catalog.");
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
            Gatekeeper.RefuseSignature(call, signatureProblem);
        }
        else if (caller is null)
        {
            Refuse(call, cloud.Settings, 401, "The request you have made requires authentication.");
        }

        return caller is not null;
    }

    private static void WriteListLinks(Utf8JsonWriter json, CloudCall call)
    {
        json.WriteStartObject("links"u8);
        json.WriteNull("next"u8);
        json.WriteString("self"u8, call.BaseUrl + call.RawPath);
        json.WriteNull("previous"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteVersions(Utf8JsonWriter json, string baseUrl)
    {
        json.WriteStartObject();
        json.WriteStartObject("versions"u8);
        json.WriteStartArray("values"u8);
        WriteVersionObject(json, baseUrl);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteVersion(Utf8JsonWriter json, string baseUrl)
    {
        json.WriteStartObject();
        json.WritePropertyName("version"u8);
        WriteVersionObject(json, baseUrl);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteVersionObject(Utf8JsonWriter json, string baseUrl)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "v3.14");
        json.WriteString("status"u8, "stable");
        json.WriteString("updated"u8, "2020-04-07T00:00:00Z");
        json.WriteStartArray("links"u8);
        json.WriteStartObject();
        json.WriteString("rel"u8, "self");
        json.WriteString("href"u8, baseUrl + "/v3/");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("media-types"u8);
        json.WriteStartObject();
        json.WriteString("base"u8, "application/json");
        json.WriteString("type"u8, "application/vnd.openstack.identity-v3+json");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void NotFound(CloudCall call)
    {
        if (cloud.Settings.IdentityErrors == IdentityErrorShape.Iam)
        {
            Refuse(call, cloud.Settings, 404, "");
            return;
        }

        call.Text(404, "text/html; charset=utf-8", "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n");
    }
}
