using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>
/// Runs something with many mutations of its input. What must hold each time: a result, or one of the documented errors
/// without a secret in it; and an end. With OTC_TEST_LONG=1 there are a hundred times as many rounds, OTC_TEST_SEED takes
/// others than usual. A failure names its round, whose number is the seed of its <see cref="Random"/>.
/// </summary>
internal sealed class Fuzzing(OtcError[] documented, params string[] secrets)
{
    // Not a measurement: what hangs takes longer on the slowest machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    /// <param name="rounds">How many are usual on .NET; mono does a fifth.</param>
    /// <param name="work">Works with an input that it mutates.</param>
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

        // Else the mutations were all too wild, or too tame.
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
