using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace OtcPassword.Client.Keys;

/// <summary>Handles memory that holds secrets, on both target frameworks alike.</summary>
internal static class SensitiveData
{
    /// <summary>Overwrites a buffer. Not inlined, so that no compiler sees that nobody reads it afterwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Clear(Array? buffer)
    {
        if (buffer != null)
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    /// <summary>The UTF-8 bytes of a passphrase, for the caller to clear; null if there is none or it is empty.</summary>
    public static byte[]? Utf8BytesOf(SecureString? text)
    {
        if (text == null || text.Length == 0)
        {
            return null;
        }

        char[] chars = new char[text.Length];
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            Marshal.Copy(copy, chars, 0, chars.Length);
            return Encoding.UTF8.GetBytes(chars);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
            Clear(chars);
        }
    }

    /// <summary>A read-only SecureString of some characters, which the caller clears.</summary>
    public static unsafe SecureString ToSecureString(char[] chars, int length)
    {
        fixed (char* start = chars)
        {
            var text = new SecureString(start, length);
            text.MakeReadOnly();
            return text;
        }
    }

    /// <summary>True if both hold the same bytes; takes the same time wherever they differ.</summary>
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        int difference = 0;
        for (int i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }
}
