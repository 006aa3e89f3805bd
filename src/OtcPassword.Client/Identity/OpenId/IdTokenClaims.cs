using System.Text.Json;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The claims of an ID token that the client reads. The identity service verifies the signature.</summary>
internal sealed class IdTokenClaims
{
    public string? Iss { get; set; }
    public string? Sub { get; set; }
    public JsonElement Aud { get; set; }
    public string? Azp { get; set; }
    public string? Nonce { get; set; }
    public double? Exp { get; set; }

    /// <summary>Gets the expiration time; null if it is missing or not plausible.</summary>
    public DateTimeOffset? ExpiresAt => Exp is >= 0 and < int.MaxValue * 10L ? DateTimeOffset.FromUnixTimeSeconds((long)Exp) : null;

    /// <summary>Returns the claims, or null if the text is not a JSON Web Token.</summary>
    public static IdTokenClaims? Read(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            string base64 = parts[1].Replace('-', '+').Replace('_', '/');
            byte[] json = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            return JsonSerializer.Deserialize(json, OpenIdJson.Default.IdTokenClaims);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns true if the token was issued for a client (OpenID Connect Core, section 3.1.3.7).</summary>
    public bool IsFor(string clientId)
    {
        try
        {
            bool isAudience = Aud.ValueKind == JsonValueKind.Array ? Aud.EnumerateArray().Any(IsClient) : IsClient(Aud);
            return isAudience && (Azp is null || Azp == clientId);
        }
        catch (InvalidOperationException)
        {
            // The text is not valid Unicode.
            return false;
        }

        bool IsClient(JsonElement one) => one.ValueKind == JsonValueKind.String && one.ValueEquals(clientId);
    }
}
