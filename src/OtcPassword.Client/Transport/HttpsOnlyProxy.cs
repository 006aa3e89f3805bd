using System.Net;

namespace OtcPassword.Client.Transport;

/// <summary>
/// A proxy for HTTPS only. Plain HTTP is allowed only to this computer: a proxy could read the password, and would connect to
/// its own computer instead.
/// </summary>
internal sealed class HttpsOnlyProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    /// <summary>Returns the URL of the proxy that requests to a URL are sent through, or null if there is none.</summary>
    public string? Find(Uri destination)
    {
        Uri? proxy = IsBypassed(destination) ? null : GetProxy(destination);

        // Without the user name and password that a variable such as HTTPS_PROXY can have in it.
        return proxy is null || proxy == destination ? null : $"{proxy.Scheme}://{proxy.Authority}";
    }

    public Uri? GetProxy(Uri destination) => IsPlain(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsPlain(host) || inner.IsBypassed(host);

    private static bool IsPlain(Uri address) => address.Scheme == "http";
}
