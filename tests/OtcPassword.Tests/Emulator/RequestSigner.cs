using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OtcPassword.Tests.Emulator;

/// <summary>
/// A simple signer only for these tests, so that the verifier of the emulator is not tested with the signer of the
/// client. The published vectors test this signer.
/// </summary>
public static class RequestSigner
{
    public static string Date(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <param name="method">GET …</param>
    /// <param name="path">Already encoded.</param>
    /// <param name="query">Already encoded and sorted.</param>
    /// <param name="headers">The headers to sign, by lowercase name.</param>
    /// <param name="body">The body, or "".</param>
    /// <param name="accessKey">AK.</param>
    /// <param name="secretKey">SK.</param>
    public static string Authorization(
        string method, string path, string query, SortedDictionary<string, string> headers, string body, string accessKey, string secretKey)
    {
        string names = string.Join(";", headers.Keys);
        string canonical = string.Join(
            "\n", method, path + "/", query, string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n")), names, Hash(body));
        string toSign = $"SDK-HMAC-SHA256\n{headers["x-sdk-date"]}\n{Hash(canonical)}";
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secretKey));
        string signature = Hex(hmac.ComputeHash(Encoding.UTF8.GetBytes(toSign)));
        return $"SDK-HMAC-SHA256 Access={accessKey}, SignedHeaders={names}, Signature={signature}";
    }

    /// <summary>Returns the scoped form of the SDK of T Cloud Public, with an empty region and service in the scope.</summary>
    public static string ScopedAuthorization(
        string method, string path, string query, SortedDictionary<string, string> headers, string body, string accessKey, string secretKey)
    {
        string date = headers["x-sdk-date"];
        string scope = date.Substring(0, 8) + "///sdk_request";
        string names = string.Join(";", headers.Keys);
        string canonical = string.Join(
            "\n", method, path + "/", query, string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n")), names, Hash(body));
        byte[] key = Encoding.UTF8.GetBytes("SDK" + secretKey);
        foreach (string part in scope.Split('/').Append($"SDK-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}"))
        {
            using var hmac = new HMACSHA256(key);
            key = hmac.ComputeHash(Encoding.UTF8.GetBytes(part));
        }

        return $"SDK-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={Hex(key)}";
    }

    private static string Hash(string text)
    {
#if NET
        return Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
#else
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(text)));
#endif
    }

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
