using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace OtcPassword.Pipeline;

/// <summary>
/// Shows the progress of work on many servers, after the first second and at most four times per second.
/// </summary>
internal sealed class WorkProgress(Cmdlet cmdlet, string activity)
{
    private const int ActivityId = 0x07C;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _shown = TimeSpan.MinValue;

    /// <summary>Gets the shortest time between two updates.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets or sets the number of servers that is known in advance; 0 for pipeline input.</summary>
    public int Announced { get; set; }

    /// <summary>Gets or sets the number of servers that arrived so far.</summary>
    public int Arrived { get; set; }

    /// <summary>Gets or sets the number of servers that are done.</summary>
    public int Done { get; set; }

    /// <summary>Gets or sets whether all servers have arrived.</summary>
    public bool HaveAllArrived { get; set; }

    private bool TotalIsKnown => HaveAllArrived || Announced > 0;

    private int Total => Math.Max(Announced, Arrived);

    /// <summary>Updates the progress bar if the interval has passed.</summary>
    /// <param name="waitingFor">The names of the servers that the cmdlet waits for; null while there is other work.</param>
    public void Show(string? waitingFor)
    {
        TimeSpan now = _clock.Elapsed;
        if (now < FirstAfter || (_shown >= TimeSpan.Zero && now - _shown < Interval))
        {
            return;
        }

        _shown = now;
        double rate = Done / now.TotalSeconds;
        var record = new ProgressRecord(ActivityId, activity, Count() + (waitingFor is null ? Rate(rate) : $"; waiting for {waitingFor}"));
        if (TotalIsKnown && Total > 0)
        {
            record.PercentComplete = (int)(100L * Done / Total);

            // No estimate while waiting: a password arrives only when the server finishes its setup.
            record.SecondsRemaining = waitingFor is null && rate > 0 ? (int)Math.Min((Total - Done) / rate, int.MaxValue) : -1;
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Removes the progress bar, if it is shown.</summary>
    public void Complete()
    {
        if (_shown >= TimeSpan.Zero)
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, activity, "Completed") { RecordType = ProgressRecordType.Completed });
            _shown = TimeSpan.MinValue;
        }
    }

    private string Count() => TotalIsKnown
        ? string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0} servers", Done, Total)
        : string.Format(CultureInfo.CurrentCulture, "{0:N0} servers", Done);

    private static string Rate(double rate) => string.Format(CultureInfo.CurrentCulture, " ({0:N0} per second)", rate);
}
