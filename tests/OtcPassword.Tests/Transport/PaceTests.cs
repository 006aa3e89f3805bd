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
            Assert.True(pace.SlowDown(turn, TimeSpan.FromSeconds(2)));
        }

        using var cancel = new CancellationTokenSource();
        Task<PaceTurn> waiting = pace.TakeTurnAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using PaceTurn next = await pace.TakeTurnAsync(tooLong.Token);
    }

    [Fact]
    public async Task Holds_nobody_up_for_longer_than_any_request_waits()
    {
        var pace = new Pace();
        PaceTurn refused = await pace.TakeTurnAsync(CancellationToken.None);
        Assert.True(pace.SlowDown(refused, TimeSpan.FromHours(1)));

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using PaceTurn next = await pace.TakeTurnAsync(tooLong.Token);
    }

    [Fact]
    public async Task A_pause_goes_for_those_who_waited_for_their_turn_already()
    {
        var pace = new Pace();
        PaceTurn turn = await pace.TakeTurnAsync(CancellationToken.None);

        // After so many refusals each one makes all of them pause, and they have almost a second from turn to turn.
        for (int i = 0; i < 12; i++)
        {
            Assert.True(pace.SlowDown(turn, TimeSpan.Zero));
            turn = await pace.TakeTurnAsync(CancellationToken.None);
        }

        Task<PaceTurn> waiting = pace.TakeTurnAsync(CancellationToken.None);
        Assert.True(pace.SlowDown(turn, TimeSpan.FromSeconds(2)));

        // Two seconds, but for the grain of the timer.
        TimeSpan distance = (await waiting).SentAt - turn.SentAt;
        Assert.True(distance >= TimeSpan.FromSeconds(1.9), $"It waited {distance}.");
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
