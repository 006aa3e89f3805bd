using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Emulator.Http;

namespace OtcPassword.Emulator.Identity;

/// <summary>
/// Checks SDK-HMAC-SHA256 signatures in both forms: the one of the API Gateway reference (<c>Access=</c>), and the scoped
/// one of Open Telekom Cloud's Go SDK (<c>Credential=AK/date/region/service/sdk_request</c>). Written from the published
/// descriptions, not from a client.
/// </summary>
internal static class SignatureVerifier
{
    public const string Scheme = "SDK-HMAC-SHA256";

    private const string Terminator = "sdk_request";

    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Returns the ID of the access key, or null if the header has another scheme.</summary>
    public static string? AccessKeyOf(string authorization) =>
        Part(authorization, "Access") ?? Part(authorization, "Credential")?.Split('/')[0];

    /// <summary>Returns null if the signature is valid; otherwise, the reason why it is not.</summary>
    public static string? Verify(CloudCall call, string authorization, string secretKey, DateTime now)
    {
        string? signedHeaders = Part(authorization, "SignedHeaders");
        string? signature = Part(authorization, "Signature");
        string? date = call.Header("X-Sdk-Date");
        if (signedHeaders is null || signature is null)
        {
            return "the Authorization header is incomplete";
        }

        if (!DateTime.TryParseExact(
            date,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTime signedAt))
        {
            return "X-Sdk-Date is missing or malformed";
        }

        if ((now - signedAt).Duration() > MaxSkew)
        {
            return "X-Sdk-Date differs from the current time by more than 15 minutes";
        }

        string[] names = signedHeaders.Split(';');
        if (!names.Contains("x-sdk-date") || !names.SequenceEqual(names.Order(StringComparer.Ordinal)))
        {
            return "the signed headers must contain x-sdk-date and be in order";
        }

        string hash = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalRequest(call, names))));
        byte[] expected;
        if (Part(authorization, "Credential") is { } credential)
        {
            string[] scope = credential.Split('/')[1..];
            if (scope is not [var day, _, _, Terminator] || day != date[..8])
            {
                return "the scope of the credential is not DATE/REGION/SERVICE/sdk_request";
            }

            expected = HMACSHA256.HashData(ScopedKey(secretKey, scope), Utf8($"{Scheme}\n{date}\n{string.Join('/', scope)}\n{hash}"));
        }
        else
        {
            expected = HMACSHA256.HashData(Utf8(secretKey), Utf8($"{Scheme}\n{date}\n{hash}"));
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(expected)), Encoding.ASCII.GetBytes(signature))
            ? null
            : "the signature does not match";
    }

    // A chain of HMACs over the parts of the scope, which starts with the secret key.
    private static byte[] ScopedKey(string secretKey, string[] scope) =>
        scope.Aggregate(Utf8("SDK" + secretKey), (key, part) => HMACSHA256.HashData(key, Utf8(part)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string CanonicalRequest(CloudCall call, string[] names)
    {
        var text = new StringBuilder();
        text.Append(call.Method).Append('\n');
        foreach (string segment in call.RawPath.Split('/').Skip(1))
        {
            text.Append('/').Append(Uri.EscapeDataString(Uri.UnescapeDataString(segment)));
        }

        if (text[^1] != '/')
        {
            text.Append('/');
        }

        text.Append('\n');
        IEnumerable<string> query = call.Query()
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}");
        text.AppendJoin('&', query).Append('\n');
        foreach (string name in names)
        {
            text.Append(name).Append(':').Append(call.Header(name)?.Trim()).Append('\n');
        }

        text.Append('\n').AppendJoin(';', names).Append('\n');
        return text.Append(Hex(SHA256.HashData(call.RequestBody))).ToString();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string? Part(string authorization, string name)
    {
        if (!authorization.StartsWith(Scheme + " ", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (string part in authorization[Scheme.Length..].Split(','))
        {
            string trimmed = part.Trim();
            if (trimmed.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return trimmed[(name.Length + 1)..];
            }
        }

        return null;
    }
}
