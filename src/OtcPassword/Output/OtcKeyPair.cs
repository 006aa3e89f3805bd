using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A key pair in the cloud, as <c>Get-OtcKeyPair</c> returns it.</summary>
public sealed class OtcKeyPair
{
    internal OtcKeyPair(KeyPair pair)
    {
        Name = pair.Name;
        Fingerprint = pair.Fingerprint;
        Sha256Fingerprint = SshFingerprint.Sha256OfLine(pair.PublicKey);
        KeySize = RsaPublicKey.TryParseOpenSsh(pair.PublicKey, out RsaPublicKey? key) ? key.KeySize : null;
        PublicKey = pair.PublicKey;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the MD5 fingerprint of the public key, as the console shows it.</summary>
    public string? Fingerprint { get; }

    /// <summary>Gets the SHA-256 fingerprint of the public key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string? Sha256Fingerprint { get; }

    /// <summary>Gets the size of the key in bits; null if it is not an RSA key. Passwords require an RSA key.</summary>
    public int? KeySize { get; }

    /// <summary>Gets the public key in OpenSSH's one-line form.</summary>
    public string? PublicKey { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
