using System.Reflection;
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// Runs an algorithm of the platform, which can reject it because of a policy (FIPS) or because a library lacks it.
/// </summary>
internal static class PlatformAlgorithm
{
    /// <summary>For tests: refuses MD5 in this flow of execution, as a FIPS policy does.</summary>
    internal static readonly AsyncLocal<bool> RefusesMd5 = new();

    /// <summary>Creates MD5, which only fingerprints and key files of old tools need.</summary>
    public static MD5 CreateMd5() => RefusesMd5.Value
        ? throw new TargetInvocationException(new InvalidOperationException("This algorithm is not FIPS compliant."))
        : MD5.Create();

    /// <summary>Runs an algorithm.</summary>
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

    /// <summary>Returns true for the exceptions with which platforms refuse an algorithm.</summary>
    /// <remarks>
    /// .NET Framework reports an algorithm that a FIPS policy forbids as an InvalidOperationException, inside a
    /// TargetInvocationException if it created the algorithm by its name.
    /// </remarks>
    public static bool IsRefusal(Exception e) => e is CryptographicException or PlatformNotSupportedException
        || e.GetType() == typeof(InvalidOperationException)
        || (e is TargetInvocationException { InnerException: { } inner } && IsRefusal(inner));
}

/// <summary>The platform refuses an algorithm.</summary>
internal sealed class PlatformAlgorithmException(string algorithm, Exception cause)
    : CryptographicException(ForeignText.Reason(cause.GetBaseException()), cause)
{
    public string Algorithm { get; } = algorithm;
}
