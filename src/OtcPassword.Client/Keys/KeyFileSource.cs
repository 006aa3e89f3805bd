namespace OtcPassword.Client.Keys;

/// <summary>A file to search for keys.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="isExplicit">
/// true if the user specified this file: each problem with it is an error. false if it is in a folder or matches a wildcard:
/// the file is skipped if it is not an RSA private key, and a key that cannot be opened is reported only if no other key
/// matches.
/// </param>
public sealed class KeyFileSource(string path, bool isExplicit)
{
    /// <summary>Gets the path of the file.</summary>
    public string Path { get; } = path;

    /// <summary>Gets whether the user specified this file.</summary>
    public bool IsExplicit { get; } = isExplicit;
}
