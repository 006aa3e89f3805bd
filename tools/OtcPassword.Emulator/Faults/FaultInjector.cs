using System.Collections.Concurrent;
using System.Threading;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Faults;

/// <summary>
/// Decides which faults a request gets. The decision depends only on the seed, the request, and the number of earlier
/// attempts of the same request: with the same seed, it is the same in every run, regardless of the order of the requests.
/// Only the limit of requests per second depends on the time.
/// </summary>
internal sealed class FaultInjector
{
    private readonly Cloud _cloud;
    private State _state;

    public FaultInjector(Cloud cloud, FaultsEntry faults)
    {
        _cloud = cloud;
        _state = Compile(faults);
    }

    public FaultsEntry Current => Volatile.Read(ref _state).Entry;

    /// <summary>Replaces all rules and resets the numbers of attempts.</summary>
    public void Replace(FaultsEntry faults) => Volatile.Write(ref _state, Compile(faults));

    public FaultPlan Plan(CloudCall call)
    {
        State state = Volatile.Read(ref _state);
        FaultPlan? plan = null;
        string request = "";
        int attempt = 0;
        foreach (FaultRule rule in state.Rules)
        {
            if (!rule.Matches(call))
            {
                continue;
            }

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

    private State Compile(FaultsEntry faults)
    {
        long seed = faults.Seed ?? _cloud.Seed;
        var rules = new FaultRule[faults.Rules.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            rules[i] = new FaultRule(faults.Rules[i], seed, i);
        }

        return new State(faults, rules);
    }

    private sealed record State(FaultsEntry Entry, FaultRule[] Rules)
    {
        public ConcurrentDictionary<string, int> Attempts { get; } = new();
    }
}
