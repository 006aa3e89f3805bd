using System.Diagnostics;

namespace OtcPassword.Client.Passwords;

/// <summary>The options to wait for passwords, shared by all servers of a command.</summary>
public sealed class PasswordWaitOptions
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Creates options, and starts the clock.</summary>
    /// <param name="timeout">The maximum time to wait, starting now.</param>
    /// <param name="interval">The time between two requests for the same server, or null to choose it by the server's age.</param>
    public PasswordWaitOptions(TimeSpan timeout, TimeSpan? interval)
    {
        Timeout = timeout;
        Interval = interval;
    }

    /// <summary>Gets the maximum time to wait.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Gets the time between two requests for the same server; null to choose it by the server's age.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>Gets the time that is left; zero when it is over.</summary>
    public TimeSpan Left => Timeout > _clock.Elapsed ? Timeout - _clock.Elapsed : TimeSpan.Zero;
}
