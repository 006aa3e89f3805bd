using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class OrderedWorkTests
{
    [Fact]
    public async Task Results_come_in_the_order_of_the_items_whichever_is_ready_first()
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

    [Fact]
    public async Task No_more_items_than_the_limit_are_worked_on_at_once()
    {
        var gate = new object();
        int running = 0;
        int most = 0;
        using var work = new OrderedWork<int, int>(3, CountAsync, CancellationToken.None);

        for (int i = 0; i < 12; i++)
        {
            work.Add(i);
        }

        while (work.Count > 0)
        {
            await work.Take().Value;
        }

        Assert.Equal(3, most);

        async Task<int> CountAsync(int item)
        {
            int now = Interlocked.Increment(ref running);
            lock (gate)
            {
                most = Math.Max(most, now);
            }

            await Task.Delay(20);
            Interlocked.Decrement(ref running);
            return item;
        }
    }
}
