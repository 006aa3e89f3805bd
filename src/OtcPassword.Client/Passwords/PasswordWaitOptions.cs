using System;
using System.Diagnostics;

namespace OtcPassword.Client.Passwords;

/// <summary>How to wait for passwords that are not there yet; one for all servers of a call.</summary>
public sealed class PasswordWaitOptions
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Creates options; the time begins to run.</summary>
    /// <param name="timeout">How long to wait at most, from now on.</param>
    /// <param name="interval">The time between two requests for the same server; null: by the server's age.</param>
    public PasswordWaitOptions(TimeSpan timeout, TimeSpan? interval)
    {
        Timeout = timeout;
        Interval = interval;
    }

    /// <summary>How long to wait at most.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The time between two requests for the same server; null: by the server's age.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>How much of the time is left; zero when it is over.</summary>
    public TimeSpan Left => Timeout > _clock.Elapsed ? Timeout - _clock.Elapsed : TimeSpan.Zero;
}
