using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OtcPassword.Emulator.Identity;

/// <summary>The ID tokens of identity providers: JSON Web Tokens (RFC 7519) with an RS256 signature.</summary>
internal static class IdToken
{
    private const string Audience = "otcpassword";

    public static string Issue(IdentityProvider provider, string userName, TimeSpan lifetime)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string header = Encode(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" });
        string claims = Encode(new JsonObject
        {
            ["iss"] = provider.Issuer,
            ["aud"] = Audience,
            ["sub"] = userName,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        });
        byte[] signed = Encoding.ASCII.GetBytes($"{header}.{claims}");
        byte[] signature = provider.Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Returns the user that an ID token names, or null if the provider did not issue it or it has expired.</summary>
    public static User? FindUser(IdentityProvider provider, string token)
    {
        try
        {
            if (token.Split('.') is not [var header, var body, var signature] || !provider.Key.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return null;
            }

            JsonNode claims = JsonNode.Parse(Base64Url.DecodeFromChars(body))!;
            bool isValid = (string?)claims["iss"] == provider.Issuer
                && (string?)claims["aud"] == Audience
                && (long?)claims["exp"] > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return isValid ? provider.Domain.Users.Find(user => user.Name == (string?)claims["sub"]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
