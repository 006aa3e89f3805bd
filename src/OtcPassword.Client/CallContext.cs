using System;
using System.Threading;

namespace OtcPassword.Client;

/// <summary>What every call carries along: how to stop it, and where to say what it does.</summary>
/// <param name="cancellation">Stops the call; it then throws <see cref="OperationCanceledException"/>.</param>
/// <param name="trace">
/// Gets a line for each thing worth telling (a retry, a renewed token), without secrets, on any thread; may be null.
/// </param>
public sealed class CallContext(CancellationToken cancellation, Action<string>? trace = null)
{
    /// <summary>Stops the call.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Passes a line to whoever listens.</summary>
    /// <param name="line">What happens, without secrets.</param>
    public void Trace(string line) => trace?.Invoke(line);
}
