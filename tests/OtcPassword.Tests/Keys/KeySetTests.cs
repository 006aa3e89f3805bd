using System.Security;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>Files with several keys, several passphrases, and the work that opening a key can take.</summary>
public sealed class KeySetTests : IDisposable
{
    private const string Mine = "pkcs1-2048.pem";
    private const string Protected = "openssh-aes256-ctr.key";

    private static readonly string Case = Path.Combine(BuildPaths.Repository, "tests", "data", "cases", "b18-p8-600000-iter.pem");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Mine, "refused/ec-pkcs8.pem")]
    [InlineData(Mine, "refused/cut.pem")]
    [InlineData(Mine, "refused/not-base64.pem")]
    [InlineData(Mine, "refused/line-missing.pem")]
    [InlineData(Mine, "refused/openssh-chacha20-poly1305.key")]
    [InlineData(Mine, "refused/ec-pkcs8-encrypted.pem")]
    [InlineData(Mine, "pkcs1-des3.pem")]
    [InlineData(Mine, "refused/ed25519.ppk")]
    [InlineData("putty-v3.ppk", "refused/ed25519.ppk")]
    [InlineData("putty-v3.ppk", "putty-v2.ppk")]
    public void Key_decrypts_although_another_key_in_the_file_cannot_be_read(string mine, string other)
    {
        string[] texts = [Read(mine), Read(other)];
        foreach (string text in new[] { texts[0] + texts[1], texts[1] + texts[0] })
        {
            using KeyRing ring = KeyRing.Open([Explicit(text), new KeyFileSource(TestKeys.Secure(text), "-PrivateKey")], null);

            AssertDecrypts(ring, mine);
        }
    }

    [Fact]
    public void Unreadable_key_in_a_file_is_named_among_the_skipped_ones()
    {
        using KeyRing ring = KeyRing.Open([Explicit(Read(Mine) + Read("refused/openssh-chacha20-poly1305.key"))], null);

        Assert.Contains("chacha20-poly1305@openssh.com", Assert.Single(ring.Skipped));
    }

    [Fact]
    public void First_problem_is_the_error_if_no_key_of_the_file_opens()
    {
        OtcException e = Assert.Throws<OtcException>(() => KeyRing.Open([Explicit(Read("pkcs1-des3.pem") + Read(Protected))], null));

        Assert.Equal(OtcError.KeyPassphraseRequired, e.Error);
    }

    [Fact]
    public void Passphrases_are_tried_in_turn()
    {
        SecureString[] passphrases = [TestKeys.Secure("wrong"), TestKeys.Secure(""), TestKeys.Passphrase];
        using KeyRing ring = KeyRing.Open([Explicit(Read(Protected))], passphrases, null, CancellationToken.None);
        AssertDecrypts(ring, Protected);

        OtcException e = Assert.Throws<OtcException>(
            () => KeyRing.Open([Explicit(Read(Protected))], passphrases.Take(2).ToList(), null, CancellationToken.None));
        Assert.Equal(OtcError.KeyPassphraseWrong, e.Error);
    }

    // 600,000 iterations of PBKDF2, which OWASP recommends. Only the folder search has the lower limit.
    [Fact]
    public void Specified_file_that_takes_long_opens_with_a_trace_and_a_searched_one_is_skipped()
    {
        List<string> lines = [];
        using KeyRing ring = KeyRing.Open([new KeyFileSource(Case, isExplicit: true)], [TestKeys.Secure("geheim")], lines.Add, CancellationToken.None);
        Assert.NotNull(ring.Entries[0].PublicKey);
        Assert.Contains("600000 iterations", Assert.Single(lines));

        using KeyRing searched = KeyRing.Open([new KeyFileSource(Case, isExplicit: false)], TestKeys.Secure("geheim"));
        Assert.Empty(searched.Entries);
        Assert.Contains("more than 100000 key derivation iterations", Assert.Single(searched.Skipped));
    }

    [Theory]
    [InlineData("refused/openssh-300-rounds.key", "300 rounds of bcrypt", "300 bcrypt rounds")]
    [InlineData("refused/putty-64-mebibytes.ppk", "65536 KiB", "65536 KiB")]
    public void Specified_file_has_higher_limits_than_a_searched_one(string file, string cost, string refusal)
    {
        string path = TestKeys.PathOf(file);
        using PrivateKeyFile read = PrivateKeyFile.Read(path);
        Assert.Contains(cost, read.Entries[0].Cost);
        using RsaPrivateKey key = read.Entries[0].Open(TestKeys.Passphrase);
        Assert.Equal(KeyRingTests.Public(Mine), key.PublicKey);

        Assert.Contains(refusal, Assert.Throws<OtcException>(() => PrivateKeyFile.Read(new KeyFileSource(path, isExplicit: false))).Message);
    }

    [Fact]
    public void Cancellation_ends_opening_a_key_that_takes_long()
    {
        using var stop = new CancellationTokenSource();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => KeyRing.Open(
            [new KeyFileSource(Slow(), isExplicit: true)], [TestKeys.Secure("geheim")], _ => stop.Cancel(), stop.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    // 4,194,304 iterations: more than a second on any computer, in the three bytes of the original number.
    private string Slow()
    {
        byte[] der = Convert.FromBase64String(string.Concat(File.ReadAllLines(Case).Where(line => line[0] != '-')));
        int iterations = der.AsSpan().IndexOf(new byte[] { 0x02, 0x03, 0x09, 0x27, 0xC0 });
        new byte[] { 0x40, 0, 0 }.CopyTo(der, iterations + 2);
        string path = Path.Combine(_folder.Path, "slow.der");
        File.WriteAllBytes(path, der);
        return path;
    }

    private static string Read(string file) => Encoding.UTF8.GetString(TestKeys.Bytes(file)).TrimEnd() + "\n";

    private static void AssertDecrypts(KeyRing ring, string file)
    {
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts(file);
        Assert.Equal(facts["password"], TestKeys.Plain(new PasswordDecryptor(ring).Decrypt(facts["ciphertext"], null, "server web01")));
    }

    private KeyFileSource Explicit(string text) => new(_folder.Write("keys.txt", text), isExplicit: true);
}
