using System.Threading;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// The default session: cmdlets use it unless -Session is specified. There is one per process, so that the runspaces of
/// ForEach-Object -Parallel and of thread jobs share it.
/// </summary>
internal static class DefaultSession
{
    private static OtcSession? _current;

    public static OtcSession? Current => Volatile.Read(ref _current);

    /// <exception cref="OtcException">NotConnected.</exception>
    public static OtcSession Require() => Current ?? throw new OtcException(
        OtcError.NotConnected,
        "You are not signed in to Open Telekom Cloud.",
        "Run Connect-OtcSession to sign in.");

    /// <summary>Sets the default session, and returns the previous one.</summary>
    public static OtcSession? Replace(OtcSession? session) => Interlocked.Exchange(ref _current, session);

    /// <summary>Removes the default session if it is this session.</summary>
    public static void Forget(OtcSession session) => Interlocked.CompareExchange(ref _current, null, session);
}
