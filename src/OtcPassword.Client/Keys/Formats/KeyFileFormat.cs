namespace OtcPassword.Client.Keys.Formats;

/// <summary>The format of a private key, with or without a passphrase.</summary>
public enum KeyFileFormat
{
    /// <summary>PEM with the header "RSA PRIVATE KEY", as written by OpenSSL 1, ssh-keygen -m PEM, and the console.</summary>
    Pkcs1Pem,

    /// <summary>The bytes of <see cref="Pkcs1Pem"/>, without PEM.</summary>
    Pkcs1Der,

    /// <summary>PEM with the header "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY", as written by OpenSSL 3.</summary>
    Pkcs8Pem,

    /// <summary>The bytes of <see cref="Pkcs8Pem"/>, without PEM.</summary>
    Pkcs8Der,

    /// <summary>PEM with the header "OPENSSH PRIVATE KEY", as written by ssh-keygen since OpenSSH 7.8.</summary>
    OpenSsh,

    /// <summary>PuTTY key file (.ppk) version 2, as written by PuTTYgen up to 0.74.</summary>
    PuttyV2,

    /// <summary>PuTTY key file (.ppk) version 3, as written by PuTTYgen since 0.75.</summary>
    PuttyV3,
}
