using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Passwords;

namespace OtcPassword.Pipeline;

/// <summary>
/// Passes the servers of a cmdlet to a flow, and writes the outcomes on the pipeline thread, each as soon as it is due. Shows
/// the progress after the first second, at most four times per second.
/// </summary>
/// <param name="command">The cmdlet.</param>
/// <param name="flow">The flow.</param>
/// <param name="activity">The activity that the progress bar shows.</param>
/// <param name="write">Writes the result for a server.</param>
internal sealed class ServerRun<TResult>(
    OtcCommand command, ServerFlow<TResult> flow, string activity, Action<CommandTarget, TResult?> write)
    where TResult : class
{
    private const int ActivityId = 0x07C;
    private const int MaxNamed = 5;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan? _shown;
    private bool _haveAllArrived;

    /// <summary>Gets the time until which the flow waits; null if it does not wait.</summary>
    public PasswordDeadline? Deadline { get; init; }

    // Known in advance, unless the servers come from the pipeline or are listed.
    private int _announced;

    private int Total => Math.Max(_announced, flow.Added);

    /// <summary>Adds the servers that the parameters of the cmdlet specify, and writes the outcomes that are due.</summary>
    /// <param name="input">Finds the servers.</param>
    /// <param name="references">What names servers: objects, IDs, and names.</param>
    /// <param name="ids">The IDs of the servers, or null.</param>
    /// <param name="names">The names of the servers, or null.</param>
    /// <param name="accept">Returns the server to work on, or null to leave it out.</param>
    public void AddAll(
        ServerInput input, object[] references, string[]? ids, string[]? names, Func<CommandTarget, CommandTarget?>? accept = null)
    {
        if (names is null && !command.MyInvocation.ExpectingInput && !references.OfType<string>().Any(ServerInput.IsName))
        {
            _announced = ids?.Length ?? references.Length;
        }

        foreach (CommandTarget target in input.Read(references, ids, names))
        {
            if (accept is null || target.Error is not null)
            {
                Add(target);
            }
            else if (accept(target) is { } accepted)
            {
                Add(accepted);
            }
            else
            {
                _announced--;
            }
        }
    }

    private void Add(CommandTarget target)
    {
        if (target.Error is null)
        {
            flow.Add(target);
        }
        else
        {
            flow.Add(target, target.Error);
        }

        while (flow.IsFull && WriteNext())
        {
        }
    }

    /// <summary>Writes all outcomes that are left.</summary>
    public void Complete()
    {
        _haveAllArrived = true;
        flow.Complete();
        while (WriteNext())
        {
        }

        if (_shown is not null)
        {
            command.WriteProgress(new ProgressRecord(ActivityId, activity, "Completed") { RecordType = ProgressRecordType.Completed });
        }
    }

    private bool WriteNext()
    {
        Task<ServerOutcome<TResult>?> next = flow.TakeAsync();
        while (!command.WaitFor(next, Interval))
        {
            ShowProgress();
        }

        if (OtcCommand.Result(next) is not { } outcome)
        {
            return false;
        }

        var target = (CommandTarget)outcome.Target;
        if (outcome.Error is null)
        {
            write(target, outcome.Result);
        }
        else
        {
            command.WriteError(outcome.Error, target.Given);
        }

        ShowProgress();
        return true;
    }

    private void ShowProgress()
    {
        TimeSpan now = _clock.Elapsed;
        if (now < FirstAfter || now - _shown < Interval)
        {
            return;
        }

        _shown = now;
        IReadOnlyList<ServerTarget> waiting = _haveAllArrived && flow.Waiting.Count == flow.Added - flow.Done ? flow.Waiting : [];
        double rate = flow.Done / now.TotalSeconds;
        bool isTotalKnown = (_haveAllArrived || _announced > 0) && Total > 0;
        string format = isTotalKnown ? "{0:N0} of {1:N0} servers" : "{0:N0} servers";
        string count = string.Format(CultureInfo.CurrentCulture, format, flow.Done, Total);
        string doing = waiting.Count > 0 ? $"; waiting for {Describe(waiting, now)}" : Rate(rate);
        var record = new ProgressRecord(ActivityId, activity, ReadableText.Clean(count + doing));
        if (isTotalKnown)
        {
            record.PercentComplete = (int)(100L * flow.Done / Total);

            // No estimate while waiting: a password arrives only when the server finishes its setup.
            record.SecondsRemaining = waiting.Count == 0 && rate > 0 ? (int)Math.Min((Total - flow.Done) / rate, int.MaxValue) : -1;
        }

        command.WriteProgress(record);
    }

    private static string Rate(double rate) => rate is > 0 and < 1
        ? string.Format(CultureInfo.CurrentCulture, " ({0:N1} seconds per server)", 1 / rate)
        : string.Format(CultureInfo.CurrentCulture, " ({0:N0} per second)", rate);

    private string Describe(IReadOnlyList<ServerTarget> waiting, TimeSpan elapsed)
    {
        string names = string.Join(", ", waiting.Take(MaxNamed).Select(target => target.Name ?? target.Id));
        string servers = waiting.Count > MaxNamed ? $"{waiting.Count} servers ({names}, …)" : names;
        int[] ages = [.. waiting.Select(target => target.Server is null ? null : MissingPassword.Age(target.Server)).OfType<TimeSpan>()
            .Select(age => (int)Math.Max(0, age.TotalMinutes))];
        string age = ages.Length == 0 ? string.Empty
            : ages.Min() == ages.Max() ? $", {ages.Min()} min old" : $", {ages.Min()} to {ages.Max()} min old";
        return $"{servers}{age}; {elapsed:hh\\:mm\\:ss} elapsed, {Deadline?.Left:hh\\:mm\\:ss} left";
    }
}
