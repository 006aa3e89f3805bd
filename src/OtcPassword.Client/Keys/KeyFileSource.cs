namespace OtcPassword.Client.Keys;

/// <summary>A file to look for keys in, and how it came to be looked at.</summary>
/// <param name="path">Path of the file.</param>
/// <param name="isExplicit">
/// True if the user named this very file: whatever is wrong with it is then an error. False if it merely lies in a
/// folder or matches a wildcard: it is then passed over in silence when it is no RSA private key, and a key that cannot
/// be opened only matters when no other key fits.
/// </param>
public sealed class KeyFileSource(string path, bool isExplicit)
{
    /// <summary>Path of the file.</summary>
    public string Path { get; } = path;

    /// <summary>True if the user named this very file.</summary>
    public bool IsExplicit { get; } = isExplicit;
}
