using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>
/// Runs an algorithm of the platform, which can reject it because of a policy (FIPS) or because a library lacks it.
/// </summary>
internal static class PlatformAlgorithm
{
    /// <param name="name">The algorithm, for messages.</param>
    /// <param name="run">What to run. Its input is already checked, so that no failure is due to the input.</param>
    /// <exception cref="PlatformAlgorithmException">The platform refuses the algorithm.</exception>
    public static T Run<T>(string name, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new PlatformAlgorithmException(name, e);
        }
    }

    // .NET Framework reports an algorithm that a FIPS policy forbids as an InvalidOperationException.
    private static bool IsRefusal(Exception e) =>
        e is CryptographicException or PlatformNotSupportedException || e.GetType() == typeof(InvalidOperationException);
}

/// <summary>The platform refuses an algorithm.</summary>
internal sealed class PlatformAlgorithmException(string algorithm, Exception cause) : CryptographicException(cause.Message, cause)
{
    public string Algorithm { get; } = algorithm;
}
