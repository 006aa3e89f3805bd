namespace OtcPassword.Client.Keys.Formats;

/// <summary>How a private key is written in its file. Whether it is protected by a passphrase is said apart.</summary>
public enum KeyFileFormat
{
    /// <summary>PEM armour "RSA PRIVATE KEY": what OpenSSL 1 and ssh-keygen -m PEM write, and what the cloud's console hands out.</summary>
    Pkcs1Pem,

    /// <summary>The bytes inside <see cref="Pkcs1Pem"/>, without armour.</summary>
    Pkcs1Der,

    /// <summary>PEM armour "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY": what OpenSSL 3 writes.</summary>
    Pkcs8Pem,

    /// <summary>The bytes inside <see cref="Pkcs8Pem"/>, without armour.</summary>
    Pkcs8Der,

    /// <summary>Armour "OPENSSH PRIVATE KEY": what ssh-keygen has written since OpenSSH 7.8.</summary>
    OpenSsh,

    /// <summary>PuTTY's .ppk, version 2: PuTTYgen up to 0.74.</summary>
    PuttyV2,

    /// <summary>PuTTY's .ppk, version 3: PuTTYgen from 0.75.</summary>
    PuttyV3,
}
