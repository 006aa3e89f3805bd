using System;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class RateLimiterTests
{
    [Fact]
    public async Task Gives_no_more_turns_at_once_than_the_limit()
    {
        var pace = new RateLimiter(2);
        RequestSlot first = await pace.WaitForSlotAsync(CancellationToken.None);
        using RequestSlot second = await pace.WaitForSlotAsync(CancellationToken.None);

        Task<RequestSlot> third = pace.WaitForSlotAsync(CancellationToken.None);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Gives_a_turn_back_that_was_cancelled_while_it_waited()
    {
        var pace = new RateLimiter(1);
        using (RequestSlot turn = await pace.WaitForSlotAsync(CancellationToken.None))
        {
            Assert.True(pace.SlowDown(turn, TimeSpan.FromSeconds(2)));
        }

        using var cancel = new CancellationTokenSource();
        Task<RequestSlot> waiting = pace.WaitForSlotAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using RequestSlot next = await pace.WaitForSlotAsync(tooLong.Token);
    }

    [Fact]
    public async Task Holds_nobody_up_for_longer_than_any_request_waits()
    {
        var pace = new RateLimiter();
        RequestSlot refused = await pace.WaitForSlotAsync(CancellationToken.None);
        Assert.True(pace.SlowDown(refused, TimeSpan.FromHours(1)));

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using RequestSlot next = await pace.WaitForSlotAsync(tooLong.Token);
    }

    [Fact]
    public async Task A_pause_goes_for_those_who_waited_for_their_turn_already()
    {
        var pace = new RateLimiter();
        RequestSlot turn = await pace.WaitForSlotAsync(CancellationToken.None);

        // After so many refusals each one makes all of them pause, and they have almost a second from turn to turn.
        for (int i = 0; i < 12; i++)
        {
            Assert.True(pace.SlowDown(turn, TimeSpan.Zero));
            turn = await pace.WaitForSlotAsync(CancellationToken.None);
        }

        Task<RequestSlot> waiting = pace.WaitForSlotAsync(CancellationToken.None);
        Assert.True(pace.SlowDown(turn, TimeSpan.FromSeconds(2)));

        // Two seconds, but for the grain of the timer.
        TimeSpan distance = (await waiting).SentAt - turn.SentAt;
        Assert.True(distance >= TimeSpan.FromSeconds(1.9), $"It waited {distance}.");
    }

    [Fact]
    public async Task Slows_down_once_for_all_requests_that_were_under_way()
    {
        var pace = new RateLimiter();
        RequestSlot first = await pace.WaitForSlotAsync(CancellationToken.None);
        RequestSlot second = await pace.WaitForSlotAsync(CancellationToken.None);

        Assert.True(pace.SlowDown(first, TimeSpan.Zero));
        Assert.False(pace.SlowDown(second, TimeSpan.Zero));
    }

    [Fact]
    public async Task Is_not_slowed_down_more_and_more_by_a_cloud_that_refuses_one_in_ten_at_any_rate()
    {
        var pace = new RateLimiter();
        using var tooSlow = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // With a distance that grows to its longest this would take a quarter of an hour.
        for (int i = 0; i < 1000; i++)
        {
            RequestSlot turn = await pace.WaitForSlotAsync(tooSlow.Token);
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
