using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>Private keys that are specified as text, as vaults and the secret variables of pipelines return them.</summary>
public class PrivateKeyTextTests
{
    private const string Name = "-PrivateKey";
    private const string OneLine = "on one line";

    private static readonly string[] AllShapes =
        ["pkcs1-2048.pem", "pkcs1-aes256.pem", "pkcs8.pem", "pkcs8-hmacWithSHA256-aes-256-cbc.pem", "openssh.key", "openssh-aes256-ctr.key", "putty-v3.ppk", "two-keys.pem"];

    private static readonly Dictionary<string, Func<string, string>> Shapes = new()
    {
        ["as it is"] = text => text,
        ["with the line endings of Windows"] = text => text.Replace("\r\n", "\n").Replace("\n", "\r\n"),
        ["without the last line ending"] = text => text.TrimEnd(),
        ["with space around it"] = text => $"  \n{text}\n\n ",
        ["with line endings written as \\n"] = text => text.TrimEnd().Replace("\r", "").Replace("\n", "\\n"),
        ["with line endings written as \\r\\n"] = text => text.Replace("\r", "").Replace("\n", "\\r\\n") + "\n",
        ["as base64 of the file"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        [OneLine] = text => text.TrimEnd().Replace("\r", "").Replace('\n', ' '),
    };

    public static TheoryData<string, string> Texts
    {
        get
        {
            var data = new TheoryData<string, string>();
            string[] shapes = [.. Shapes.Keys];
            int number = 0;
            foreach (string file in TestKeys.Files.Select(row => row.Data).Where(file => ReadText(file) != null))
            {
                // One file of each kind in all shapes, and each other file in one: key derivations take long.
                string[] chosen = AllShapes.Contains(file) || LongTests.Enabled ? shapes : [shapes[number++ % (shapes.Length - 1)]];
                foreach (string shape in chosen.Where(shape => shape != OneLine || !file.EndsWith(".ppk", StringComparison.Ordinal)))
                {
                    data.Add(file, shape);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Key_text_in_every_shape_decrypts_what_openssl_encrypted(string file, string shape) =>
        AssertDecrypts(file, Shapes[shape](ReadText(file)!));

    [Theory]
    [InlineData("pkcs1.der")]
    [InlineData("pkcs8.der")]
    [InlineData("pkcs8-encrypted.der")]
    public void Base64_of_a_binary_key_file_decrypts_what_openssl_encrypted(string file) =>
        AssertDecrypts(file, Convert.ToBase64String(TestKeys.Bytes(file), Base64FormattingOptions.InsertLineBreaks));

    [Fact]
    public void Text_can_contain_several_keys()
    {
        string[] files = ["pkcs1-1024.pem", "openssh-4096.key", "pkcs8.pem"];
        string text = string.Concat(files.Select(ReadText));
        using KeyRing ring = Open(text);

        Assert.Equal([1024, 4096, 2048], ring.Entries.Select(entry => entry.PublicKey!.KeySize));
        foreach (string file in files)
        {
            IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);
            Assert.Equal(facts["password"], TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(facts["ciphertext"], null, "server web01")));
        }
    }

    [Fact]
    public void Texts_and_files_can_be_specified_together()
    {
        using KeyRing ring = KeyRing.Open(
            [KeyRingTests.Explicit(TestKeys.PathOf("pkcs1-1024.pem")), new KeyFileSource(TestKeys.Secure(ReadText("pkcs8.pem")!), Name)], null);

        Assert.Equal([Name, TestKeys.PathOf("pkcs1-1024.pem")], ring.Entries.Select(entry => entry.Path));
    }

    [Fact]
    public void Trace_and_mismatch_name_the_parameter()
    {
        using KeyRing ring = Open(ReadText("pkcs8.pem")!);
        List<string> lines = [];
        new PasswordDecryptor(ring, lines.Add).Decrypt(TestKeys.Facts("pkcs8.pem")["ciphertext"], null, "server web01").Dispose();
        OtcException e = Assert.Throws<OtcException>(
            () => new PasswordDecryptor(ring).Decrypt(TestKeys.Facts("pkcs1-exponent-3.pem")["ciphertext"], null, "server web01"));

        Assert.Contains($"Using private key text in {Name} (", Assert.Single(lines));
        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains($"Keys checked: {Name} (2048 bits", e.Message);
    }

    [Theory]
    [InlineData("putty-v3.ppk", "on one line", OtcError.KeyFileUnreadable, "line endings of the PuTTY key are missing")]
    [InlineData("refused/ed25519-openssh", "as it is", OtcError.KeyNotRsa, "an Ed25519 key")]
    [InlineData("refused/rsa.pub", "as it is", OtcError.KeyNotRsa, "only a public key")]
    [InlineData("refused/cut.pem", "as it is", OtcError.KeyFileUnreadable, "-----END RSA PRIVATE KEY-----")]
    [InlineData("refused/text.csv", "as it is", OtcError.KeyFileUnreadable, "-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("refused/blank.pem", "as it is", OtcError.KeyFileUnreadable, "is empty")]
    [InlineData("refused/text.csv", "as base64 of the file", OtcError.KeyFileUnreadable, "-----BEGIN RSA PRIVATE KEY-----")]
    public void Text_that_is_not_an_rsa_private_key_is_an_error_that_names_the_parameter(
        string file, string shape, OtcError error, string finding)
    {
        OtcException e = Assert.Throws<OtcException>(() => Open(Shapes[shape](ReadText(file)!)));

        Assert.Equal(error, e.Error);
        Assert.StartsWith($"The private key text in {Name} ", e.Message, StringComparison.Ordinal);
        Assert.Contains(finding, e.Message);
        Assert.NotNull(e.RecommendedAction);
        Assert.DoesNotContain("{file}", e.RecommendedAction);
    }

    [Fact]
    public void Path_in_place_of_a_text_is_recognized_and_not_quoted()
    {
        string path = TestKeys.PathOf("pkcs8.pem");

        OtcException e = Assert.Throws<OtcException>(() => Open(path));

        Assert.Equal(OtcError.KeyFileUnreadable, e.Error);
        Assert.DoesNotContain(path, e.Message);
        Assert.Contains("use -KeyFile", e.RecommendedAction);
    }

    [Theory]
    [InlineData(null, OtcError.KeyPassphraseRequired)]
    [InlineData("wrong", OtcError.KeyPassphraseWrong)]
    public void Text_with_a_passphrase_needs_it(string? passphrase, OtcError error)
    {
        var source = new KeyFileSource(TestKeys.Secure(ReadText("pkcs1-aes256.pem")!), Name);

        OtcException e = Assert.Throws<OtcException>(
            () => KeyRing.Open([source], passphrase == null ? null : TestKeys.Secure(passphrase)));

        Assert.Equal(error, e.Error);
        Assert.Contains(Name, e.Message);
        Assert.Contains("-KeyPassphrase", e.RecommendedAction);
    }

    private static void AssertDecrypts(string file, string text)
    {
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);
        using KeyRing ring = Open(text);

        Assert.Equal(Name, Assert.Single(ring.Entries).Path);
        Assert.Equal(facts["password"], TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(facts["ciphertext"], null, "server web01")));
    }

    private static KeyRing Open(string text) => KeyRing.Open([new KeyFileSource(TestKeys.Secure(text), Name)], TestKeys.Passphrase);

    // Binary files have no text; UTF-16 without a mark is found out by the reader of files.
    private static string? ReadText(string file)
    {
        if (file.EndsWith(".der", StringComparison.Ordinal) || file == "utf16le-without-bom.pem")
        {
            return null;
        }

        using var reader = new StreamReader(TestKeys.PathOf(file), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
