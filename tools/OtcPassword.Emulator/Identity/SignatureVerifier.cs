namespace OtcPassword.Emulator.Identity;

/// <summary>
/// Checks SDK-HMAC-SHA256 signatures in both forms: the one of the API Gateway reference (<c>Access=</c>), and the scoped
/// one of T Cloud Public's Go SDK (<c>Credential=AK/date/region/service/sdk_request</c>). Written from the published
/// descriptions, not from a client.
/// </summary>
internal static class SignatureVerifier
{
    public const string Scheme = "SDK-HMAC-SHA256";

    private const string Terminator = "sdk_request";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Returns the ID of the access key, or null if the header has another scheme.</summary>
    public static string? AccessKeyOf(string authorization) =>
        Part(authorization, "Access") ?? Part(authorization, "Credential")?.Split('/')[0];

    /// <summary>Returns null if the signature is valid; otherwise, the reason why it is not.</summary>
    public static string? Verify(CloudCall call, string authorization, string secretKey, DateTime now)
    {
        string? signature = Part(authorization, "Signature");
        string? date = call.Header("X-Sdk-Date");
        string[]? names = Part(authorization, "SignedHeaders")?.Split(';');
        string[]? scope = Part(authorization, "Credential")?.Split('/')[1..];
        bool hasDate = DateTime.TryParseExact(
            date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime signedAt);
        return names is null || signature is null ? "the Authorization header is incomplete"
            : !hasDate ? "X-Sdk-Date is missing or malformed"
            : (now - signedAt).Duration() > MaxSkew ? "X-Sdk-Date differs from the current time by more than 15 minutes"
            : !names.Contains("x-sdk-date") || !names.SequenceEqual(names.Order(StringComparer.Ordinal))
                ? "the signed headers must contain x-sdk-date and be in order"
            : scope is not null && !(scope is [var day, _, _, Terminator] && day == date![..8])
                ? "the scope of the credential is not DATE/REGION/SERVICE/sdk_request"
            : CryptographicOperations.FixedTimeEquals(Utf8(Sign(call, names, date!, secretKey, scope)), Utf8(signature)) ? null
            : "the signature does not match";
    }

    private static string Sign(CloudCall call, string[] names, string date, string secretKey, string[]? scope)
    {
        string hash = Hex(SHA256.HashData(Utf8(CanonicalRequest(call, names))));
        return Hex(scope is null
            ? HMACSHA256.HashData(Utf8(secretKey), Utf8($"{Scheme}\n{date}\n{hash}"))
            : HMACSHA256.HashData(ScopedKey(secretKey, scope), Utf8($"{Scheme}\n{date}\n{string.Join('/', scope)}\n{hash}")));
    }

    // A chain of HMACs over the parts of the scope, which starts with the secret key.
    private static byte[] ScopedKey(string secretKey, string[] scope) =>
        scope.Aggregate(Utf8("SDK" + secretKey), (key, part) => HMACSHA256.HashData(key, Utf8(part)));

    private static string CanonicalRequest(CloudCall call, string[] names)
    {
        string path = string.Join('/', call.RawPath.Split('/').Select(segment => Uri.EscapeDataString(Uri.UnescapeDataString(segment))));
        IEnumerable<string> query = call.Query()
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}");
        IEnumerable<string> headers = names.Select(name => $"{name}:{call.Header(name)?.Trim()}\n");
        return string.Join(
            '\n',
            call.Method,
            path.EndsWith('/') ? path : path + '/',
            string.Join('&', query),
            string.Concat(headers),
            string.Join(';', names),
            Hex(SHA256.HashData(call.Body)));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string? Part(string authorization, string name) => !authorization.StartsWith(Scheme + " ", StringComparison.Ordinal)
        ? null
        : authorization[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
