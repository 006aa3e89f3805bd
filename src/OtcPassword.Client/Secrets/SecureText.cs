using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace OtcPassword.Client.Secrets;

/// <summary>
/// The way into a <see cref="SecureString"/> and out of it: lends the text for as long as a function runs, then wipes it.
/// </summary>
internal static class SecureText
{
    public static TResult Use<TResult>(SecureString secret, Func<char[], TResult> use)
    {
        var characters = new char[secret.Length];
        // Pinned: the collector must not leave a copy behind when it moves the array.
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

    /// <summary>Lends the text as UTF-8.</summary>
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
    /// The text as a string, which cannot be wiped: only for what the framework takes as a string, such as a header.
    /// </summary>
    public static string Reveal(SecureString secret) => Use(secret, characters => new string(characters));

    /// <summary>Keeps a text that came as a string (from a file or the environment). The caller disposes it.</summary>
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

    /// <summary>Keeps the first of some characters. The caller clears those, and disposes the result.</summary>
    public static unsafe SecureString Protect(char[] characters, int length)
    {
        fixed (char* start = characters)
        {
            var secret = new SecureString(start, length);
            secret.MakeReadOnly();
            return secret;
        }
    }

    /// <summary>A copy that lives on when its owner disposes the original. The caller disposes it.</summary>
    public static SecureString Copy(SecureString secret)
    {
        SecureString copy = secret.Copy();
        copy.MakeReadOnly();
        return copy;
    }
}
