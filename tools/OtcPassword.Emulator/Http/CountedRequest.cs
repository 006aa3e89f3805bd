using System;

namespace OtcPassword.Emulator.Http;

/// <summary>
/// A request in progress. It is counted before the client can read the end of the response, so that the client finds the
/// request in the counters, and its next request does not count as concurrent.
/// </summary>
internal sealed class CountedRequest(Counters counters, string method, string template) : IDisposable
{
    private bool _isCounted;

    /// <param name="status">The status of the response.</param>
    public void Count(int status)
    {
        if (!_isCounted)
        {
            _isCounted = true;
            counters.Exit(method, template, status);
        }
    }

    /// <summary>Counts a request without a response.</summary>
    public void Dispose() => Count(0);
}
