using System;
using System.Runtime.CompilerServices;

namespace OtcPassword.Client.Secrets;

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
