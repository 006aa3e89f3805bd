using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>A PuTTY key file (.ppk) version 2 or 3 (PuTTY's manual, appendix C), with or without a passphrase.</summary>
internal sealed class PuttyKey : EncodedKey
{
    private const string SshName = "ssh-rsa";
    private const string NoCipher = "none";
    private const string AesCipher = "aes256-cbc";
    private const int AesBlock = 16;
    private const string MacSeed = "putty-private-key-file-mac-key";

    private readonly int _version;
    private readonly string _cipher;
    private readonly byte[] _comment;
    private readonly byte[] _public;
    private readonly byte[] _private;
    private readonly byte[] _mac;
    private readonly PuttyDerivation? _derivation;

    /// <param name="text">The file, starting at "PuTTY-User-Key-File-"; it is not stored.</param>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    public PuttyKey(ReadOnlyMemory<byte> text)
    {
        var lines = new PuttyLines(text);
        (string name, string algorithm) = lines.ReadAny();
        _version = name switch
        {
            "PuTTY-User-Key-File-2" => 2,
            "PuTTY-User-Key-File-3" => 3,
            _ => throw UnsupportedKey.Other(
                "is a PuTTY key file of an unsupported version",
                "Save the key again with a current version of PuTTYgen: puttygen {file} -O private -o key.ppk"),
        };
        if (algorithm != SshName)
        {
            throw UnsupportedKey.Private(KeyAlgorithmName.OfSsh(algorithm));
        }

        _cipher = lines.Read("Encryption");
        if (_cipher is not (NoCipher or AesCipher))
        {
            throw UnsupportedKey.Other("is a PuTTY key file with an unknown cipher");
        }

        _comment = lines.ReadBytes("Comment");
        _public = lines.ReadData("Public-Lines");
        PublicKey = RsaPublicKey.FromSshBlob(_public) ??
            throw KeyDataException.Damaged("is damaged: its public section is not a valid RSA key");
        _derivation = IsEncrypted && _version == 3 ? PuttyDerivation.Read(lines) : null;
        _private = lines.ReadData("Private-Lines");
        try
        {
            _mac = HexBytes.TryDecode(lines.Read("Private-MAC")) ?? [];
            if (_mac.Length != (_version == 2 ? 20 : 32) || (IsEncrypted && _private.Length % AesBlock != 0) || _private.Length == 0)
            {
                throw KeyDataException.Damaged("is damaged: its private section or its MAC has an invalid length");
            }

            if (!IsEncrypted)
            {
                using RsaPrivateKey material = Open(null);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override KeyFileFormat Format => _version == 2 ? KeyFileFormat.PuttyV2 : KeyFileFormat.PuttyV3;

    public override bool IsEncrypted => _cipher != NoCipher;

    public override string? Comment => _comment.Length > 0 ? KeyText.ToText(_comment) : null;

    public override RsaPublicKey PublicKey { get; }

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] secret = IsEncrypted ? passphrase! : [];
        byte[] keys = _derivation?.Derive(secret) ?? DeriveForVersion2(secret);
        byte[] plain = IsEncrypted ? Decrypt(keys) : (byte[])_private.Clone();
        byte[] macKey = MacKey(keys, secret);
        try
        {
            bool isIntact = SensitiveData.FixedTimeEquals(ComputeMac(macKey, plain), _mac);
            return isIntact ? ReadPrivate(plain) : throw WhyNotIntact(plain);
        }
        finally
        {
            SensitiveData.Clear(keys);
            SensitiveData.Clear(macKey);
            SensitiveData.Clear(plain);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_private);

    // The key consists of two SHA-1 hashes of a number and the passphrase; the initialization vector is zero.
    private static byte[] DeriveForVersion2(byte[] passphrase)
    {
        byte[] keys = new byte[32 + AesBlock];
        byte[] input = new byte[4 + passphrase.Length];
        Buffer.BlockCopy(passphrase, 0, input, 4, passphrase.Length);
        using SHA1 sha1 = SHA1.Create();
        byte[] first = sha1.ComputeHash(input);
        input[3] = 1;
        byte[] second = sha1.ComputeHash(input);
        Buffer.BlockCopy(first, 0, keys, 0, 20);
        Buffer.BlockCopy(second, 0, keys, 20, 12);
        SensitiveData.Clear(input);
        SensitiveData.Clear(first);
        SensitiveData.Clear(second);
        return keys;
    }

    private byte[] Decrypt(byte[] keys)
    {
        byte[] key = keys.AsSpan(0, 32).ToArray();
        try
        {
            return BlockCipher.DecryptCbc(Aes.Create(), key, keys.AsSpan(32, AesBlock).ToArray(), _private);
        }
        finally
        {
            SensitiveData.Clear(key);
        }
    }

    private byte[] MacKey(byte[] keys, byte[] passphrase)
    {
        if (_version == 3)
        {
            return IsEncrypted ? keys.AsSpan(32 + AesBlock).ToArray() : [];
        }

        byte[] seed = System.Text.Encoding.ASCII.GetBytes(MacSeed);
        byte[] input = new byte[seed.Length + passphrase.Length];
        Buffer.BlockCopy(seed, 0, input, 0, seed.Length);
        Buffer.BlockCopy(passphrase, 0, input, seed.Length, passphrase.Length);
        using SHA1 sha1 = SHA1.Create();
        byte[] key = sha1.ComputeHash(input);
        SensitiveData.Clear(input);
        return key;
    }

    private byte[] ComputeMac(byte[] macKey, byte[] plain)
    {
        using var writer = new SshWriter();
        writer.WriteText(SshName);
        writer.WriteText(_cipher);
        writer.WriteString(_comment);
        writer.WriteString(_public);
        writer.WriteString(plain);
        byte[] data = writer.ToArray();
        using HMAC hmac = _version == 2 ? new HMACSHA1(macKey) : new HMACSHA256(macKey);
        byte[] mac = hmac.ComputeHash(data);
        SensitiveData.Clear(data);
        return mac;
    }

    // If the result is a valid key, the passphrase is correct and another part of the file was changed.
    private KeyDataException WhyNotIntact(byte[] plain)
    {
        try
        {
            ReadPrivate(plain).Dispose();
        }
        catch (KeyDataException) when (IsEncrypted)
        {
            return KeyDataException.PassphraseWrong();
        }
        catch (KeyDataException)
        {
            // The file is damaged: reported below.
        }

        return KeyDataException.Damaged("is damaged: its Private-MAC is incorrect");
    }

    private RsaPrivateKey ReadPrivate(byte[] plain)
    {
        var reader = new SshReader(plain);
        ReadOnlySpan<byte> privateExponent = reader.ReadNumber();
        ReadOnlySpan<byte> prime1 = reader.ReadNumber();
        ReadOnlySpan<byte> prime2 = reader.ReadNumber();
        ReadOnlySpan<byte> coefficient = reader.ReadNumber();
        return RsaPrivateKey.Create(
            PublicKey.Modulus, PublicKey.Exponent, privateExponent, prime1, prime2, coefficient);
    }
}
