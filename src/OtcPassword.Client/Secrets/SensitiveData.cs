using System.Runtime.CompilerServices;

namespace OtcPassword.Client.Secrets;

/// <summary>Handles memory that contains secrets, on both target frameworks.</summary>
internal static class SensitiveData
{
    /// <summary>Overwrites a buffer. Not inlined, so that the compiler cannot remove the write although nothing reads it later.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Clear(Array? buffer)
    {
        if (buffer != null)
        {
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    /// <summary>Returns true if both buffers are equal. The time does not depend on the position of a difference.</summary>
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
