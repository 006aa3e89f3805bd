namespace OtcPassword.Emulator.Model;

/// <summary>The folder of the private key files, such as an administrator has.</summary>
internal sealed class KeyFolder : IDisposable
{
    // UTF-8 has up to three bytes for a character, and file systems allow 255 bytes for a name.
    private const int MaxNameLength = 64;

    // Generating a key takes most of the time of a start, so that an emulator takes the keys of a stopped one in this process.
    private static readonly ConcurrentDictionary<int, ConcurrentBag<RSA>> UnusedKeys = new();

    private readonly bool _isTemporary;
    private readonly ConcurrentBag<RSA> _keys = [];
    private readonly HashSet<string> _usedPaths = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="path">An existing or new folder, or null for a temporary folder, which Dispose deletes.</param>
    public KeyFolder(string? path)
    {
        _isTemporary = path is null;
        Path = path is null
            ? Directory.CreateTempSubdirectory("otc-emulator-keys-").FullName
            : Directory.CreateDirectory(path).FullName;
    }

    public string Path { get; }

    /// <summary>
    /// Returns the path of the file of a key pair. If the name is taken, the file is in a subfolder with the name of the user,
    /// so that a client that searches only this folder finds the wrong key.
    /// </summary>
    public string FileFor(string keyPair, string user)
    {
        string name = FileName(keyPair) + ".pem";
        string[] candidates = [System.IO.Path.Combine(Path, name), System.IO.Path.Combine(Path, FileName(user), name)];
        string file = Array.Find(candidates, _usedPaths.Add)
            ?? throw new ScenarioException($"Key pair '{keyPair}' of user '{user}' would overwrite the key file of another key pair.");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }

    /// <summary>Creates the key of a key pair and its file. This method is thread-safe.</summary>
    public RSA Create(string file, KeyPairEntry entry)
    {
        RSA key = Unused(entry.Bits).TryTake(out RSA? unused) ? unused : RSA.Create(entry.Bits);
        _keys.Add(key);
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(entry.Format switch
        {
            PrivateKeyFormat.OpenSsh => SshFormat.PrivateKeyFile(key, entry.Name),
            PrivateKeyFormat.Pkcs8 => key.ExportPkcs8PrivateKeyPem() + "\n",
            _ => key.ExportRSAPrivateKeyPem() + "\n",
        });
        return key;
    }

    public void Dispose()
    {
        while (_keys.TryTake(out RSA? key))
        {
            Unused(key.KeySize).Add(key);
        }

        try
        {
            if (_isTemporary)
            {
                Directory.Delete(Path, recursive: true);
            }
        }
        catch (IOException)
        {
            // Another process reads a file in the folder. The operating system deletes temporary folders in time.
        }
    }

    private static ConcurrentBag<RSA> Unused(int bits) => UnusedKeys.GetOrAdd(bits, static _ => []);

    private static string FileName(string name)
    {
        name = string.Join('_', name.Split(System.IO.Path.GetInvalidFileNameChars()));
        name = name.Length > MaxNameLength ? name[..MaxNameLength] : name;
        return name is "" or "." or ".." ? "_" : name;
    }
}
