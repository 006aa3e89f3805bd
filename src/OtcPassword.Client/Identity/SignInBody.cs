using System.Text.Json;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Writes the bodies of <c>POST /v3/auth/tokens</c>. The caller disposes them.</summary>
internal static class SignInBody
{
    // IAM accepts 900 to 86400. A short lifetime is sufficient, because the keys are renewed.
    private const int TemporaryKeySeconds = 3600;

    /// <summary>Method <c>password</c>, with <c>totp</c> if there is a passcode, or <c>totp</c> alone without a password.</summary>
    public static RequestBody ForPassword(PasswordCredential credential, Scope scope) => Write(scope, body =>
    {
        bool isTotpAlone = credential.Passcode is not null && credential.Password.Length == 0;
        WriteMethods(body.Json, credential.Passcode is null ? ["password"] : isTotpAlone ? ["totp"] : ["password", "totp"]);
        if (!isTotpAlone)
        {
            body.Json.WriteStartObject("password");
            WriteUser(
                body.Json, credential.UserId, credential.UserName, credential.Domain,
                () => body.WriteSecret("password", credential.Password));
            body.Json.WriteEndObject();
        }

        if (credential.Passcode is not null)
        {
            body.Json.WriteStartObject("totp");
            // The example in the API reference has the user name without a domain; its table requires the ID.
            WriteUser(
                body.Json,
                credential.UserId,
                credential.UserName,
                isTotpAlone ? credential.Domain : null,
                () => body.WriteSecret("passcode", credential.Passcode));
            body.Json.WriteEndObject();
        }
    });

    /// <summary>Method <c>token</c>: exchanges a token for one of another project.</summary>
    public static RequestBody ForToken(string token, Scope scope) => Write(scope, body =>
    {
        WriteMethods(body.Json, ["token"]);
        body.Json.WriteStartObject("token");
        body.WriteSecret("id", token);
        body.Json.WriteEndObject();
    });

    /// <summary>Method <c>application_credential</c>. A scope is not allowed: the application credential has its own.</summary>
    public static RequestBody ForApplicationCredential(ApplicationCredential credential) => Write(Scope.Unspecified, body =>
    {
        WriteMethods(body.Json, ["application_credential"]);
        body.Json.WriteStartObject("application_credential");
        if (credential.Id is not null)
        {
            body.Json.WriteString("id", credential.Id);
        }
        else
        {
            body.Json.WriteString("name", credential.Name);
            WriteUser(body.Json, credential.UserId, credential.UserName, credential.Domain, () => { });
        }

        body.WriteSecret("secret", credential.Secret);
        body.Json.WriteEndObject();
    });

    /// <summary>Method <c>assume_role</c>: a token for an agency, requested by a signed-in user.</summary>
    public static RequestBody ForAgency(AgencyReference agency, Scope scope) => Write(scope, body => WriteAgency(body.Json, agency));

    /// <summary>
    /// Method <c>assume_role</c> of <c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>: a temporary access key for an agency.
    /// </summary>
    public static RequestBody ForAgencyKey(AgencyReference agency) =>
        Write(Scope.Unspecified, body => WriteAgency(body.Json, agency, TemporaryKeySeconds));

    private static void WriteAgency(Utf8JsonWriter json, AgencyReference agency, int? seconds = null)
    {
        WriteMethods(json, ["assume_role"]);
        json.WriteStartObject("assume_role");
        json.WriteString(agency.Domain.Id is null ? "domain_name" : "domain_id", agency.Domain.Id ?? agency.Domain.Name);
        // The table in the API reference has agency_name; its example and OTC's own SDK send this name.
        json.WriteString("xrole_name", agency.Name);
        if (seconds is { } lifetime)
        {
            json.WriteNumber("duration_seconds", lifetime);
        }

        json.WriteEndObject();
    }

    private static RequestBody Write(Scope scope, Action<RequestBodyWriter> writeIdentity)
    {
        using var body = new RequestBodyWriter();
        body.Json.WriteStartObject();
        body.Json.WriteStartObject("auth");
        body.Json.WriteStartObject("identity");
        writeIdentity(body);
        body.Json.WriteEndObject();
        scope.Write(body.Json);
        body.Json.WriteEndObject();
        body.Json.WriteEndObject();
        return body.ToBody();
    }

    private static void WriteMethods(Utf8JsonWriter json, ReadOnlySpan<string> methods)
    {
        json.WriteStartArray("methods");
        foreach (string method in methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
    }

    private static void WriteUser(Utf8JsonWriter json, string? id, string? name, DomainReference? domain, Action writeSecret)
    {
        json.WriteStartObject("user");
        if (id is not null)
        {
            json.WriteString("id", id);
        }
        else
        {
            json.WriteString("name", name);
            domain?.Write(json);
        }

        writeSecret();
        json.WriteEndObject();
    }
}
