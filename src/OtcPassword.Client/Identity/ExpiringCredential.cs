using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>A credential that the identity service issued, and that expires.</summary>
internal abstract class ExpiringCredential : IDisposable
{
    // It must not expire during a request: it is renewed when a tenth of its lifetime is left, at most five minutes.
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly DateTime _end;
    private readonly TimeSpan _margin;

    /// <param name="expiresAt">The expiration time, by the clock of the service.</param>
    /// <param name="serverTime">The time of the service when it issued the credential.</param>
    protected ExpiringCredential(DateTimeOffset expiresAt, DateTimeOffset serverTime)
    {
        ExpiresAt = expiresAt;
        // Computed from the clock of this computer, which can differ from the clock of the cloud.
        TimeSpan lifetime = expiresAt - serverTime;
        _end = DateTime.UtcNow + lifetime;
        _margin = TimeSpan.FromTicks(Math.Min(lifetime.Ticks / 10, LongestMargin.Ticks));
    }

    /// <summary>Gets what messages call the credential.</summary>
    public abstract string Noun { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Gets whether it is time to renew the credential.</summary>
    public virtual bool IsDue => DateTime.UtcNow >= _end - _margin;

    public virtual bool IsExpired => DateTime.UtcNow >= _end;

    /// <summary>Adds the credential, or a signature with it, to a request.</summary>
    public abstract void AddTo(HttpRequestMessage message, byte[]? body);

    /// <summary>Revokes the credential in the cloud, if the cloud can.</summary>
    public virtual Task RevokeAsync(CallContext context) => Task.CompletedTask;

    /// <summary>Clears the secrets.</summary>
    public abstract void Dispose();

    /// <summary>Returns the expiration time, never the credential.</summary>
    public override string ToString() => $"{Noun} until {ExpiresAt:u}";
}

/// <summary>A token and its description by the identity service.</summary>
/// <param name="issuer">The service that issued the token, and revokes it.</param>
/// <param name="value">The token.</param>
/// <param name="description">The description of the token.</param>
/// <param name="expiresAt">The expiration time, by the clock of the service.</param>
/// <param name="serverTime">The time of the service when it sent the description.</param>
internal sealed class Token(
    IdentityService issuer, string value, TokenDescription description, DateTimeOffset expiresAt, DateTimeOffset serverTime)
    : ExpiringCredential(expiresAt, serverTime)
{
    /// <summary>The header that carries a token.</summary>
    public const string Header = "X-Auth-Token";

    public override string Noun => "token";

    public string Value { get; } = value;

    public TokenDescription Description { get; } = description;

    public override void AddTo(HttpRequestMessage message, byte[]? body) => message.Headers.Add(Header, Value);

    /// <summary>Gets or sets the token with which this one was requested, and which is revoked together with it; or null.</summary>
    public Token? Parent { get; set; }

    public override async Task RevokeAsync(CallContext context)
    {
        try
        {
            await issuer.RevokeAsync(Value, context).ConfigureAwait(false);
        }
        finally
        {
            if (Parent is not null)
            {
                await Parent.RevokeAsync(context).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does nothing: a header requires a string, which cannot be cleared.</summary>
    public override void Dispose()
    {
    }
}

/// <summary>A temporary access key, which cannot be revoked.</summary>
/// <param name="credential">The access key; owned by this object.</param>
/// <param name="expiresAt">The expiration time, by the clock of the service.</param>
/// <param name="serverTime">The time of the service when it issued the key.</param>
internal sealed class TemporaryKey(AccessKeyCredential credential, DateTimeOffset expiresAt, DateTimeOffset serverTime)
    : ExpiringCredential(expiresAt, serverTime)
{
    public override string Noun => "temporary access key";

    public AccessKeyCredential Credential { get; } = credential;

    /// <summary>Gets or sets the signer of the requests, with this key.</summary>
    public RequestSigner Signer { get; set; } = new(credential, null);

    public override void AddTo(HttpRequestMessage message, byte[]? body) => Signer.Sign(message, body ?? [], DateTime.UtcNow);

    public override void Dispose() => Credential.Dispose();
}
