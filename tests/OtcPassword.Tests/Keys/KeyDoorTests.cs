using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>Private keys in the shapes in which people have them, through each door: a file that is specified or only searched, and text.</summary>
public sealed class KeyDoorTests : IDisposable
{
    private const string Sesame = "Sesam-Oeffne-Dich1";

    private static readonly string Cases = Path.Combine(BuildPaths.Repository, "tests", "data", "cases");

    private static readonly string[] Files =
        ["pkcs1-2048.pem", "pkcs1-aes256.pem", "pkcs8.pem", "pkcs8-hmacWithSHA256-aes-256-cbc.pem", "openssh.key", "openssh-aes256-ctr.key", "putty-v3.ppk", "putty-v2-encrypted.ppk"];

    private static readonly Dictionary<string, Func<string, string>> Shapes = new()
    {
        ["base64 of the file"] = Base64,
        ["base64 of the file, in lines"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks),
        ["base64 of the file, for URLs"] = text => Base64(text).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["base64 of the file in a .env line"] = text => $"OTHER=1\nexport WEB_KEY=\"{Base64(text)}\"\n",
        ["base64 of the file in JSON"] = text => $"{{\n  \"name\": \"web\",\n  \"data\": \"{Base64(text)}\"\n}}",
        ["base64 of the file in YAML"] = text => $"data:\n  ssh-privatekey: {Base64(text)}\n",
        ["base64 of UTF-16"] = text => Convert.ToBase64String([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]),
        ["\\n"] = text => text.Replace("\n", "\\n"),
        ["\\r\\n"] = text => text.Replace("\n", "\\r\\n"),
        ["\\\\n"] = text => text.Replace("\n", "\\\\n"),
        ["\\\\\\\\r\\\\\\\\n"] = text => text.Replace("\n", "\\\\\\\\r\\\\\\\\n"),
        ["%0A"] = text => text.Replace("\n", "%0A"),
        ["%0D%0A in a URL-encoded body"] = text => text.Replace("+", "%2B").Replace("/", "%2F").Replace("=", "%3D").Replace("\n", "%0D%0A"),
        ["JSON string"] = text => $"\"{Json(text)}\"",
        ["JSON with escaped slashes"] = text => $"{{\"key\":\"{Json(text).Replace("/", "\\/")}\"}}",
        ["JSON of .NET"] = text => $"{{\"key\":\"{Json(text).Replace("+", "\\u002B")}\"}}",
        ["pretty-printed JSON"] = text => $"{{\n    \"KeyFingerprint\": \"1f:51\",\n    \"KeyMaterial\": \"{Json(text)}\",\n    \"KeyName\": \"web\"\n}}\n",
        ["JSON without the last line ending"] = text => $"{{\n    \"KeyMaterial\": \"{Json(text.TrimEnd())}\"\n}}\n",
        ["quoted YAML value"] = text => $"clouds:\n  web:\n    key: \"{Json(text)}\"\n    other: 1\n",
        ["line of a .env file"] = text => $"USER=admin\nWEB_KEY=\"{text.TrimEnd().Replace("\n", "\\n")}\"\nHOST=web\n",
        ["indented YAML block"] = text => "key: |\n" + string.Concat(text.TrimEnd().Split('\n').Select(line => $"    {line}\n")),
        ["spaces after each line"] = text => text.Replace("\n", "  \n"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> FilesAndShapes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string file in Files)
            {
                foreach (string shape in Shapes.Keys)
                {
                    data.Add(file, shape);
                }
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FilesAndShapes))]
    public void Key_in_each_shape_decrypts_through_each_door(string file, string shape)
    {
        string text = Shapes[shape](Encoding.UTF8.GetString(TestKeys.Bytes(file)).Replace("\r\n", "\n"));

        AssertDecrypts(Encoding.UTF8.GetBytes(text), TestKeys.Facts(file)["ciphertext"], TestKeys.Facts(file)["password"], isText: true);
    }

    [Theory]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs8.pem")]
    [InlineData("pkcs8-hmacWithSHA256-aes-256-cbc.pem")]
    [InlineData("openssh.key")]
    public void Base64_without_BEGIN_and_END_decrypts_through_each_door(string file)
    {
        string[] lines = Encoding.UTF8.GetString(TestKeys.Bytes(file)).Trim().Split('\n');
        string[] body = [.. lines.Skip(1).Take(lines.Length - 2)];
        foreach (string text in new[] { string.Concat(body), string.Join("\r\n", body), string.Join("\\n", body), $"KEY={string.Concat(body)}\n" })
        {
            AssertDecrypts(Encoding.UTF8.GetBytes(text), TestKeys.Facts(file)["ciphertext"], TestKeys.Facts(file)["password"], isText: true);
        }
    }

    [Theory]
    [InlineData("pkcs1.der")]
    [InlineData("pkcs8.der")]
    [InlineData("pkcs8-encrypted.der")]
    public void DER_followed_by_a_line_ending_decrypts(string file) => AssertDecrypts(
        [.. TestKeys.Bytes(file), (byte)'\r', (byte)'\n'], TestKeys.Facts(file)["ciphertext"], TestKeys.Facts(file)["password"], isText: false);

    // The content decides, whatever the label says.
    [Theory]
    [InlineData("pkcs1-2048.pem", "PRIVATE KEY")]
    [InlineData("pkcs1-2048.pem", "OPENSSH PRIVATE KEY")]
    [InlineData("pkcs1-2048.pem", "EC PRIVATE KEY")]
    [InlineData("pkcs8.pem", "RSA PRIVATE KEY")]
    [InlineData("pkcs8.pem", "ENCRYPTED PRIVATE KEY")]
    [InlineData("pkcs8-hmacWithSHA256-aes-256-cbc.pem", "RSA PRIVATE KEY")]
    [InlineData("pkcs8-hmacWithSHA256-aes-256-cbc.pem", "PRIVATE KEY")]
    [InlineData("openssh.key", "RSA PRIVATE KEY")]
    [InlineData("openssh-aes256-ctr.key", "PRIVATE KEY")]
    public void Key_under_a_wrong_label_decrypts(string file, string label)
    {
        string[] lines = Encoding.UTF8.GetString(TestKeys.Bytes(file)).Trim().Split('\n');
        lines[0] = $"-----BEGIN {label}-----";
        lines[lines.Length - 1] = $"-----END {label}-----";

        AssertDecrypts(
            Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n"), TestKeys.Facts(file)["ciphertext"], TestKeys.Facts(file)["password"], isText: true);
    }

    [Theory]
    [InlineData("refused/ec-pkcs8.pem", "RSA PRIVATE KEY", "an EC key")]
    [InlineData("refused/public.pem", "RSA PRIVATE KEY", "only a public key")]
    [InlineData("refused/certificate.pem", "PRIVATE KEY", "a certificate")]
    [InlineData("refused/ed25519-openssh", "RSA PRIVATE KEY", "an Ed25519 key")]
    public void Other_content_under_the_label_of_a_key_is_named(string file, string label, string finding)
    {
        string[] lines = Encoding.UTF8.GetString(TestKeys.Bytes(file)).Trim().Split('\n');
        lines[0] = $"-----BEGIN {label}-----";
        lines[lines.Length - 1] = $"-----END {label}-----";

        OtcException e = Assert.Throws<OtcException>(() => PrivateKeyFile.Parse(Encoding.UTF8.GetBytes(string.Join("\n", lines)), "x"));
        Assert.Equal(OtcError.KeyNotRsa, e.Error);
        Assert.Contains(finding, e.Message);
    }

    [Theory]
    [InlineData("a06-noheader-b64.pem")]
    [InlineData("a15-nova-keypair.json")]
    [InlineData("a18-literal-backslash-n.pem")]
    [InlineData("a24-base64-of-pem-in-file.txt")]
    [InlineData("a42-p8-under-rsa-header.pem")]
    [InlineData("base.pem")]
    [InlineData("d01-no-crt.pem")]
    [InlineData("e06-plain-then-other-enc.pem")]
    [InlineData("e07-other-enc-then-mine-enc.pem")]
    [InlineData("f08-ppk-trailing-space.ppk")]
    [InlineData("g01-primes-1088-960.pem")]
    public void Case_decrypts_through_each_door(string file) => AssertDecrypts(
        File.ReadAllBytes(Path.Combine(Cases, file)), CiphertextOf(file), Sesame, isText: true, passphrase: "geheim");

    [Theory]
    [InlineData("a12-zwsp.pem", "invisible characters such as zero-width spaces", "Set-Content")]
    [InlineData("a32-rtf.pem", "Rich Text Format", "plain text")]
    [InlineData("c17-rsakeyvalue.xml", ".NET's XML format", "FromXmlString")]
    public void Case_that_is_not_readable_is_described(string file, string finding, string action)
    {
        OtcException e = Assert.Throws<OtcException>(() => PrivateKeyFile.Read(Path.Combine(Cases, file)));

        Assert.Contains(finding, e.Message);
        Assert.Contains(action, e.RecommendedAction);
        Assert.DoesNotContain("backup", e.RecommendedAction);
    }

    private static string CiphertextOf(string file) =>
        File.ReadAllText(Path.Combine(Cases, file.StartsWith("g01", StringComparison.Ordinal) ? "g01.ct.b64" : "ct.b64"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Json(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private void AssertDecrypts(byte[] content, string ciphertext, string password, bool isText, string? passphrase = null)
    {
        string path = Path.Combine(_folder.Path, "web.pem");
        File.WriteAllBytes(path, content);
        KeyFileSource[] doors =
        [
            new(path, isExplicit: true),
            new(path, isExplicit: false),
            .. isText ? [new KeyFileSource(TestKeys.Secure(Encoding.UTF8.GetString(content)), "-PrivateKey")] : Array.Empty<KeyFileSource>(),
        ];
        foreach (KeyFileSource door in doors)
        {
            using KeyRing ring = KeyRing.Open([door], passphrase is null ? TestKeys.Passphrase : TestKeys.Secure(passphrase));
            Assert.Equal(password, TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(ciphertext, null, "server web01")));
        }
    }
}
