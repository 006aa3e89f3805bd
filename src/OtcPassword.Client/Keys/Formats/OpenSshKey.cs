using System.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>OpenSSH's own format (PROTOCOL.key in its sources), with or without a passphrase.</summary>
internal sealed class OpenSshKey : EncodedKey
{
    private const string SshName = "ssh-rsa";

    private static readonly byte[] Magic = System.Text.Encoding.ASCII.GetBytes("openssh-key-v1\0");

    private readonly string _cipher;
    private readonly int _keySize;
    private readonly int _ivSize;
    private readonly byte[] _salt = [];
    private readonly int _rounds;
    private readonly byte[] _private;
    private string? _comment;

    /// <param name="data">The content of the PEM block; it is not stored.</param>
    /// <param name="limits">The limits of the work that opening the key can take.</param>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    public OpenSshKey(byte[] data, KeyLimits limits)
    {
        var reader = new SshReader(data);
        if (!IsMagic(data))
        {
            throw KeyDataException.Damaged("is damaged: its data is not in OpenSSH format");
        }

        reader.Take((uint)Magic.Length);
        _cipher = reader.ReadText();
        string derivation = reader.ReadText();
        var options = new SshReader(reader.ReadString());
        if (reader.ReadUInt32() != 1)
        {
            throw KeyDataException.Unsupported("contains more than one key in one block, which is not supported");
        }

        PublicKey = ReadPublicKey(reader.ReadString());
        (_keySize, _ivSize) = SizesOf(_cipher);
        if (IsEncrypted)
        {
            (_salt, _rounds) = ReadDerivation(derivation, options, limits);
            Cost = _rounds > KeyLimits.Searched.BcryptRounds ? $"{_rounds} rounds of bcrypt" : null;
        }

        _private = reader.ReadString().ToArray();

        // The tag of GCM is not verified, because the check numbers and the numbers of the key prove the same.
        reader.Take(_cipher.Contains("-gcm@") ? 16u : 0u);
        int blockSize = _cipher is "none" or "3des-cbc" ? 8 : 16;
        try
        {
            if (!reader.AtEnd || _private.Length == 0 || _private.Length % blockSize != 0)
            {
                throw KeyDataException.Damaged("is damaged: its private section has an invalid length");
            }

            if (!IsEncrypted)
            {
                Open(null).Dispose();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Returns true if data starts as this format does.</summary>
    public static bool IsMagic(byte[] data) => data.AsSpan().StartsWith(Magic);

    public override KeyFileFormat Format => KeyFileFormat.OpenSsh;

    public override bool IsEncrypted => _cipher != "none";

    public override string? Comment => _comment;

    public override RsaPublicKey PublicKey { get; }

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] plain = IsEncrypted ? Decrypt(passphrase!) : (byte[])_private.Clone();
        try
        {
            return ReadPrivate(plain);
        }
        finally
        {
            SensitiveData.Clear(plain);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_private);

    private static RsaPublicKey ReadPublicKey(ReadOnlySpan<byte> blob)
    {
        string name = new SshReader(blob).ReadText();
        return RsaPublicKey.FromSshBlob(blob) ?? throw KeyDataException.NotRsa(KeyAlgorithmName.OfSsh(name));
    }

    private static (int Key, int Iv) SizesOf(string cipher) => cipher switch
    {
        "none" => (0, 0),
        "aes128-ctr" or "aes128-cbc" => (16, 16),
        "aes192-ctr" or "aes192-cbc" => (24, 16),
        "aes256-ctr" or "aes256-cbc" => (32, 16),
        "aes128-gcm@openssh.com" => (16, 12),
        "aes256-gcm@openssh.com" => (32, 12),
        "3des-cbc" => (24, 8),
        _ => throw KeyDataException.Unsupported(
            $"is encrypted with {(cipher.Length < 64 ? cipher : "an unknown cipher")}, which is not supported",
            "Re-encrypt the key with the default cipher: ssh-keygen -p -Z aes256-ctr -f {file}"),
    };

    private static (byte[] Salt, int Rounds) ReadDerivation(string name, SshReader options, KeyLimits limits)
    {
        if (name != "bcrypt")
        {
            throw KeyDataException.Unsupported("uses an unknown key derivation function");
        }

        ReadOnlySpan<byte> salt = options.ReadString();
        uint rounds = options.ReadUInt32();
        if (salt.Length is 0 or > KeyLimits.MaxSaltBytes || rounds == 0 || !options.AtEnd)
        {
            throw KeyDataException.Damaged("is damaged: its key derivation parameters are invalid");
        }

        return rounds <= limits.BcryptRounds
            ? (salt.ToArray(), (int)rounds)
            : throw KeyDataException.Unsupported(
                $"requires {rounds} bcrypt rounds; the maximum is {limits.BcryptRounds}",
                "Re-encrypt the key with fewer rounds: ssh-keygen -p -a 24 -f {file}");
    }

    private byte[] Decrypt(byte[] passphrase)
    {
        byte[] derived = BcryptPbkdf.Derive(passphrase, _salt, _rounds, _keySize + _ivSize);
        byte[] key = derived.AsSpan(0, _keySize).ToArray();
        byte[] iv = derived.AsSpan(_keySize).ToArray();
        try
        {
            // Galois/Counter Mode is counter mode; the block with the number 1 belongs to the tag.
            return _cipher == "3des-cbc" ? BlockCipher.DecryptCbc(TripleDES.Create, key, iv, _private)
                : _cipher.EndsWith("-cbc", StringComparison.Ordinal) ? BlockCipher.DecryptCbc(Aes.Create, key, iv, _private)
                : BlockCipher.DecryptAesCtr(key, _ivSize == 12 ? [.. iv, 0, 0, 0, 2] : iv, _private);
        }
        finally
        {
            SensitiveData.Clear(derived);
            SensitiveData.Clear(key);
            SensitiveData.Clear(iv);
        }
    }

    private RsaPrivateKey ReadPrivate(byte[] plain)
    {
        var reader = new SshReader(plain);

        // The same random number twice shows that the passphrase is correct.
        uint check = reader.ReadUInt32();
        if (reader.ReadUInt32() != check)
        {
            throw IsEncrypted
                ? KeyDataException.PassphraseWrong()
                : KeyDataException.Damaged("is damaged: the check values in its private section do not match");
        }

        if (reader.ReadText() != SshName)
        {
            throw KeyDataException.Damaged("is damaged: its public key is an RSA key, but its private key is not");
        }

        ReadOnlySpan<byte> modulus = reader.ReadString();
        ReadOnlySpan<byte> exponent = reader.ReadString();
        ReadOnlySpan<byte> privateExponent = reader.ReadString();
        reader.ReadString();
        ReadOnlySpan<byte> prime1 = reader.ReadString();
        ReadOnlySpan<byte> prime2 = reader.ReadString();
        _comment = reader.ReadText() is { Length: > 0 } text ? text : null;

        // 1, 2, 3 … up to the end of the block.
        for (int i = 0; i < reader.Rest.Length; i++)
        {
            if (reader.Rest[i] != (byte)(i + 1))
            {
                throw KeyDataException.Damaged("is damaged: the padding of its private section is invalid");
            }
        }

        RsaPrivateKey key = RsaPrivateKey.Create(modulus, exponent, privateExponent, prime1, prime2);
        if (!key.PublicKey.Equals(PublicKey))
        {
            key.Dispose();
            throw KeyDataException.Damaged("is damaged: its public key does not match its private key");
        }

        return key;
    }
}
