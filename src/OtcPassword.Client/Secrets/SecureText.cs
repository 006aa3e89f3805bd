using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace OtcPassword.Client.Secrets;

/// <summary>
/// Converts text to and from a <see cref="SecureString"/>. The text is available while a function runs, and is then cleared.
/// </summary>
internal static class SecureText
{
    public static TResult Use<TResult>(SecureString secret, Func<char[], TResult> use)
    {
        var characters = new char[secret.Length];
        // Pinned, because the garbage collector would leave a copy when it moves the array.
        GCHandle pin = GCHandle.Alloc(characters, GCHandleType.Pinned);
        IntPtr unmanaged = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            Marshal.Copy(unmanaged, characters, 0, characters.Length);
            return use(characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unmanaged);
            Array.Clear(characters, 0, characters.Length);
            pin.Free();
        }
    }

    /// <summary>Passes the text to a function as UTF-8, and then clears it.</summary>
    public static TResult UseBytes<TResult>(SecureString secret, Func<byte[], TResult> use) => Use(secret, characters =>
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(characters)];
        GCHandle pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            Encoding.UTF8.GetBytes(characters, 0, characters.Length, bytes, 0);
            return use(bytes);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            pin.Free();
        }
    });

    /// <summary>
    /// Returns the text as a string, which cannot be cleared. Only for APIs that require a string, such as headers.
    /// </summary>
    public static string Reveal(SecureString secret) => Use(secret, characters => new string(characters));

    /// <summary>Converts a string from a file or environment variable. The caller disposes the result.</summary>
    public static SecureString Protect(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Converts the first characters of an array. The caller clears the array, and disposes the result.</summary>
    public static unsafe SecureString Protect(char[] characters, int length)
    {
        fixed (char* start = characters)
        {
            var secret = new SecureString(start, length);
            secret.MakeReadOnly();
            return secret;
        }
    }

    /// <summary>Returns a copy that is independent of the original. The caller disposes it.</summary>
    public static SecureString Copy(SecureString secret)
    {
        SecureString copy = secret.Copy();
        copy.MakeReadOnly();
        return copy;
    }
}
