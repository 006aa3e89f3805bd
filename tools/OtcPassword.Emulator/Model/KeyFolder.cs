using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>Where the private keys are written: the folder an administrator would call his key folder.</summary>
internal sealed class KeyFolder : IDisposable
{
    // In UTF-8 it becomes up to three times as long, and no file system takes more than 255 bytes.
    private const int LongestName = 64;

    private readonly bool _temporary;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="path">An existing or new folder, or null for a fresh one that goes when the emulator goes.</param>
    public KeyFolder(string? path)
    {
        _temporary = path is null;
        Path = path is null
            ? Directory.CreateTempSubdirectory("otc-emulator-keys-").FullName
            : Directory.CreateDirectory(path).FullName;
    }

    public string Path { get; }

    /// <summary>
    /// The file for a key pair. A second user's key pair of the same name goes into a subfolder of that user, so that a
    /// search of this folder alone finds the wrong key.
    /// </summary>
    public string FileFor(string keyPair, string user)
    {
        string file = System.IO.Path.Combine(Path, Safe(keyPair) + ".pem");
        if (!_taken.Add(file))
        {
            file = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Path, Safe(user))).FullName, Safe(keyPair) + ".pem");
            if (!_taken.Add(file))
            {
                throw new ScenarioException($"Key pair {keyPair} of {user} would have the same file as another one.");
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
            if (_temporary)
            {
                Directory.Delete(Path, recursive: true);
            }
        }
        catch (IOException)
        {
            // Somebody still reads in it; it is a temporary folder all the same.
        }
    }

    private static string Safe(string name)
    {
        foreach (char c in System.IO.Path.GetInvalidFileNameChars())
        {
            name = name.Replace(c, '_');
        }

        name = name.Length > LongestName ? name[..LongestName] : name;
        return name is "" or "." or ".." ? "_" : name;
    }
}
