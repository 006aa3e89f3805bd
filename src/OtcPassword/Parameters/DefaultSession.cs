using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// The default session: cmdlets use it unless -Session is specified. It belongs to the runspace that signed in. Runspaces that
/// never signed in, such as those of ForEach-Object -Parallel, use the session of the user's own runspace.
/// </summary>
internal static class DefaultSession
{
    // The event manager is the part of a runspace that PowerShell replaces when it resets the runspace for reuse, as
    // ForEach-Object -Parallel does: an iteration must not work in the session of an earlier iteration.
    private static readonly ConditionalWeakTable<PSEventManager, Slot> Slots = new();

    private static Slot? _shared;

    /// <summary>Gets the default session of this runspace, or null if there is none or it was signed out.</summary>
    public static OtcSession? Current => (Own ?? Volatile.Read(ref _shared))?.Session;

    /// <summary>Gets whether the default session is that of another runspace.</summary>
    public static bool IsShared => Own is null;

    private static Slot? Own =>
        Runspace.DefaultRunspace?.Events is { } key && Slots.TryGetValue(key, out Slot? slot) ? slot : null;

    /// <summary>Returns the default session.</summary>
    /// <exception cref="OtcException">NotConnected.</exception>
    public static OtcSession Require() => Current ?? throw new OtcException(
        OtcError.NotConnected,
        "You are not signed in to T Cloud Public.",
        "Run Connect-OtcSession to sign in.");

    /// <summary>
    /// Leaves this runspace without a default session, also without that of another runspace. If a sign-in fails, the commands
    /// that follow must not work in another project.
    /// </summary>
    public static void Clear() => Set(null);

    /// <summary>Makes a session the default of this runspace.</summary>
    /// <param name="session">The session.</param>
    /// <param name="host">The host of the cmdlet, which determines whether this is the user's own runspace.</param>
    public static void Set(OtcSession session, PSHost host)
    {
        Slot? slot = Set(session);
        if (slot is not null && Volatile.Read(ref _shared)?.Session is null && IsRunspaceOf(host))
        {
            Volatile.Write(ref _shared, slot);
        }
    }

    private static Slot? Set(OtcSession? session)
    {
        if (Runspace.DefaultRunspace?.Events is not { } key)
        {
            return null;
        }

        Slot slot = Slots.GetOrCreateValue(key);
        slot.Session = session;
        return slot;
    }

    /// <summary>
    /// Returns true in the runspace of the prompt or script that a host application runs. Other runspaces, such as those of
    /// jobs and runspace pools, have no host application or are given one that runs another runspace.
    /// </summary>
    private static bool IsRunspaceOf(PSHost host)
    {
        try
        {
            return (host as IHostSupportsInteractiveSession)?.Runspace == Runspace.DefaultRunspace;
        }
        catch (NotImplementedException)
        {
            // The host application does not run runspaces for a prompt.
            return false;
        }
    }

    /// <summary>The session that a runspace signed in to.</summary>
    private sealed class Slot
    {
        private OtcSession? _session;

        public OtcSession? Session
        {
            get => Volatile.Read(ref _session) is { Client.IsSignedOut: false } session ? session : null;
            set => Volatile.Write(ref _session, value);
        }
    }
}
