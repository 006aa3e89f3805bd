using System.Collections.Concurrent;
using System.Globalization;
using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

/// <summary>The order, the limits, and the failures of a flow, with work that the tests control.</summary>
public class ServerFlowTests
{
    [Fact]
    public async Task Outcomes_come_out_in_the_order_of_the_servers()
    {
        var flow = new TestFlow(4, async (index, _) =>
        {
            await Task.Delay((index * 7919) % 17);
            return $"{index}";
        });

        List<ServerOutcome<string>> outcomes = await flow.RunAsync(Targets(50));

        Assert.Equal(Enumerable.Range(0, 50), outcomes.Select(Index));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), outcomes.Select(outcome => outcome.Result));
        Assert.Equal((50, 50), (flow.Added, flow.Done));
    }

    [Theory]
    [InlineData(2, 32)]
    [InlineData(16, 64)]
    public void Number_of_servers_in_progress_is_limited(int throttle, int held)
    {
        var never = new TaskCompletionSource<string?>();
        var flow = new TestFlow(throttle, (_, _) => never.Task);
        foreach (ServerTarget target in Targets(1000).TakeWhile(_ => !flow.IsFull))
        {
            flow.Add(target);
        }

        Assert.Equal(held, flow.Added);
    }

    [Fact]
    public async Task Work_starts_in_the_order_of_the_servers()
    {
        var begun = new ConcurrentQueue<int>();
        var flow = new TestFlow(1000, async (index, _) =>
        {
            begun.Enqueue(index);
            await Task.Yield();
            return "";
        });

        await flow.RunAsync(Targets(4000));

        Assert.Equal(Enumerable.Range(0, 4000), begun);
    }

    [Fact]
    public async Task Slow_server_delays_the_outcomes_but_not_the_work()
    {
        var slow = new TaskCompletionSource<string?>();
        var othersDone = new CountdownEvent(9);
        var flow = new TestFlow(4, async (index, _) =>
        {
            if (index == 0)
            {
                return await slow.Task;
            }

            othersDone.Signal();
            return "";
        });
        foreach (ServerTarget target in Targets(10))
        {
            flow.Add(target);
        }

        Assert.True(othersDone.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(flow.IsFull);
        Task<ServerOutcome<string>?> first = flow.TakeAsync();
        Assert.False(first.IsCompleted);
        slow.SetResult("");
        Assert.Equal(0, Index((await first)!));
        Assert.Equal(1, Index((await flow.TakeAsync())!));
    }

    [Fact]
    public async Task Awaited_outcomes_come_first_in_first_out_after_the_others_and_those_that_timed_out_at_the_end()
    {
        TaskCompletionSource<string?>[] awaited = [.. Enumerable.Range(0, 6).Select(_ => new TaskCompletionSource<string?>())];
        var flow = new TestFlow(4, async (index, wait) =>
        {
            if (index % 2 == 0)
            {
                return "at once";
            }

            wait(null);
            return await awaited[index].Task;
        });
        foreach (ServerTarget target in Targets(6))
        {
            flow.Add(target);
        }

        Assert.Equal("0 2 4", $"{Index((await flow.TakeAsync())!)} {Index((await flow.TakeAsync())!)} {Index((await flow.TakeAsync())!)}");
        Assert.Equal(["s1", "s3", "s5"], flow.Waiting.Select(target => target.Id));

        // All arrive before the first one is taken.
        awaited[3].SetResult("timeout");
        awaited[5].SetResult("late");
        awaited[1].SetResult("later");
        flow.Complete();
        var rest = new List<ServerOutcome<string>>();
        while (await flow.TakeAsync() is { } outcome)
        {
            rest.Add(outcome);
        }

        Assert.Equal(["late", "later", "timeout"], rest.Select(outcome => outcome.Result));
        Assert.Empty(flow.Waiting);
    }

    [Fact]
    public async Task Awaited_outcome_that_arrives_before_its_turn_comes_in_the_order_of_the_servers()
    {
        var slow = new TaskCompletionSource<string?>();
        var flow = new TestFlow(4, async (index, wait) =>
        {
            if (index == 0)
            {
                return await slow.Task;
            }

            wait(null);
            return "";
        });
        foreach (ServerTarget target in Targets(3))
        {
            flow.Add(target);
        }

        Task<ServerOutcome<string>?> first = flow.TakeAsync();
        Assert.False(first.IsCompleted);
        slow.SetResult("");
        Assert.Equal("0 1 2", $"{Index((await first)!)} {Index((await flow.TakeAsync())!)} {Index((await flow.TakeAsync())!)}");
    }

    [Fact]
    public async Task One_hundred_thousand_awaited_outcomes_are_taken_without_recursion()
    {
        const int Count = 100_000;
        var all = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = new TestFlow(256, async (_, wait) =>
        {
            wait(null);
            return await all.Task;
        });
        foreach (ServerTarget target in Targets(Count))
        {
            flow.Add(target);
        }

        all.SetResult("");
        flow.Complete();
        int taken = 0;
        while (await flow.TakeAsync() is not null)
        {
            taken++;
        }

        Assert.Equal(Count, taken);
    }

    [Fact]
    public async Task With_one_request_at_a_time_a_server_that_timed_out_comes_out_before_the_next_one_is_added()
    {
        var flow = new TestFlow(1, (index, wait) =>
        {
            wait(null);
            return Task.FromResult<string?>(index == 1 ? "timeout" : "");
        });

        List<ServerOutcome<string>> outcomes = await flow.RunAsync(Targets(3));

        Assert.Equal([0, 1, 2], outcomes.Select(Index));
    }

    [Fact]
    public async Task Error_of_one_server_is_its_outcome_and_the_others_continue()
    {
        var flow = new TestFlow(4, (index, _) => index == 1
            ? throw new OtcException(OtcError.ServerNotFound, "no")
            : Task.FromResult<string?>(""));
        var rejected = new OtcException(OtcError.InvalidServerId, "bad");
        flow.Add(new ServerTarget(null!, "s0"));
        flow.Add(new ServerTarget(null!, "s1"));
        flow.Add(new ServerTarget(null!, "bad"), rejected);
        flow.Add(new ServerTarget(null!, "s3"));
        flow.Complete();
        var outcomes = new List<ServerOutcome<string>>();
        while (await flow.TakeAsync() is { } outcome)
        {
            outcomes.Add(outcome);
        }

        Assert.Equal(["s0", "s1", "bad", "s3"], outcomes.Select(outcome => outcome.Target.Id));
        Assert.Equal([null, OtcError.ServerNotFound, OtcError.InvalidServerId, null], outcomes.Select(outcome => outcome.Error?.Error));
    }

    [Fact]
    public async Task Unexpected_exception_ends_the_flow_with_its_stack_trace()
    {
        var flow = new TestFlow(4, (_, _) => Fail());

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => flow.RunAsync(Targets(2)));

        // Mono replaces the stack trace of an exception that is thrown again.
        Assert.Contains(LongTests.IsMono ? nameof(ServerFlowTests) : nameof(Fail), e.StackTrace, StringComparison.Ordinal);

        static Task<string?> Fail() => throw new InvalidOperationException("unexpected");
    }

    [Fact]
    public async Task Work_does_not_start_after_cancellation_and_the_flow_ends()
    {
        int begun = 0;
        using var isReleased = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var flow = new TestFlow(
            1000,
            (_, _) =>
            {
                Interlocked.Increment(ref begun);
                isReleased.Wait(cancel.Token);
                return Task.FromResult<string?>("");
            },
            cancel.Token);
        foreach (ServerTarget target in Targets(4000))
        {
            flow.Add(target);
        }

        cancel.Cancel();
        isReleased.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await flow.TakeAsync() is not null)
            {
            }
        });
        Assert.InRange(begun, 0, 1);
    }

    [Fact]
    public async Task Failures_that_nobody_takes_are_not_unobserved_task_exceptions()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> listen = (_, e) => unobserved.Enqueue(e.Exception);
        TaskScheduler.UnobservedTaskException += listen;
        try
        {
            await AbandonAsync();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.DoesNotContain(unobserved, e => e.ToString().Contains("abandoned"));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= listen;
        }

        static async Task AbandonAsync()
        {
            var flow = new TestFlow(64, async (_, _) =>
            {
                await Task.Yield();
                throw new OtcException(OtcError.ServiceUnavailable, "abandoned");
            });
            foreach (ServerTarget target in Targets(50))
            {
                flow.Add(target);
            }

            await flow.TakeAsync();
            while (!flow.IsFull)
            {
                await Task.Delay(5);
            }
        }
    }

    private static IEnumerable<ServerTarget> Targets(int count) =>
        Enumerable.Range(0, count).Select(i => new ServerTarget(null!, $"s{i}"));

    private static int Index(ServerOutcome<string> outcome) => int.Parse(outcome.Target.Id.Substring(1), CultureInfo.InvariantCulture);

    private sealed class TestFlow(
        int throttle, Func<int, Action<Server?>, Task<string?>> work, CancellationToken cancellation = default)
        : ServerFlow<string>(throttle, cancellation)
    {
        private protected override Task<string?> WorkAsync(ServerTarget target, Action<Server?> startWaiting) =>
            work(int.Parse(target.Id.Substring(1), CultureInfo.InvariantCulture), startWaiting);

        private protected override bool IsTimedOut(string? result) => result == "timeout";
    }
}
