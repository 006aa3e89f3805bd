namespace OtcPassword.Emulator.Faults;

/// <summary>The faults of one request.</summary>
internal sealed class FaultPlan
{
    public static FaultPlan None { get; } = new();

    public double DelayMs { get; set; }
    public int Status { get; set; } // 0: no error
    public FaultBody Body { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
    public string? RetryAfter { get; set; }
    public bool Throttled { get; set; }
    public bool ResetBefore { get; set; }
    public bool ResetAfter { get; set; }
    public bool CutBody { get; set; }
    public double SlowBodyMs { get; set; }
}

/// <summary>
/// Decides which faults a request gets. The decision depends only on the seed, the request, and the number of earlier
/// attempts of the same request: with the same seed, it is the same in every run, regardless of the order of the requests.
/// Only the limit of requests per second depends on the time.
/// </summary>
internal sealed class FaultInjector(Cloud cloud, FaultsEntry faults)
{
    private State _state = Compile(cloud, faults);

    public FaultsEntry Current => Volatile.Read(ref _state).Entry;

    /// <summary>Replaces all rules and resets the numbers of attempts.</summary>
    public void Replace(FaultsEntry faults) => Volatile.Write(ref _state, Compile(cloud, faults));

    public FaultPlan Plan(CloudCall call, CloudService service)
    {
        State state = Volatile.Read(ref _state);
        if (state.Rules.Length == 0)
        {
            return FaultPlan.None;
        }

        FaultPlan? plan = null;
        string request = "";
        int attempt = 0;
        foreach (FaultRule rule in state.Rules.Where(rule => rule.Matches(call, service)))
        {
            if (plan is null)
            {
                plan = new FaultPlan();
                request = $"{call.Method} {call.Target}";
                attempt = state.Attempts.AddOrUpdate(request, 1, static (_, n) => n + 1);
            }

            rule.AddTo(plan, request, attempt);
        }

        return plan ?? FaultPlan.None;
    }

    private static State Compile(Cloud cloud, FaultsEntry faults) =>
        new(faults, [.. faults.Rules.Select((rule, index) => new FaultRule(rule, faults.Seed ?? cloud.Seed, index))]);

    private sealed record State(FaultsEntry Entry, FaultRule[] Rules)
    {
        public ConcurrentDictionary<string, int> Attempts { get; } = new();
    }
}
