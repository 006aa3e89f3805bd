using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class RateLimiterTests
{
    [Fact]
    public async Task Rate_limiter_grants_no_more_slots_than_the_maximum()
    {
        var limiter = new RateLimiter(2);
        RequestSlot first = await limiter.WaitForSlotAsync(CancellationToken.None);
        using RequestSlot second = await limiter.WaitForSlotAsync(CancellationToken.None);

        Task<RequestSlot> third = limiter.WaitForSlotAsync(CancellationToken.None);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(third.IsCompleted);

        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Canceled_wait_for_a_slot_releases_the_slot()
    {
        var limiter = new RateLimiter(1);
        using (RequestSlot slot = await limiter.WaitForSlotAsync(CancellationToken.None))
        {
            Assert.True(limiter.SlowDown(slot, TimeSpan.FromSeconds(2)));
        }

        using var cancel = new CancellationTokenSource();
        Task<RequestSlot> waiting = limiter.WaitForSlotAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using RequestSlot next = await limiter.WaitForSlotAsync(tooLong.Token);
    }

    [Fact]
    public async Task Pause_is_limited_to_the_maximum_wait_of_a_request()
    {
        var limiter = new RateLimiter();
        RequestSlot refused = await limiter.WaitForSlotAsync(CancellationToken.None);
        Assert.True(limiter.SlowDown(refused, TimeSpan.FromHours(1)));

        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using RequestSlot next = await limiter.WaitForSlotAsync(tooLong.Token);
    }

    [Fact]
    public async Task Pause_applies_to_requests_that_already_wait_for_a_slot()
    {
        var limiter = new RateLimiter();
        RequestSlot slot = await limiter.WaitForSlotAsync(CancellationToken.None);

        // After this many throttled requests, each further one pauses all requests, and the interval between slots is almost
        // a second.
        for (int i = 0; i < 12; i++)
        {
            Assert.True(limiter.SlowDown(slot, TimeSpan.Zero));
            slot = await limiter.WaitForSlotAsync(CancellationToken.None);
        }

        Task<RequestSlot> waiting = limiter.WaitForSlotAsync(CancellationToken.None);
        Assert.True(limiter.SlowDown(slot, TimeSpan.FromSeconds(2)));

        // Two seconds, less the resolution of the timer.
        TimeSpan interval = (await waiting).SentAt - slot.SentAt;
        Assert.True(interval >= TimeSpan.FromSeconds(1.9), $"It waited {interval}.");
    }

    [Fact]
    public async Task Throttling_of_concurrent_requests_slows_down_only_once()
    {
        var limiter = new RateLimiter();
        RequestSlot first = await limiter.WaitForSlotAsync(CancellationToken.None);
        RequestSlot second = await limiter.WaitForSlotAsync(CancellationToken.None);

        Assert.True(limiter.SlowDown(first, TimeSpan.Zero));
        Assert.False(limiter.SlowDown(second, TimeSpan.Zero));
    }

    [Fact]
    public async Task Rate_does_not_keep_falling_if_one_request_in_ten_is_throttled()
    {
        var limiter = new RateLimiter();
        using var tooSlow = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // With an interval that grows to its maximum, this would take 15 minutes.
        for (int i = 0; i < 1000; i++)
        {
            RequestSlot slot = await limiter.WaitForSlotAsync(tooSlow.Token);
            if (i % 10 == 9)
            {
                limiter.SlowDown(slot, null);
            }
            else
            {
                limiter.Recover();
            }
        }
    }
}
