using System;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class PaceTests
{
    [Fact]
    public async Task Gives_no_more_turns_at_once_than_the_limit()
    {
        var pace = new Pace(2);
        PaceTurn first = await pace.TakeTurnAsync(CancellationToken.None);
        using PaceTurn second = await pace.TakeTurnAsync(CancellationToken.None);

        Task<PaceTurn> third = pace.TakeTurnAsync(CancellationToken.None);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Gives_a_turn_back_that_was_cancelled_while_it_waited()
    {
        var pace = new Pace(1);
        using (PaceTurn turn = await pace.TakeTurnAsync(CancellationToken.None))
        {
            Assert.True(pace.SlowDown(turn, TimeSpan.FromSeconds(30)));
        }

        using var cancel = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pace.TakeTurnAsync(cancel.Token));
        using var again = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pace.TakeTurnAsync(again.Token));
    }

    [Fact]
    public async Task Slows_down_once_for_all_requests_that_were_under_way()
    {
        var pace = new Pace();
        PaceTurn first = await pace.TakeTurnAsync(CancellationToken.None);
        PaceTurn second = await pace.TakeTurnAsync(CancellationToken.None);

        Assert.True(pace.SlowDown(first, TimeSpan.Zero));
        Assert.False(pace.SlowDown(second, TimeSpan.Zero));
    }

    [Fact]
    public async Task Is_not_slowed_down_more_and_more_by_a_cloud_that_refuses_one_in_ten_at_any_rate()
    {
        var pace = new Pace();
        using var tooSlow = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // With a distance that grows to its longest this would take a quarter of an hour.
        for (int i = 0; i < 1000; i++)
        {
            PaceTurn turn = await pace.TakeTurnAsync(tooSlow.Token);
            if (i % 10 == 9)
            {
                pace.SlowDown(turn, null);
            }
            else
            {
                pace.Recover();
            }
        }
    }
}
