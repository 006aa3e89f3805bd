using System.Text.Json;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The claims of an ID token that the client reads. The identity service verifies the signature.</summary>
internal sealed class IdTokenClaims : ResponseObject
{
    public string? Iss;
    public string? Sub;
    public JsonElement Aud;
    public string? Azp;
    public string? Nonce;
    public double? Exp;

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
            return Parse(json, new IdTokenClaims());
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

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "iss" => Iss = ReadText(ref reader),
        "sub" => Sub = ReadText(ref reader),
        "aud" => Aud = JsonElement.ParseValue(ref reader),
        "azp" => Azp = ReadText(ref reader),
        "nonce" => Nonce = ReadText(ref reader),
        "exp" => Exp = ReadNumber(ref reader),
        _ => (object?)null,
    };
}
