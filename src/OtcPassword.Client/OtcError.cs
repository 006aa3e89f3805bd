namespace OtcPassword.Client;

/// <summary>
/// The error IDs. The names are part of the public API: the FullyQualifiedErrorId of each error record starts with one of them.
/// </summary>
public enum OtcError
{
    /// <summary>There is no session, or it was signed out.</summary>
    NotConnected,

    /// <summary>The cloud rejected the user name, password, passcode, token, or access key.</summary>
    AuthenticationFailed,

    /// <summary>The signed-in user lacks a permission.</summary>
    PermissionDenied,

    /// <summary>The project of the session does not contain a server with this ID or name.</summary>
    ServerNotFound,

    /// <summary>The text is not a valid server ID.</summary>
    InvalidServerId,

    /// <summary>The cloud throttled the request: it received too many requests (HTTP 429).</summary>
    Throttled,

    /// <summary>The cloud returned a server-side error.</summary>
    ServiceUnavailable,

    /// <summary>The host cannot be found or reached, or the connection was lost.</summary>
    NetworkFailure,

    /// <summary>A secure connection cannot be established because of the certificate, host name, or protocol version.</summary>
    TlsFailure,

    /// <summary>A request or a command timed out.</summary>
    OperationTimeout,

    /// <summary>The response does not match the documentation of the service.</summary>
    UnexpectedResponse,

    /// <summary>The key file does not exist.</summary>
    KeyFileNotFound,

    /// <summary>The key file cannot be read, or is not a private key in a supported format.</summary>
    KeyFileUnreadable,

    /// <summary>The key file is protected by a passphrase, and no passphrase was specified.</summary>
    KeyPassphraseRequired,

    /// <summary>The passphrase of the key file is incorrect.</summary>
    KeyPassphraseWrong,

    /// <summary>The file contains a key that cannot decrypt server passwords (EC, Ed25519, a public key …).</summary>
    KeyNotRsa,

    /// <summary>The user has no key pair with this name in the cloud.</summary>
    KeyPairNotFound,

    /// <summary>None of the private keys decrypts the password of the server.</summary>
    KeyMismatch,

    /// <summary>The encrypted password is not a valid RSA ciphertext in base64.</summary>
    EncryptedPasswordInvalid,

    /// <summary>Parameters, environment variables, or clouds.yaml are incomplete or contradict each other.</summary>
    ConfigurationInvalid,
}
