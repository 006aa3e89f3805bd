using OtcPassword.Client;
using OtcPassword.Client.Keys;

namespace OtcPassword;

/// <summary>A private key in a file, as <c>Get-OtcKeyFile</c> returns it. It has no secret properties.</summary>
public sealed class KeyFile
{
    internal KeyFile(string path, StoredKey key, string? keyPairName)
    {
        Path = ReadableText.Clean(path);
        FullName = path;
        Format = key.Format.ToString();
        KeySize = key.PublicKey?.KeySize;
        IsEncrypted = key.IsEncrypted;
        Comment = key.Comment is null ? null : ReadableText.Clean(key.Comment);
        Md5Fingerprint = key.PublicKey?.Md5Fingerprint is { } md5 ? $"MD5:{md5}" : null;
        Sha256Fingerprint = key.PublicKey?.Sha256Fingerprint;
        KeyPairName = keyPairName;
    }

    /// <summary>Gets the path of the file, without characters that control the terminal.</summary>
    public string Path { get; }

    /// <summary>Gets the path as the file system knows it, with which the file is opened.</summary>
    internal string FullName { get; }

    /// <summary>Gets the format of the key: Pkcs1Pem, Pkcs1Der, Pkcs8Pem, Pkcs8Der, OpenSsh, PuttyV2, or PuttyV3.</summary>
    public string Format { get; }

    /// <summary>Gets the size of the key in bits; null if it cannot be read without the passphrase.</summary>
    public int? KeySize { get; }

    /// <summary>Gets whether the key is protected by a passphrase.</summary>
    public bool IsEncrypted { get; }

    /// <summary>Gets the comment of the key, or null. OpenSSH encrypts it together with the key.</summary>
    public string? Comment { get; }

    /// <summary>Gets the MD5 fingerprint as <c>ssh-keygen -l -E md5</c> prints it; null if it requires the passphrase.</summary>
    public string? Md5Fingerprint { get; }

    /// <summary>Gets the SHA-256 fingerprint as <c>ssh-keygen -l</c> prints it; null if it cannot be read without the passphrase.</summary>
    public string? Sha256Fingerprint { get; }

    /// <summary>Gets the name of the user's key pair with this key; null if there is none, or without a session.</summary>
    public string? KeyPairName { get; }

    /// <summary>Returns the path, so that -KeyFile accepts the object.</summary>
    public override string ToString() => Path;
}
