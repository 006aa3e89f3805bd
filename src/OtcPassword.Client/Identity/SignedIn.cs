using System;
using System.Net.Http;
using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>A caller who has signed in: proves it to the cloud on each request, and knows what the cloud said about them.</summary>
internal abstract class SignedIn : IRequestAuthenticator, IDisposable
{
    /// <summary>Who it is, where they work and what they can reach there.</summary>
    public abstract CallerDescription Caller { get; }

    /// <summary>When the present proof ends; null if it does not.</summary>
    public virtual DateTimeOffset? ExpiresAt => null;

    public abstract Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context);

    public abstract Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context);

    public abstract bool HasEnded(HttpRequestMessage refused);

    /// <summary>Makes the proof worthless at the cloud, where that is possible.</summary>
    public virtual Task RevokeAsync(CallContext context) => Task.CompletedTask;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
