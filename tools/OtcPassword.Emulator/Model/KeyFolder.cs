using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>The folder of the private key files, such as an administrator has.</summary>
internal sealed class KeyFolder : IDisposable
{
    // UTF-8 has up to three bytes for a character, and file systems allow 255 bytes for a name.
    private const int MaxNameLength = 64;

    private readonly bool _isTemporary;
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
        string file = System.IO.Path.Combine(Path, FileName(keyPair) + ".pem");
        if (!_usedPaths.Add(file))
        {
            file = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Path, FileName(user))).FullName, FileName(keyPair) + ".pem");
            if (!_usedPaths.Add(file))
            {
                throw new ScenarioException($"Key pair '{keyPair}' of user '{user}' would overwrite the key file of another key pair.");
            }
        }

        return file;
    }

    public static void Write(string file, RSA key, PrivateKeyFormat format, string comment)
    {
        string text = format switch
        {
            PrivateKeyFormat.OpenSsh => SshFormat.PrivateKeyFile(key, comment),
            PrivateKeyFormat.Pkcs8 => key.ExportPkcs8PrivateKeyPem() + "\n",
            _ => key.ExportRSAPrivateKeyPem() + "\n",
        };
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }

    public void Dispose()
    {
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

    private static string FileName(string name)
    {
        foreach (char c in System.IO.Path.GetInvalidFileNameChars())
        {
            name = name.Replace(c, '_');
        }

        name = name.Length > MaxNameLength ? name[..MaxNameLength] : name;
        return name is "" or "." or ".." ? "_" : name;
    }
}
