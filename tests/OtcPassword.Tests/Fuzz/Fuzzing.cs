using System.Diagnostics;
using System.Globalization;
using OtcPassword.Client;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>
/// Runs an action with many mutations of its input. Each round must end with a result or with one of the documented
/// errors, which must not contain a secret. OTC_TEST_LONG=1 multiplies the number of rounds by 100, and OTC_TEST_SEED sets
/// the first round. A failure names its round, whose number is the seed of its <see cref="Random"/>.
/// </summary>
internal sealed class Fuzzing(OtcError[] documented, params string[] secrets)
{
    // Detects rounds that hang. It does not measure performance: a round takes milliseconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    /// <param name="rounds">The default number of rounds on .NET; Mono runs a fifth of them.</param>
    /// <param name="work">The action, which mutates its input with these random numbers.</param>
    public async Task RunAsync(int rounds, Func<Random, Task> work)
    {
        rounds = LongTests.Enabled ? 100 * rounds : LongTests.IsMono ? rounds / 5 : rounds;
        int first = int.Parse(Environment.GetEnvironmentVariable("OTC_TEST_SEED") ?? "1", CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        for (int round = first; round < first + rounds; round++)
        {
            string outcome = await OutcomeAsync(round, work);
            _outcomes[outcome] = _outcomes.TryGetValue(outcome, out int count) ? count + 1 : 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{rounds} rounds in {clock.Elapsed.TotalSeconds:F1} s: " + string.Join(", ", _outcomes.Select(o => $"{o.Key} {o.Value}")));

        // With only one outcome, the mutations would change too much or too little.
        Assert.InRange(_outcomes.Count, 2, int.MaxValue);
    }

    private async Task<string> OutcomeAsync(int round, Func<Random, Task> work)
    {
        try
        {
            Task task = Task.Run(() => work(new Random(round)));
            Assert.True(task == await Task.WhenAny(task, Task.Delay(Limit)), $"Round {round} does not end.");
            await task;
            return "result";
        }
        catch (OtcException e) when (documented.Contains(e.Error))
        {
            string all = $"{e} {e.RecommendedAction} {e.ServiceCode} {e.RequestId}";
            Assert.False(secrets.Any(secret => all.Contains(secret)), $"Round {round} shows a secret: {all}");
            return e.Error.ToString();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Round {round} does not end as documented.", e);
        }
    }
}
