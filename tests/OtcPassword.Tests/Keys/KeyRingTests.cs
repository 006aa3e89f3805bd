using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class KeyRingTests
{
    [Fact]
    public void File_specified_twice_is_read_once()
    {
        string path = TestKeys.PathOf("pkcs1-2048.pem");
        string same = Path.Combine(Path.GetDirectoryName(path)!, "refused", "..", "pkcs1-2048.pem");
        using KeyRing ring = KeyRing.Open([Explicit(path), InFolder(same), InFolder(path)], null);

        Assert.Equal(path, Assert.Single(ring.Entries).Path);
    }

    [Theory]
    [InlineData("refused/ed25519-openssh", OtcError.KeyNotRsa)]
    [InlineData("refused/empty.pem", OtcError.KeyFileUnreadable)]
    [InlineData("refused/ec-pkcs8-encrypted.pem", OtcError.KeyPassphraseRequired)]
    [InlineData("openssh-aes256-ctr.key", OtcError.KeyPassphraseRequired)]
    [InlineData("no-such-file", OtcError.KeyFileNotFound)]
    public void Unusable_file_causes_an_error_if_it_is_specified_but_not_in_a_searched_folder(string file, OtcError error)
    {
        KeyFileSource good = InFolder(TestKeys.PathOf("pkcs1-2048.pem"));
        string path = TestKeys.PathOf(file);

        Assert.Equal(error, Assert.Throws<OtcException>(() => KeyRing.Open([good, Explicit(path)], null)).Error);
        using KeyRing ring = KeyRing.Open([InFolder(path), good], null);
        Assert.NotNull(ring.Find(Public("pkcs1-2048.pem")));
    }

    [Fact]
    public void Unusable_file_causes_an_error_even_if_its_folder_was_searched_before()
    {
        string path = TestKeys.PathOf("refused/empty.pem");

        OtcException e = Assert.Throws<OtcException>(() => KeyRing.Open([InFolder(path), Explicit(path)], null));

        Assert.Equal(OtcError.KeyFileUnreadable, e.Error);
    }

    [Fact]
    public void Incorrect_passphrase_for_a_specified_file_is_an_error()
    {
        OtcException e = Assert.Throws<OtcException>(
            () => KeyRing.Open([Explicit(TestKeys.PathOf("pkcs8-encrypted.der"))], TestKeys.Secure("no")));

        Assert.Equal(OtcError.KeyPassphraseWrong, e.Error);
    }

    [Fact]
    public void Key_is_found_although_its_public_key_is_encrypted()
    {
        using KeyRing ring = KeyRing.Open(
            [InFolder(TestKeys.PathOf("pkcs1-1024.pem")), InFolder(TestKeys.PathOf("pkcs8-encrypted.der"))],
            TestKeys.Passphrase);

        Assert.Null(ring.Entries[1].PublicKey);
        Assert.Equal(TestKeys.PathOf("pkcs8-encrypted.der"), ring.Find(Public("pkcs1-2048.pem"))!.Path);
        Assert.Equal(Public("pkcs1-2048.pem"), ring.Entries[1].PublicKey);
    }

    [Fact]
    public void Key_from_a_folder_is_opened_only_when_it_is_needed()
    {
        using KeyRing ring = KeyRing.Open([InFolder(TestKeys.PathOf("openssh-aes256-ctr.key"))], null);
        StoredKey entry = Assert.Single(ring.Entries);

        Assert.Null(entry.Problem);
        Assert.Null(ring.Find(Public("pkcs1-3072.pem")));
        Assert.Null(entry.Problem);
        Assert.Null(ring.Find(Public("pkcs1-2048.pem")));
        Assert.Equal(OtcError.KeyPassphraseRequired, entry.Problem?.Error);
    }

    [Fact]
    public void Key_stored_in_several_files_is_offered_once()
    {
        string[] files = ["pkcs1-2048.pem", "pkcs8.der", "pkcs1-4096.pem", "pkcs1-exponent-3.pem", "putty-v3.ppk"];
        using KeyRing ring = KeyRing.Open(files.Select(file => InFolder(TestKeys.PathOf(file))), null);

        Assert.Equal(
            [TestKeys.PathOf("pkcs1-2048.pem"), TestKeys.PathOf("pkcs1-exponent-3.pem")],
            ring.OfSize(256).Select(entry => entry.Path));
    }

    [Theory]
    [InlineData("pkcs1-exponent-3", "pkcs1-exponent-3.pem")]
    [InlineData("PKCS1-EXPONENT-3.pem", "pkcs1-exponent-3.pem")]
    [InlineData("another", "pkcs1-2048.pem")]
    public void Key_file_with_the_name_of_the_key_pair_is_offered_first(string keyPair, string first)
    {
        string[] files = ["pkcs1-2048.pem", "pkcs1-exponent-3.pem"];
        using KeyRing ring = KeyRing.Open(files.Select(file => InFolder(TestKeys.PathOf(file))), null);

        Assert.Equal(TestKeys.PathOf(first), ring.OfSize(256, keyPair).First().Path);
        Assert.Equal(2, ring.OfSize(256, keyPair).Count());
    }

    [Fact]
    public void Key_file_with_the_name_of_the_key_pair_is_opened_first()
    {
        string[] files = ["pkcs1-aes256.pem", "pkcs8-encrypted.der"];
        using KeyRing ring = KeyRing.Open(files.Select(file => InFolder(TestKeys.PathOf(file))), TestKeys.Passphrase);

        Assert.Equal(ring.Entries[1], ring.Find(Public("pkcs1-2048.pem"), "pkcs8-encrypted"));
        Assert.Null(ring.Entries[0].PublicKey);
    }

    [Fact]
    public void Passphrase_is_reported_as_unused_if_all_keys_are_unencrypted()
    {
        KeyFileSource plain = Explicit(TestKeys.PathOf("pkcs1-2048.pem"));
        KeyFileSource encrypted = Explicit(TestKeys.PathOf("putty-v2-encrypted.ppk"));

        using KeyRing one = KeyRing.Open([plain], TestKeys.Passphrase);
        Assert.True(one.PassphraseUnused);
        using KeyRing both = KeyRing.Open([plain, encrypted], TestKeys.Passphrase);
        Assert.False(both.PassphraseUnused);
        using KeyRing none = KeyRing.Open([plain], null);
        Assert.False(none.PassphraseUnused);
    }

    [Fact]
    public void Disposed_key_ring_disposes_its_keys()
    {
        KeyRing ring = KeyRing.Open([Explicit(TestKeys.PathOf("pkcs1-2048.pem"))], null);
        RsaPrivateKey key = ring.KeyOf(ring.Entries[0])!;
        ring.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Decrypt(new byte[256]));
    }

    [Fact]
    public void Folder_with_files_of_all_kinds_is_searched_without_errors()
    {
        string folder = TestKeys.PathOf("");
        using KeyRing ring = KeyRing.Open(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(InFolder), null);

        Assert.NotNull(ring.Find(Public("pkcs1-8192.pem")));
        Assert.DoesNotContain(ring.Entries, entry => entry.Path.EndsWith(".pub", StringComparison.Ordinal));
    }

    internal static KeyFileSource Explicit(string path) => new(path, isExplicit: true);

    internal static KeyFileSource InFolder(string path) => new(path, isExplicit: false);

    internal static RsaPublicKey Public(string file) =>
        RsaPublicKey.TryParseOpenSsh(TestKeys.Facts(file)["publicKey"], out RsaPublicKey? key)
            ? key
            : throw new InvalidOperationException();
}
