using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A key pair that is registered in the cloud, as <c>Get-OtcKeyPair</c> lists it.</summary>
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

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>MD5 of the public key, as the cloud's console shows it.</summary>
    public string? Fingerprint { get; }

    /// <summary>SHA-256 of the public key, as <c>ssh-keygen -l</c> prints it.</summary>
    public string? Sha256Fingerprint { get; }

    /// <summary>Length of the key in bits; null if it is no RSA key, which no password can be encrypted for.</summary>
    public int? KeySize { get; }

    /// <summary>The public key in OpenSSH's one-line form.</summary>
    public string? PublicKey { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
