using System.Threading;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// The session that cmdlets use when none is named. There is one for the whole process, so that the runspaces of
/// ForEach-Object -Parallel and of thread jobs see it.
/// </summary>
internal static class DefaultSession
{
    private static OtcSession? _current;

    public static OtcSession? Current => Volatile.Read(ref _current);

    /// <exception cref="OtcException">NotConnected.</exception>
    public static OtcSession Require() => Current ?? throw new OtcException(
        OtcError.NotConnected,
        "There is no connection to Open Telekom Cloud in this PowerShell.",
        "Sign in with Connect-OtcSession first.");

    /// <summary>Makes a session the default, and returns the one that was.</summary>
    public static OtcSession? Replace(OtcSession? session) => Interlocked.Exchange(ref _current, session);

    /// <summary>Leaves the process without a default session if it is this one.</summary>
    public static void Forget(OtcSession session) => Interlocked.CompareExchange(ref _current, null, session);
}
