namespace OtcPassword.Emulator.Identity;

/// <summary>What a user granted to a client: the source of a code or device code, and of the refresh tokens that follow.</summary>
internal sealed record OpenIdGrant(OpenIdClient Client, string User, string Scope)
{
    public string? Nonce { get; init; }
    public string? RedirectUri { get; init; }
    public string? Challenge { get; init; }
    public bool MayRefresh { get; init; }

    /// <summary>true if a code or refresh token was used twice: its refresh tokens are then revoked.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>Compares the code verifier with the S256 challenge (RFC 7636).</summary>
    public bool IsVerifiedBy(string verifier) => Challenge is null
        ? verifier.Length == 0
        : Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}

/// <summary>A device code (RFC 8628), and how often it may be polled.</summary>
internal sealed class DeviceGrant(OpenIdGrant grant, DateTime expires, double intervalSeconds)
{
    private readonly Lock _gate = new();
    private double _interval = intervalSeconds;
    private DateTime _last = DateTime.MinValue;

    public OpenIdGrant Grant => grant;
    public bool IsExpired => DateTime.UtcNow >= expires;

    /// <summary>Returns the interval to respect from now on if this request is too early, or null.</summary>
    public double? FindEarlyInterval()
    {
        lock (_gate)
        {
            bool isEarly = DateTime.UtcNow < _last.AddSeconds(_interval);
            _last = DateTime.UtcNow;
            return isEarly ? _interval += 5 : null;
        }
    }
}

/// <summary>The codes, device codes, and refresh tokens of all OpenID providers.</summary>
internal sealed class OpenIdGrants
{
    private readonly ConcurrentDictionary<string, OpenIdGrant> _fresh = new();
    private readonly ConcurrentDictionary<string, OpenIdGrant> _used = new();
    private readonly ConcurrentDictionary<string, DeviceGrant> _devices = new();

    /// <summary>Returns a new code or refresh token.</summary>
    public string Add(OpenIdGrant grant, string kind) => Add(_fresh, grant, kind);

    /// <summary>Returns the grant of a code or refresh token, which is valid once: a second use revokes its successors.</summary>
    public OpenIdGrant? Use(string text, OpenIdClient client)
    {
        if (_used.TryGetValue(text, out OpenIdGrant? used))
        {
            used.IsRevoked = true;
        }

        return _fresh.TryRemove(text, out OpenIdGrant? grant)
            && (_used[text] = grant) is { IsRevoked: false }
            && grant.Client == client
                ? grant
                : null;
    }

    /// <summary>Revokes the grant of a refresh token.</summary>
    public void Revoke(string text, OpenIdClient client)
    {
        if ((_fresh.GetValueOrDefault(text) ?? _used.GetValueOrDefault(text)) is { } grant && grant.Client == client)
        {
            grant.IsRevoked = true;
        }
    }

    public string AddDevice(DeviceGrant device) => Add(_devices, device, "device");

    public DeviceGrant? FindDevice(string text, OpenIdClient client) =>
        _devices.TryGetValue(text, out DeviceGrant? device) && device.Grant.Client == client ? device : null;

    public void RemoveDevice(string text) => _devices.TryRemove(text, out _);

    private static string Add<T>(ConcurrentDictionary<string, T> grants, T grant, string kind)
    {
        // A search for leaked secrets finds the first part.
        string text = $"emulator-{kind}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        grants[text] = grant;
        return text;
    }
}
