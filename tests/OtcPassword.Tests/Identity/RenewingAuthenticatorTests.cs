using System.Collections.Concurrent;
using OtcPassword.Client;
using OtcPassword.Client.Identity;
using OtcPassword.Client.Transport;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>The renewal of tokens and temporary access keys, with credentials that expire on demand.</summary>
public sealed class RenewingAuthenticatorTests : IDisposable
{
    private readonly Key _first = new("first");
    private readonly ConcurrentQueue<TaskCompletionSource<Key>> _renewals = new();
    private readonly ConcurrentQueue<CallContext> _contexts = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly CallContext _context;
    private readonly RenewingAuthenticator<Key> _authenticator;

    public RenewingAuthenticatorTests()
    {
        _context = new CallContext(CancellationToken.None, _said.Enqueue, 1);
        _authenticator = new RenewingAuthenticator<Key>(_first, context =>
        {
            var renewal = new TaskCompletionSource<Key>(TaskCreationOptions.RunContinuationsAsynchronously);
            _contexts.Enqueue(context);
            _renewals.Enqueue(renewal);
            return renewal.Task;
        });
    }

    public void Dispose() => _authenticator.Dispose();

    [Fact]
    public async Task Credential_that_is_due_serves_all_requests_until_its_renewal_has_succeeded()
    {
        _first.Due = true;

        for (int i = 0; i < 20; i++)
        {
            Task<string> sent = SendAsync();
            Assert.True(sent.IsCompleted);
            Assert.Equal("first", await sent);
        }

        TaskCompletionSource<Key> renewal = await RenewalAsync();
        renewal.SetResult(new Key("second"));
        await Eventually(async () => await SendAsync() == "second");
        Assert.Single(_renewals);
        Assert.True(_first.IsDisposed);
    }

    [Fact]
    public async Task Expired_credential_is_never_sent_and_is_renewed_once_for_all_requests()
    {
        _first.Expired = true;
        Task<string>[] sent = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(SendAsync))];

        TaskCompletionSource<Key> renewal = await RenewalAsync();
        Assert.All(sent, request => Assert.False(request.IsCompleted));
        renewal.SetResult(new Key("second"));

        Assert.All(await Task.WhenAll(sent), name => Assert.Equal("second", name));
        Assert.Single(_renewals);
    }

    [Fact]
    public async Task Credential_that_expires_during_its_renewal_lets_requests_wait()
    {
        _first.Due = true;
        Assert.Equal("first", await SendAsync());
        TaskCompletionSource<Key> renewal = await RenewalAsync();
        _first.Expired = true;

        Task<string> sent = SendAsync();

        Assert.False(sent.IsCompleted);
        renewal.SetResult(new Key("second"));
        Assert.Equal("second", await sent);
        Assert.Single(_renewals);
    }

    [Fact]
    public async Task Two_rejected_requests_cause_one_renewal_and_later_requests_wait_for_it()
    {
        IRenewable one = (await UseAsync())!;
        IRenewable two = (await UseAsync())!;

        Task[] renewed = [one.RenewAsync(_context), two.RenewAsync(_context)];
        TaskCompletionSource<Key> renewal = await RenewalAsync();
        Task<string> later = SendAsync();
        Assert.False(later.IsCompleted);
        renewal.SetResult(new Key("second"));
        await Task.WhenAll(renewed);

        Assert.Equal("second", await later);
        await two.RenewAsync(_context);
        Assert.Single(_renewals);
        Assert.True(one.HasEnded);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Key_that_arrives_after_the_session_ended_is_discarded(bool isRevoked)
    {
        _first.Expired = true;
        Task<string> sent = SendAsync();
        TaskCompletionSource<Key> renewal = await RenewalAsync();

        if (isRevoked)
        {
            await _authenticator.RevokeAsync(_context);
        }
        else
        {
            _authenticator.Dispose();
        }

        var late = new Key("late");
        renewal.SetResult(late);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => sent);
        Assert.Equal(OtcError.NotConnected, e.Error);
        Assert.True(late.IsDisposed);
        Assert.True(_first.IsDisposed);
        Assert.Null(_authenticator.ExpiresAt);
        Assert.True(_contexts.Single().Cancellation.IsCancellationRequested);
        Assert.Equal(OtcError.NotConnected, (await Assert.ThrowsAsync<OtcException>(SendAsync)).Error);
    }

    [Fact]
    public async Task Refused_renewal_is_not_repeated_and_the_credential_stays_in_use_until_it_expires()
    {
        _first.Due = true;
        await SendAsync();
        (await RenewalAsync()).SetException(new OtcException(OtcError.AuthenticationFailed, "Wrong password."));
        await Eventually(() => Task.FromResult(_said.Any(line => line.Contains("stays in use"))));

        Assert.Equal("first", await SendAsync());
        _first.Expired = true;
        for (int i = 0; i < 3; i++)
        {
            OtcException e = await Assert.ThrowsAsync<OtcException>(SendAsync);
            Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        }

        Assert.Single(_renewals);
    }

    [Fact]
    public async Task Renewal_that_fails_temporarily_is_not_repeated_with_each_request()
    {
        int renewals = 0;
        using var authenticator = new RenewingAuthenticator<Key>(_first, _ =>
        {
            Interlocked.Increment(ref renewals);
            return Task.FromException<Key>(new OtcException(OtcError.ServiceUnavailable, "Not available."));
        });
        _first.Due = true;
        await authenticator.AuthenticateAsync(new HttpRequestMessage(), null, _context);
        await Eventually(() => Task.FromResult(_said.Any(line => line.Contains("stays in use"))));

        for (int i = 0; i < 100; i++)
        {
            await authenticator.AuthenticateAsync(new HttpRequestMessage(), null, _context);
            // A renewal that the request started in the background runs before this.
            await Task.Run(() => { }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, renewals);
    }

    [Fact]
    public async Task Renewal_that_fails_in_the_background_leaves_no_unobserved_exception()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Enqueue(e.Exception.InnerException!);
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            await FailInBackgroundAsync();
            await Eventually(() => Task.FromResult(_said.Any(line => line.Contains("stays in use"))));
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        Assert.DoesNotContain(unobserved, e => e.Message.Contains("in the background"));
    }

    [Fact]
    public async Task Renewal_does_not_take_a_slot_of_the_command_and_is_not_canceled_with_it()
    {
        using var cancel = new CancellationTokenSource();
        var context = new CallContext(cancel.Token, maxRequests: 1);
        using RequestSlot only = await context.RateLimiter.WaitForSlotAsync(CancellationToken.None);
        _first.Expired = true;
        Task<IRenewable?> sent = _authenticator.AuthenticateAsync(new HttpRequestMessage(), null, context);
        TaskCompletionSource<Key> renewal = await RenewalAsync();

        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        CallContext used = _contexts.Single();
        Assert.False(used.Cancellation.IsCancellationRequested);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using RequestSlot free = await used.RateLimiter.WaitForSlotAsync(patience.Token);
        renewal.SetResult(new Key("second"));
        Assert.Equal("second", await SendAsync());
    }

    [Fact]
    public async Task Renewal_has_a_deadline()
    {
        var hurried = new CallContext(CancellationToken.None)
        {
            Deadlines = new RequestDeadlines { Renewal = TimeSpan.FromSeconds(0.2) },
        };
        using var authenticator = new RenewingAuthenticator<Key>(_first, async context =>
        {
            await Task.Delay(Timeout.Infinite, context.Cancellation);
            return _first;
        });
        _first.Expired = true;

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => authenticator.AuthenticateAsync(new HttpRequestMessage(), null, hurried));

        Assert.Equal(OtcError.OperationTimeout, e.Error);
        Assert.True(e.IsTransient);
    }

    private async Task FailInBackgroundAsync()
    {
        _first.Due = true;
        await SendAsync();
        (await RenewalAsync()).SetException(new OtcException(OtcError.ServiceUnavailable, "Failed in the background."));
    }

    private Task<IRenewable?> UseAsync() => _authenticator.AuthenticateAsync(new HttpRequestMessage(), null, _context);

    private async Task<string> SendAsync()
    {
        using var message = new HttpRequestMessage();
        Assert.NotNull(await _authenticator.AuthenticateAsync(message, null, _context));
        return message.Headers.GetValues("X-Key").Single();
    }

    private async Task<TaskCompletionSource<Key>> RenewalAsync()
    {
        await Eventually(() => Task.FromResult(!_renewals.IsEmpty));
        return _renewals.Last();
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "The condition was not met in 30 seconds.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Key(string name) : ExpiringCredential(DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow)
    {
        public bool Due { get; set; }

        public bool Expired { get; set; }

        public bool IsDisposed { get; private set; }

        public override string Noun => "key";

        public override bool IsDue => Due || Expired;

        public override bool IsExpired => Expired;

        public override void AddTo(HttpRequestMessage message, byte[]? body)
        {
            Assert.False(IsDisposed);
            message.Headers.Add("X-Key", name);
        }

        public override void Dispose() => IsDisposed = true;
    }
}
