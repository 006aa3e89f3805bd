using System.Runtime.InteropServices;
using System.Security;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys;

/// <summary>Reads the bytes of a key file, and explains failures.</summary>
internal static class KeyFileContent
{
    /// <returns>The content, for the caller to clear.</returns>
    /// <exception cref="OtcException">KeyFileNotFound.</exception>
    /// <exception cref="KeyDataException">The file cannot be read, or is too large for a key file.</exception>
    public static byte[] Read(string path)
    {
        if (!SpecifiedText.CanBeQuoted(path) && !File.Exists(path) && !Directory.Exists(path))
        {
            // Without the exception of the file system, which quotes the path.
            throw NotFound(path, cause: null);
        }

        try
        {
            if (Directory.Exists(path))
            {
                throw NotAFile("is a folder", "Specify a file in the folder.");
            }

            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && DeviceName.IsIn(path))
            {
                throw NotAFile("has a name that Windows reserves for a device", "Specify another file, or rename the file.");
            }

            // Checked before the file is opened, because opening a pipe would wait for a writer.
            if (!RegularFile.IsAt(path))
            {
                throw NotRegular();
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
            if (stream.CanSeek && stream.Length > KeyLimits.FileBytes)
            {
                throw TooLarge();
            }

            // A file of the kernel without a length can block.
            if (stream.CanSeek && stream.Length == 0)
            {
                throw NotRegular();
            }

            return ReadAll(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or SecurityException)
        {
            throw Unreadable("cannot be read because access is denied", "Grant yourself read access to the file.", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw Unreadable($"cannot be read: {ForeignText.Reason(e)}", "Verify the path.", e);
        }
    }

    // Reads at most one byte more than allowed, because the length of a special file is unknown or endless.
    private static byte[] ReadAll(FileStream stream)
    {
        byte[] buffer = new byte[stream.CanSeek ? (int)stream.Length + 1 : KeyLimits.FileBytes + 1];
        int length = 0;
        int read;
        while (length < buffer.Length && (read = stream.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
        }

        try
        {
            return length > KeyLimits.FileBytes ? throw TooLarge() : buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            SensitiveData.Clear(buffer);
        }
    }

    private static OtcException NotFound(string path, Exception? cause) => new(
        OtcError.KeyFileNotFound, $"Cannot find the key file {SpecifiedText.Quote(path)}.", "Verify the path.", cause);

    private static KeyDataException TooLarge() => NotAFile(
        $"is larger than {KeyLimits.FileBytes / 1024} KiB, so it cannot be a key file",
        "Specify the private key file of the key pair that the server was created with.");

    private static KeyDataException NotRegular() => NotAFile("is empty, or it is not a regular file", "Specify a regular file.");

    private static KeyDataException Unreadable(string finding, string action, Exception cause) =>
        new(OtcError.KeyFileUnreadable, finding, action, cause);

    private static KeyDataException NotAFile(string finding, string action) =>
        new(OtcError.KeyFileUnreadable, finding, action) { IsPrivateKey = false };
}

/// <summary>
/// Recognizes device names, which Windows opens in any folder and with any extension. Reading from CON waits for the keyboard:
/// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
/// </summary>
internal static class DeviceName
{
    private static readonly string[] Names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Returns true if Windows opens a device for a path.</summary>
    public static bool IsIn(string path)
    {
        string name = path.Split('/', '\\').Last().Split('.', ':')[0].TrimEnd(' ').ToUpperInvariant();
        return Names.Contains(name, StringComparer.Ordinal) || (
            name.Length == 4 && (name.StartsWith("COM", StringComparison.Ordinal) || name.StartsWith("LPT", StringComparison.Ordinal)) &&
            "0123456789¹²³".IndexOf(name[3]) >= 0);
    }
}
