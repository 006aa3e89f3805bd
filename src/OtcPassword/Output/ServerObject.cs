namespace OtcPassword;

/// <summary>
/// What names a server and remembers the session that it was got with: <see cref="EcsServer"/>, <see cref="BmsServer"/>, and
/// <see cref="ServerPassword"/>.
/// </summary>
public abstract class ServerObject
{
    private protected ServerObject()
    {
    }

    /// <summary>Gets the session in which the password can be got; null if a password was decrypted offline.</summary>
    internal OtcSession? Session { get; init; }

    /// <summary>Returns the ID, the name, and the service of the server, as far as they are known.</summary>
    internal abstract void Deconstruct(out string? id, out string? name, out string? serverType);
}
