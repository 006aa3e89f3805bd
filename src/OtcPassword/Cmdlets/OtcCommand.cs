using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Transport;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of the cmdlets: runs asynchronous work that Ctrl+C cancels, and reports errors in one form.</summary>
public abstract class OtcCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private CallContext? _context;

    /// <summary>Gets the context of all calls to the client.</summary>
    private protected CallContext Context => _context ??= CreateContext();

    /// <summary>Gets the maximum number of concurrent requests, or null for no limit.</summary>
    private protected virtual int? MaxRequests => null;

    /// <summary>Releases the resources of the cmdlet. PowerShell calls this method even if the pipeline was stopped.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C comes on its own thread, and the pipeline had just ended.
        }
    }

    /// <summary>Cancels the work in progress and releases its resources.</summary>
    /// <param name="disposing">true if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Cancel here too: "Select-Object -First" ends the pipeline without a call of StopProcessing.
            _stop.Cancel();
            _stop.Dispose();
            _pump.Dispose();
        }
    }

    /// <summary>Creates a separate context for a part of the work, whose requests then do not wait for other requests.</summary>
    private protected CallContext CreateContext() =>
        new(_stop.Token, line => _pump.Post(() => WriteVerbose(line)), MaxRequests);

    /// <summary>Waits for work on the pipeline thread. A failure ends the command.</summary>
    private protected T Await<T>(Func<Task<T>> work)
    {
        try
        {
            return _pump.Await(Task.Run(work));
        }
        catch (OtcException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(e, null));
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for work on one item. Reports a failure as a non-terminating error, and returns false.</summary>
    private protected bool TryAwait<T>(Task<T> work, object target, [NotNullWhen(true)] out T? result)
        where T : class
    {
        try
        {
            result = _pump.Await(work);
            return true;
        }
        catch (OtcException e)
        {
            WriteError(e, target);
            result = null;
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Waits for the work, and does not throw if it failed.</summary>
    private protected void WaitFor(Task work) => WaitFor(work, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for the work, and does not throw if it failed. Returns false if it did not end in time.</summary>
    private protected bool WaitFor(Task work, TimeSpan timeout) => _pump.Wait(work, timeout);

    /// <summary>Runs an action on the pipeline thread, the next time it waits.</summary>
    private protected void Post(Action action) => _pump.Post(action);

    /// <summary>Runs a function whose failure ends the command.</summary>
    private protected T Require<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (OtcException e)
        {
            ThrowTerminatingError(ErrorRecords.Create(e, null));
            throw;
        }
    }

    /// <summary>Reports a problem with one thing; the rest goes on.</summary>
    private protected void WriteError(OtcException exception, object? target)
    {
        ErrorRecord error = ErrorRecords.Create(exception, target);
        if (error.TargetObject is SpecifiedText.PrivateKey)
        {
            // A key file came line by line. The last line is too short to be recognized as part of a key.
            ThrowTerminatingError(error);
        }

        WriteError(error);
    }
}
