namespace OtcPassword.Emulator.Identity;

/// <summary>What an ID token says, beside its issuer.</summary>
/// <param name="User">The name of the user: the subject.</param>
/// <param name="Audience">The client ID.</param>
/// <param name="Lifetime">The time until the ID token expires; negative if it has expired.</param>
/// <param name="Nonce">The nonce of the request, or null.</param>
/// <param name="Groups">The number of groups, which make an ID token long.</param>
internal sealed record IdTokenClaims(string User, string Audience, TimeSpan Lifetime, string? Nonce = null, int Groups = 1);

/// <summary>The ID tokens of identity providers: JSON Web Tokens (RFC 7519) with an RS256 signature.</summary>
internal static class IdToken
{
    public static string Issue(IdentityProvider provider, string baseUrl, IdTokenClaims claims)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var body = new JsonObject
        {
            ["iss"] = provider.Issuer(baseUrl),
            ["aud"] = claims.Audience,
            ["sub"] = claims.User,
            ["preferred_username"] = claims.User,
            ["groups"] = new JsonArray([.. Enumerable.Range(1, claims.Groups).Select(n => (JsonNode)$"company-group-{n:0000}")]),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + claims.Lifetime).ToUnixTimeSeconds(),
        };
        if (claims.Nonce is not null)
        {
            body["nonce"] = claims.Nonce;
        }

        string signed = $"{Encode(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = provider.KeyId })}.{Encode(body)}";
        byte[] signature = provider.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// Returns the subject of an ID token, or null if the provider did not issue it for one of its clients, or if it has expired.
    /// </summary>
    public static string? FindSubject(IdentityProvider provider, string baseUrl, string token)
    {
        try
        {
            if (token.Split('.') is not [var header, var body, var signature] || !provider.Key.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return null;
            }

            JsonNode claims = JsonNode.Parse(Base64Url.DecodeFromChars(body))!;
            bool isValid = (string?)claims["iss"] == provider.Issuer(baseUrl)
                && Array.Exists(provider.Clients, client => client.Id == (string?)claims["aud"])
                && (long?)claims["exp"] > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return isValid ? (string?)claims["sub"] : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
