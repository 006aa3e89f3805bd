using System.Security;
using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>The key files that tests/data/make-keys.sh creates, and their expected values.</summary>
internal static class TestKeys
{
    private static readonly Lazy<JsonElement> Manifest = new(
        () => JsonDocument.Parse(File.ReadAllText(PathOf("manifest.json"))).RootElement);

    public static SecureString Passphrase => Secure(Manifest.Value.GetProperty("passphrase").GetString()!);

    public static TheoryData<string> Files =>
        [.. Manifest.Value.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()!)];

    public static IReadOnlyDictionary<string, string> Facts(string file) =>
        Manifest.Value.GetProperty("files").EnumerateArray()
            .Single(element => element.GetProperty("file").GetString() == file)
            .EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ToString());

    public static string PathOf(string file) => Path.Combine(BuildPaths.Keys, file);

    public static byte[] Bytes(string file) => File.ReadAllBytes(PathOf(file));

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }

    public static string Plain(SecureString secure) => new System.Net.NetworkCredential("", secure).Password;
}
