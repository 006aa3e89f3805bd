using System.Collections.Concurrent;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class OrderedWorkTests
{
    [Fact]
    public async Task Results_are_returned_in_the_order_of_the_items()
    {
        using var work = new OrderedWork<int, int>(4, DelayAsync, CancellationToken.None);
        var results = new List<int>();

        for (int i = 0; i < 50; i++)
        {
            while (work.IsFull)
            {
                results.Add(await work.Take().Value);
            }

            work.Add(i);
        }

        while (work.Count > 0)
        {
            results.Add(await work.Take().Value);
        }

        Assert.Equal(Enumerable.Range(0, 50), results);

        static async Task<int> DelayAsync(int item)
        {
            await Task.Delay((item * 7919) % 17);
            return item;
        }
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(16, 64)]
    public async Task Number_of_items_in_progress_is_limited(int maxRequests, int held)
    {
        using var work = new OrderedWork<int, int>(maxRequests, Task.FromResult, CancellationToken.None);
        while (!work.IsFull)
        {
            work.Add(work.Count);
        }

        Assert.Equal(held, work.Count);
        Assert.Equal(0, await work.Take().Value);
        Assert.False(work.IsFull);
    }

    [Fact]
    public async Task Work_starts_in_the_order_of_the_items()
    {
        var begun = new ConcurrentQueue<int>();
        using var work = new OrderedWork<int, int>(1000, DoAsync, CancellationToken.None);
        for (int i = 0; i < 4000; i++)
        {
            work.Add(i);
        }

        while (work.Count > 0)
        {
            await work.Take().Value;
        }

        Assert.Equal(Enumerable.Range(0, 4000), begun);

        async Task<int> DoAsync(int item)
        {
            begun.Enqueue(item);
            await Task.Yield();
            return item;
        }
    }

    [Fact]
    public async Task Work_does_not_start_after_cancellation()
    {
        int begun = 0;
        using var cancel = new CancellationTokenSource();
        using var work = new OrderedWork<int, int>(1, item => Task.FromResult(Interlocked.Increment(ref begun)), cancel.Token);
        work.Add(1);
        await work.Take().Value;
        cancel.Cancel();

        work.Add(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.Take().Value);
        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task All_items_in_progress_end_with_cancellation()
    {
        using var isReleased = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        int begun = 0;
        using var work = new OrderedWork<int, int>(1000, Do, cancel.Token);
        for (int i = 0; i < 4000; i++)
        {
            work.Add(i);
        }

        cancel.Cancel();
        isReleased.Set();

        await work.Take().Value.ContinueWith(_ => { }, TestContext.Current.CancellationToken, default, TaskScheduler.Default);
        while (work.Count > 0)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.Take().Value);
        }

        Assert.InRange(begun, 0, 1);

        Task<int> Do(int item)
        {
            Interlocked.Increment(ref begun);
            isReleased.Wait();
            return Task.FromResult(item);
        }
    }

    [Fact]
    public async Task Slow_item_delays_the_results_but_not_the_work()
    {
        var slow = new TaskCompletionSource<int>();
        int done = 0;
        using var work = new OrderedWork<int, int>(1, DoAsync, CancellationToken.None);

        while (!work.IsFull)
        {
            work.Add(work.Count);
        }

        while (Volatile.Read(ref done) < work.Count - 1)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.False(work.Oldest.IsCompleted);
        slow.SetResult(0);
        Assert.Equal(0, await work.Take().Value);
        Assert.Equal(1, await work.Take().Value);

        async Task<int> DoAsync(int item)
        {
            if (item == 0)
            {
                return await slow.Task;
            }

            await Task.Yield();
            Interlocked.Increment(ref done);
            return item;
        }
    }
}
