using System;
using System.Net;

namespace OtcPassword.Client.Transport;

/// <summary>
/// A proxy for https only. What goes without is meant for this very machine: a proxy would read the password in it, and
/// look for the address on its own machine.
/// </summary>
internal sealed class HttpsOnlyProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsPlain(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsPlain(host) || inner.IsBypassed(host);

    private static bool IsPlain(Uri address) => address.Scheme == "http";
}
