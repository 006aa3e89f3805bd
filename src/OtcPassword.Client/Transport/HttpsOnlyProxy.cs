using System.Diagnostics;
using System.Net;

namespace OtcPassword.Client.Transport;

/// <summary>
/// The proxy of a session, for HTTPS only. Plain HTTP is allowed only to this computer: a proxy could read the password, and
/// would connect to its own computer instead.
/// </summary>
public sealed class SessionProxy : IWebProxy
{
    // In this time, a command establishes its connections.
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(30);

    private readonly IWebProxy _inner;
    private readonly RateLimiter _trial = new(1);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan? _acceptedAt;

    /// <summary>Creates a proxy.</summary>
    /// <param name="address">The URL of the proxy; null for the proxy of the system.</param>
    /// <param name="credentials">
    /// The user name and password for the proxy; null for those that the settings of the system contain, if any.
    /// </param>
    public SessionProxy(Uri? address, ICredentials? credentials)
        : this(address is null ? HttpHandlers.DefaultProxy ?? new WebProxy() : new WebProxy(address), credentials)
    {
    }

    internal SessionProxy(IWebProxy inner, ICredentials? credentials = null)
    {
        _inner = inner;
        Credentials = credentials ?? inner.Credentials;
    }

    /// <summary>Gets or sets the user name and password for the proxy, or null.</summary>
    public ICredentials? Credentials { get; set; }

    /// <summary>Gets whether the proxy rejected the user name and password, or requires them. They are not sent again.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Returns the URL of the proxy for a URL, without a user name and password.</summary>
    /// <param name="destination">The URL of the request.</param>
    public Uri? GetProxy(Uri destination)
    {
        Uri? proxy = IsPlain(destination) ? null : _inner.GetProxy(destination);
        return proxy is { UserInfo.Length: > 0 } ? new UriBuilder(proxy) { UserName = string.Empty, Password = string.Empty }.Uri : proxy;
    }

    /// <summary>Returns true if requests to a URL do not use the proxy.</summary>
    /// <param name="host">The URL of the request.</param>
    public bool IsBypassed(Uri host) => IsPlain(host) || _inner.IsBypassed(host);

    /// <summary>Returns the URL of the proxy that requests to a URL are sent through, or null if there is none.</summary>
    internal string? Find(Uri destination) =>
        !IsBypassed(destination) && GetProxy(destination) is { } proxy && proxy != destination
            ? SpecifiedText.Describe($"{proxy.Scheme}://{proxy.Authority}")
            : null;

    /// <summary>Returns the password that the proxy of a URL gets, or null. A refusal of the proxy can quote it.</summary>
    internal string? PasswordFor(Uri destination) =>
        !IsBypassed(destination) && GetProxy(destination) is { } proxy ? Credentials?.GetCredential(proxy, "Basic")?.Password : null;

    /// <summary>
    /// Lets one request try the user name and password, while the others wait for its result: a password that is rejected on many
    /// connections locks a Windows account.
    /// </summary>
    /// <returns>The right to send the request, to dispose when its response has arrived; null if the result is known.</returns>
    internal Task<RequestSlot?> WaitForTrialAsync(Uri destination, CancellationToken cancellation) =>
        IsTried(destination) ? Task.FromResult<RequestSlot?>(null) : TryAsync(destination, cancellation);

    private async Task<RequestSlot?> TryAsync(Uri destination, CancellationToken cancellation)
    {
        RequestSlot trial = await _trial.WaitForSlotAsync(cancellation).ConfigureAwait(false);
        if (!IsTried(destination))
        {
            return trial;
        }

        trial.Dispose();
        return null;
    }

    /// <summary>Notes that a response came through the proxy, which accepted the user name and password.</summary>
    internal void Accept(Uri destination)
    {
        if (Find(destination) is not null)
        {
            lock (_clock)
            {
                _acceptedAt = _clock.Elapsed;
            }
        }
    }

    /// <summary>Notes that the proxy rejected the user name and password.</summary>
    internal void Refuse() => IsRefused = true;

    private static bool IsPlain(Uri address) => address.Scheme == "http";

    private bool IsTried(Uri destination)
    {
        lock (_clock)
        {
            return Credentials is null || IsRefused || _clock.Elapsed - _acceptedAt < TrustTime || Find(destination) is null;
        }
    }
}
