namespace OtcPassword.Client;

/// <summary>
/// What went wrong, as a stable word. The names are part of the public surface: the FullyQualifiedErrorId of every
/// error record starts with one of them.
/// </summary>
public enum OtcError
{
    /// <summary>There is no session to work with.</summary>
    NotConnected,

    /// <summary>The cloud did not accept the user name, password, passcode, token or access key.</summary>
    AuthenticationFailed,

    /// <summary>The caller is known but lacks a permission.</summary>
    PermissionDenied,

    /// <summary>No server with this id or name is in the session's project.</summary>
    ServerNotFound,

    /// <summary>The given text cannot be a server id.</summary>
    InvalidServerId,

    /// <summary>The cloud answers 429: too many requests.</summary>
    Throttled,

    /// <summary>The cloud answers with a server-side error.</summary>
    ServiceUnavailable,

    /// <summary>The host cannot be found or reached, or the connection broke.</summary>
    NetworkFailure,

    /// <summary>No secure connection could be made: certificate, host name or protocol version.</summary>
    TlsFailure,

    /// <summary>The time allowed for a request or for the whole call is over.</summary>
    OperationTimeout,

    /// <summary>The answer is not what the service's documentation promises.</summary>
    UnexpectedResponse,

    /// <summary>No file is at the path of the key file.</summary>
    KeyFileNotFound,

    /// <summary>The key file cannot be read, or is no private key in a known format.</summary>
    KeyFileUnreadable,

    /// <summary>The key file is protected by a passphrase and none was given.</summary>
    KeyPassphraseRequired,

    /// <summary>The passphrase does not open the key file.</summary>
    KeyPassphraseWrong,

    /// <summary>The file holds a key, but none that can decrypt a server password (EC, Ed25519, a public key …).</summary>
    KeyNotRsa,

    /// <summary>The user has no key pair with this name in the cloud.</summary>
    KeyPairNotFound,

    /// <summary>None of the given keys is the one the server's password was encrypted for.</summary>
    KeyMismatch,

    /// <summary>The encrypted password is not what the cloud's documents describe: base64 of one RSA block.</summary>
    EncryptedPasswordInvalid,

    /// <summary>Parameters, environment variables or clouds.yaml contradict each other or lack something.</summary>
    ConfigurationInvalid,
}
