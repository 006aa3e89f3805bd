using System;
using System.Text.Json;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity;

/// <summary>Writes the bodies of <c>POST /v3/auth/tokens</c>. The caller wipes the bytes after use.</summary>
internal static class SignInBody
{
    /// <summary>Method <c>password</c>, with <c>totp</c> where there is a passcode.</summary>
    public static byte[] ForPassword(PasswordCredential credential, Scope scope) => Write(scope, json =>
    {
        WriteMethods(json, credential.Passcode is null ? ["password"] : ["password", "totp"]);
        json.WriteStartObject("password");
        WriteUser(json, credential, () => SecureText.Use(credential.Password, password =>
        {
            json.WriteString("password", password);
            return true;
        }));
        json.WriteEndObject();
        if (credential.Passcode is not null)
        {
            json.WriteStartObject("totp");
            WriteUser(json, credential, () => json.WriteString("passcode", credential.Passcode));
            json.WriteEndObject();
        }
    });

    /// <summary>Method <c>token</c>: a token for another project, for one that is at hand.</summary>
    public static byte[] ForToken(TokenCredential credential, Scope scope) => Write(scope, json =>
    {
        WriteMethods(json, ["token"]);
        json.WriteStartObject("token");
        SecureText.Use(credential.Token, token =>
        {
            json.WriteString("id", token);
            return true;
        });
        json.WriteEndObject();
    });

    /// <summary>Method <c>assume_role</c>: a token for an agency, for a caller who has signed in.</summary>
    public static byte[] ForAgency(AgencyReference agency, Scope scope) => Write(scope, json =>
    {
        WriteMethods(json, ["assume_role"]);
        json.WriteStartObject("assume_role");
        json.WriteString(agency.Domain.Id is null ? "domain_name" : "domain_id", agency.Domain.Id ?? agency.Domain.Name);
        // The document's table says agency_name here; its example and OTC's own SDK send this.
        json.WriteString("xrole_name", agency.Name);
        json.WriteEndObject();
    });

    private static byte[] Write(Scope scope, Action<Utf8JsonWriter> writeIdentity)
    {
        using var buffer = new SecretBuffer();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("auth");
            json.WriteStartObject("identity");
            writeIdentity(json);
            json.WriteEndObject();
            scope.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
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

    private static void WriteUser(Utf8JsonWriter json, PasswordCredential credential, Action writeSecret)
    {
        json.WriteStartObject("user");
        if (credential.UserId is not null)
        {
            json.WriteString("id", credential.UserId);
        }
        else
        {
            json.WriteString("name", credential.UserName);
            credential.Domain?.Write(json);
        }

        writeSecret();
        json.WriteEndObject();
    }
}
