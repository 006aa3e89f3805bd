using System;
using System.Runtime.InteropServices;
using System.Security;

namespace OtcPassword.Client;

/// <summary>Lends the text of a <see cref="SecureString"/> for as long as a function runs, then wipes it.</summary>
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
}
