using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>OpenSSH's own format (PROTOCOL.key in its sources), with or without a passphrase.</summary>
internal sealed class OpenSshKey : EncodedKey
{
    private const string SshName = "ssh-rsa";
    private const string ChaCha = "chacha20-poly1305@openssh.com";

    private static readonly byte[] Magic = System.Text.Encoding.ASCII.GetBytes("openssh-key-v1\0");

    private readonly string _cipher;
    private readonly byte[] _salt = [];
    private readonly int _rounds;
    private readonly byte[] _private;
    private string? _comment;

    /// <param name="data">The content of the PEM block; it is not stored.</param>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    public OpenSshKey(byte[] data)
    {
        var reader = new SshReader(data);
        if (!data.AsSpan().StartsWith(Magic))
        {
            throw KeyDataException.Damaged("is damaged: its data is not in OpenSSH format");
        }

        reader.Take((uint)Magic.Length);
        _cipher = reader.ReadText();
        string derivation = reader.ReadText();
        var options = new SshReader(reader.ReadString());
        if (reader.ReadUInt32() != 1)
        {
            throw UnsupportedKey.Other("contains more than one key in one block, which is not supported");
        }

        PublicKey = ReadPublicKey(reader.ReadString());
        if (IsEncrypted)
        {
            CheckCipher();
            (_salt, _rounds) = ReadDerivation(derivation, options);
        }

        _private = reader.ReadString().ToArray();
        reader.Take(TagSize);
        int blockSize = (_cipher is "none" or "3des-cbc" or ChaCha) ? 8 : 16;
        try
        {
            if (!reader.AtEnd || _private.Length == 0 || _private.Length % blockSize != 0)
            {
                throw KeyDataException.Damaged("is damaged: its private section has an invalid length");
            }

            if (!IsEncrypted)
            {
                using RsaPrivateKey material = ReadPrivate(_private, out _comment);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override KeyFileFormat Format => KeyFileFormat.OpenSsh;

    public override bool IsEncrypted => _cipher != "none";

    public override string? Comment => _comment;

    public override RsaPublicKey PublicKey { get; }

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        if (!IsEncrypted)
        {
            return ReadPrivate(_private, out _);
        }

        byte[] plain = Decrypt(passphrase!);
        try
        {
            return ReadPrivate(plain, out _comment);
        }
        finally
        {
            SensitiveData.Clear(plain);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_private);

    // The tag is not verified, because the check numbers and the numbers of the key prove the same.
    private uint TagSize => _cipher == ChaCha || IsGcm ? 16u : 0u;

    private bool IsGcm => _cipher is "aes128-gcm@openssh.com" or "aes256-gcm@openssh.com";

    private static RsaPublicKey ReadPublicKey(ReadOnlySpan<byte> blob)
    {
        string name = new SshReader(blob).ReadText();
        return RsaPublicKey.FromSshBlob(blob) ?? throw UnsupportedKey.Private(KeyAlgorithmName.OfSsh(name));
    }

    private static (byte[] Salt, int Rounds) ReadDerivation(string name, SshReader options)
    {
        if (name != "bcrypt")
        {
            throw UnsupportedKey.Other("uses an unknown key derivation function");
        }

        ReadOnlySpan<byte> salt = options.ReadString();
        uint rounds = options.ReadUInt32();
        if (salt.Length is 0 or > KeyLimits.MaxSaltBytes || rounds == 0 || !options.AtEnd)
        {
            throw KeyDataException.Damaged("is damaged: its key derivation parameters are invalid");
        }

        return rounds <= KeyLimits.BcryptRounds
            ? (salt.ToArray(), (int)rounds)
            : throw UnsupportedKey.Other(
                $"requires {rounds} bcrypt rounds; the maximum is {KeyLimits.BcryptRounds}",
                "Re-encrypt the key with fewer rounds: ssh-keygen -p -a 24 -f {file}");
    }

    private void CheckCipher()
    {
        if (_cipher is not ("aes128-ctr" or "aes192-ctr" or "aes256-ctr" or
            "aes128-cbc" or "aes192-cbc" or "aes256-cbc" or "3des-cbc" or ChaCha) && !IsGcm)
        {
            throw UnsupportedKey.Other(
                $"is encrypted with {(_cipher.Length < 64 ? _cipher : "an unknown cipher")}, which is not supported",
                "Re-encrypt the key with the default cipher: ssh-keygen -p -Z aes256-ctr -f {file}");
        }
    }

    private byte[] Decrypt(byte[] passphrase)
    {
        (int keySize, int ivSize) = _cipher switch
        {
            "aes128-ctr" or "aes128-cbc" => (16, 16),
            "aes192-ctr" or "aes192-cbc" => (24, 16),
            "aes256-ctr" or "aes256-cbc" => (32, 16),
            "aes128-gcm@openssh.com" => (16, 12),
            "aes256-gcm@openssh.com" => (32, 12),
            ChaCha => (64, 0),
            _ => (24, 8),
        };
        byte[] derived = BcryptPbkdf.Derive(passphrase, _salt, _rounds, keySize + ivSize);
        byte[] key = derived.AsSpan(0, keySize).ToArray();
        byte[] iv = derived.AsSpan(keySize).ToArray();
        try
        {
            return _cipher switch
            {
                // The second half of the key encrypts the lengths of packets, which a file does not have.
                ChaCha => ChaCha20.Decrypt(key.AsSpan(0, 32), counter: 1, _private),

                // Galois/Counter Mode is counter mode; the block with the number 1 belongs to the tag.
                _ when IsGcm => BlockCipher.DecryptAesCtr(key, [.. iv, 0, 0, 0, 2], _private),
                _ when _cipher.EndsWith("-ctr", StringComparison.Ordinal) => BlockCipher.DecryptAesCtr(key, iv, _private),
                "3des-cbc" => BlockCipher.DecryptCbc(TripleDES.Create(), key, iv, _private),
                _ => BlockCipher.DecryptCbc(Aes.Create(), key, iv, _private),
            };
        }
        finally
        {
            SensitiveData.Clear(derived);
            SensitiveData.Clear(key);
            SensitiveData.Clear(iv);
        }
    }

    private RsaPrivateKey ReadPrivate(byte[] plain, out string? comment)
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

        ReadOnlySpan<byte> modulus = reader.ReadNumber();
        ReadOnlySpan<byte> exponent = reader.ReadNumber();
        ReadOnlySpan<byte> privateExponent = reader.ReadNumber();
        ReadOnlySpan<byte> coefficient = reader.ReadNumber();
        ReadOnlySpan<byte> prime1 = reader.ReadNumber();
        ReadOnlySpan<byte> prime2 = reader.ReadNumber();
        comment = reader.ReadText() is { Length: > 0 } text ? text : null;
        CheckPadding(reader.Rest);
        RsaPrivateKey material = RsaPrivateKey.Create(modulus, exponent, privateExponent, prime1, prime2, coefficient);
        if (!material.PublicKey.Equals(PublicKey))
        {
            material.Dispose();
            throw KeyDataException.Damaged("is damaged: its public key does not match its private key");
        }

        return material;
    }

    // 1, 2, 3 … up to the end of the block.
    private static void CheckPadding(ReadOnlySpan<byte> padding)
    {
        for (int i = 0; i < padding.Length; i++)
        {
            if (padding[i] != (byte)(i + 1))
            {
                throw KeyDataException.Damaged("is damaged: the padding of its private section is invalid");
            }
        }
    }
}
