using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace OtcPassword.Pipeline;

/// <summary>
/// The progress of work on many servers: shown when it takes longer than a second, at most five times a second.
/// </summary>
internal sealed class WorkProgress(Cmdlet cmdlet, string activity)
{
    private const int ActivityId = 0x07C;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.MinValue;

    /// <summary>The shortest time between two displays.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The servers that were announced; 0 if they come in one by one.</summary>
    public int Announced { get; set; }

    /// <summary>The servers that came in so far.</summary>
    public int Arrived { get; set; }

    /// <summary>The servers that are done.</summary>
    public int Done { get; set; }

    /// <summary>True when no more servers come in.</summary>
    public bool HaveAllArrived { get; set; }

    private bool TotalIsKnown => HaveAllArrived || Announced > 0;

    private int Total => Math.Max(Announced, Arrived);

    /// <summary>Shows how far the work is, if it is time to.</summary>
    /// <param name="waitingFor">Who is waited for; null if there is work to do.</param>
    public void Show(string? waitingFor)
    {
        TimeSpan now = _clock.Elapsed;
        if (now < FirstAfter || (_shown >= TimeSpan.Zero && now - _shown < Interval))
        {
            return;
        }

        _shown = now;
        double rate = Done / now.TotalSeconds;
        var record = new ProgressRecord(ActivityId, activity, Count() + (waitingFor is null ? Rate(rate) : $", waiting for {waitingFor}"));
        if (TotalIsKnown && Total > 0)
        {
            record.PercentComplete = (int)(100L * Done / Total);

            // How long others will let themselves be waited for, nobody knows.
            record.SecondsRemaining = waitingFor is null && rate > 0 ? (int)Math.Min((Total - Done) / rate, int.MaxValue) : -1;
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Takes the display away, if there is one.</summary>
    public void Complete()
    {
        if (_shown >= TimeSpan.Zero)
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
            _shown = TimeSpan.MinValue;
        }
    }

    private string Count() => TotalIsKnown
        ? string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0} servers", Done, Total)
        : string.Format(CultureInfo.CurrentCulture, "{0:N0} servers", Done);

    private static string Rate(double rate) => string.Format(CultureInfo.CurrentCulture, ", {0:N0} a second", rate);
}
