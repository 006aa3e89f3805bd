using System;

namespace OtcPassword.Emulator.Http;

/// <summary>
/// A request on its way. It is to be counted before the client can see the end of the answer: who has an answer finds it
/// in the counters, and the next request of the same client is not counted beside it.
/// </summary>
internal sealed class CountedRequest(Counters counters, string method, string template) : IDisposable
{
    private bool _isCounted;

    /// <param name="status">What is answered.</param>
    public void Count(int status)
    {
        if (!_isCounted)
        {
            _isCounted = true;
            counters.Exit(method, template, status);
        }
    }

    /// <summary>Counts a request that got no answer.</summary>
    public void Dispose() => Count(0);
}
