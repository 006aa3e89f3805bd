using OtcPassword.Client.Keys;

namespace OtcPassword;

/// <summary>A private key in a file, as <c>Get-OtcKeyFile</c> lists it. It shows nothing secret.</summary>
public sealed class KeyFile
{
    internal KeyFile(string path, StoredKey key, string? keyPairName)
    {
        Path = path;
        Format = key.Format.ToString();
        KeySize = key.PublicKey?.KeySize;
        IsEncrypted = key.IsEncrypted;
        Comment = key.Comment;
        Md5Fingerprint = key.PublicKey is { } publicKey ? $"MD5:{publicKey.Md5Fingerprint}" : null;
        Sha256Fingerprint = key.PublicKey?.Sha256Fingerprint;
        KeyPairName = keyPairName;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How the key is written: Pkcs1Pem, Pkcs1Der, Pkcs8Pem, Pkcs8Der, OpenSsh, PuttyV2 or PuttyV3.</summary>
    public string Format { get; }

    /// <summary>Length of the key in bits; null if only the passphrase would tell.</summary>
    public int? KeySize { get; }

    /// <summary>True if the key is protected by a passphrase.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The comment kept with the key, if there is one. OpenSSH encrypts it along with the key.</summary>
    public string? Comment { get; }

    /// <summary>MD5 of the public key as <c>ssh-keygen -l -E md5</c> prints it; null if only the passphrase would tell.</summary>
    public string? Md5Fingerprint { get; }

    /// <summary>SHA-256 of the public key as <c>ssh-keygen -l</c> prints it; null if only the passphrase would tell.</summary>
    public string? Sha256Fingerprint { get; }

    /// <summary>The registered key pair this is the key of; null if it is none of the user's, or there is no session.</summary>
    public string? KeyPairName { get; }

    /// <summary>The path, so that a key file can be given to -KeyFile.</summary>
    public override string ToString() => Path;
}
