using System.Diagnostics;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>The time until which a command waits for passwords, shared by all its servers, and how often it requests them.</summary>
public sealed class PasswordDeadline
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan? _pollInterval;

    /// <summary>Creates a deadline, and starts the clock.</summary>
    /// <param name="timeout">The maximum time to wait, starting now.</param>
    /// <param name="pollInterval">The time between two requests for the same server, or null to choose it by the server's age.</param>
    public PasswordDeadline(TimeSpan timeout, TimeSpan? pollInterval)
    {
        Timeout = timeout;
        _pollInterval = pollInterval;
    }

    /// <summary>Gets the maximum time to wait.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Gets the time that is left; zero when it is over.</summary>
    public TimeSpan Left => Timeout > _clock.Elapsed ? Timeout - _clock.Elapsed : TimeSpan.Zero;

    /// <summary>
    /// Returns the default interval between two requests for the same server: a twenty-fourth of the time from which a password
    /// is likely, and three times as long before and long after.
    /// </summary>
    /// <param name="kind">The kind of the server.</param>
    /// <param name="age">
    /// The time since the server was started; null if it is unknown. The clock of this computer can be wrong, but that changes
    /// the interval only by seconds.
    /// </param>
    internal static TimeSpan PollInterval(ServerKind kind, TimeSpan? age)
    {
        var soon = TimeSpan.FromTicks(kind.FirstPasswords.Ticks / 24);
        var seldom = TimeSpan.FromTicks(3 * soon.Ticks);
        if (age is not { } known)
        {
            return soon;
        }

        if (known < kind.FirstPasswords)
        {
            // At most until the age from which the password is likely.
            TimeSpan left = kind.FirstPasswords - known;
            return left > seldom ? seldom : left < soon ? soon : left;
        }

        return known < kind.LastPasswords ? soon : seldom;
    }

    /// <summary>Waits until the next request for a server is due. The last one is due when the time is over.</summary>
    internal Task DelayAsync(ServerKind kind, Server? server, CancellationToken cancellation)
    {
        TimeSpan pause = _pollInterval ?? PollInterval(kind, server is null ? null : MissingPassword.Age(server));
        TimeSpan left = Left;
        return Task.Delay(pause < left ? pause : left, cancellation);
    }
}
