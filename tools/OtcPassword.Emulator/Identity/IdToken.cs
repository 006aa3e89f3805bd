using System;
using System.Buffers.Text;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>The ID tokens of identity providers: JSON Web Tokens (RFC 7519) with an RS256 signature.</summary>
internal static class IdToken
{
    private const string Audience = "otcpassword";

    public static string Issue(IdentityProvider provider, string userName, TimeSpan lifetime)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" };
        var claims = new JsonObject
        {
            ["iss"] = provider.Issuer,
            ["aud"] = Audience,
            ["sub"] = userName,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        };
        string signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(provider.Key, signed))}";
    }

    /// <summary>Returns the user that an ID token names, or null if the provider did not issue it or it has expired.</summary>
    public static User? FindUser(IdentityProvider provider, string token)
    {
        string[] parts = token.Split('.');
        try
        {
            if (parts.Length != 3
                || !provider.Key.VerifyData(
                    Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return null;
            }

            using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            bool isValid = claims.RootElement.GetProperty("iss").GetString() == provider.Issuer
                && claims.RootElement.GetProperty("aud").GetString() == Audience
                && claims.RootElement.GetProperty("exp").GetInt64() > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            string? subject = claims.RootElement.GetProperty("sub").GetString();
            return isValid ? provider.Domain.Users.FirstOrDefault(user => user.Name == subject) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Sign(RSA key, string text) =>
        key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
