using System.Diagnostics;
using System.Globalization;

namespace OtcPassword.Client.Transport;

/// <summary>
/// Repeats a request as the <see cref="RetryTable"/> says, with exponential delays. One deadline includes the retries and the
/// renewals that the request waits for: it starts with the first failure, and does not include waiting for a slot.
/// </summary>
internal sealed class RetryLoop(ApiRequest request, CallContext context)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly Random Jitter = new();

    private readonly Stopwatch _failing = new();
    private FailedAttempt? _last;
    private int _retries;
    private int _renewals;

    /// <summary>Gets or sets the token or key to renew before the next attempt, because the cloud rejected it.</summary>
    public IRenewable? Rejected { get; set; }

    /// <summary>Gets the maximum duration of the next attempt.</summary>
    public TimeSpan AttemptTime => TimeLeft < context.Deadlines.Attempt ? TimeLeft : context.Deadlines.Attempt;

    private TimeSpan TimeLeft =>
        context.Deadlines.Retries > _failing.Elapsed ? context.Deadlines.Retries - _failing.Elapsed : TimeSpan.Zero;

    /// <summary>Continues with the next attempt, whose slot is free.</summary>
    public void Continue()
    {
        if (_last is not null)
        {
            _failing.Start();
        }
    }

    /// <summary>Waits until the request should be sent again.</summary>
    /// <param name="failure">The failure of the last attempt.</param>
    /// <param name="credential">The token or key of the last attempt, if it can be renewed.</param>
    /// <exception cref="OtcException">The exception of the failure, if it is final.</exception>
    public async Task WaitAsync(FailedAttempt failure, IRenewable? credential)
    {
        _failing.Start();
        if (failure.Kind == FailureKind.TimedOut && TimeLeft == TimeSpan.Zero && _last is not null)
        {
            // The deadline cut this attempt short. The failure before it says more.
            throw _last.Exception;
        }

        _last = failure;
        int maximum = RetryTable.MaxRetries(failure.Kind, request.Kind);
        if (failure.Kind == FailureKind.CredentialRejected)
        {
            // One renewal is always tried. Further ones only if the token expired during the request.
            bool isUseful = credential is not null && (_renewals == 0 || credential.HasEnded);
            Rejected = isUseful && _renewals++ < maximum && TimeLeft > TimeSpan.Zero ? credential : throw failure.Exception;
            _failing.Stop();
            return;
        }

        TimeSpan delay = failure.RetryAfter ?? NextDelay();
        if (_retries >= maximum || delay > RetryTable.LongestRetryAfter || delay >= TimeLeft)
        {
            throw failure.Exception;
        }

        _retries++;
        context.Trace(string.Format(
            CultureInfo.InvariantCulture,
            "The request for {0} failed ({1}). Retrying in {2:0.0} seconds.",
            request.Subject, failure.Cause, delay.TotalSeconds));
        await Task.Delay(delay, context.Cancellation).ConfigureAwait(false);
        _failing.Stop();
    }

    // With jitter, so that clients that failed together do not return together.
    private TimeSpan NextDelay()
    {
        double factor;
        lock (Jitter)
        {
            factor = 0.5 + Jitter.NextDouble();
        }

        double milliseconds = FirstDelay.TotalMilliseconds * (1 << _retries) * factor;
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestDelay.TotalMilliseconds));
    }
}

/// <summary>An attempt that failed.</summary>
/// <param name="Kind">What determines whether it is retried.</param>
/// <param name="Exception">The exception for the caller, if it is not retried.</param>
/// <param name="Cause">The cause in a few words, for the trace.</param>
/// <param name="RetryAfter">The time to wait that the cloud requested, or null.</param>
internal sealed record FailedAttempt(FailureKind Kind, OtcException Exception, string Cause, TimeSpan? RetryAfter = null);
