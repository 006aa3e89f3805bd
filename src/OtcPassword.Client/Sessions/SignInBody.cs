using System;
using System.Text.Json;

namespace OtcPassword.Client.Sessions;

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
        json.WriteString("name", credential.UserName);
        json.WriteStartObject("domain");
        json.WriteString("name", credential.DomainName);
        json.WriteEndObject();
        writeSecret();
        json.WriteEndObject();
    }
}
