using System;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Transport;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>What all cmdlets share: asynchronous work that Ctrl+C stops, and errors in one form.</summary>
public abstract class OtcCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private CallContext? _context;

    /// <summary>Goes along with every call to the client.</summary>
    private protected CallContext Context => _context ??= CreateContext();

    /// <summary>How many requests may be under way at the same time; null: as many as the cmdlet makes.</summary>
    private protected virtual int? MaxRequests => null;

    /// <summary>Frees what the cmdlet holds. PowerShell calls it however the pipeline ended.</summary>
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
            // Ctrl+C came from its own thread when the pipeline had just ended.
        }
    }

    /// <summary>Stops what is under way and frees it.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            // "Select-Object -First" ends the pipeline without a StopProcessing.
            _stop.Cancel();
            _stop.Dispose();
            _pump.Dispose();
        }
    }

    /// <summary>Creates a context of its own for a part of the work, whose requests then do not wait for those of the others.</summary>
    private protected CallContext CreateContext() =>
        new(_stop.Token, line => _pump.Post(() => WriteVerbose(line)), MaxRequests);

    /// <summary>Waits for work on the pipeline's thread; what fails ends the whole call.</summary>
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

    /// <summary>Waits for work about one thing; if it fails, that is reported and the rest goes on.</summary>
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

    /// <summary>Waits until the work has ended, well or not.</summary>
    private protected void WaitFor(Task work) => WaitFor(work, Timeout.InfiniteTimeSpan);

    /// <summary>Waits until the work has ended, well or not, or the time is over: then false.</summary>
    private protected bool WaitFor(Task work, TimeSpan timeout) => _pump.Wait(work, timeout);

    /// <summary>Has something done on the pipeline's thread, the next time it waits.</summary>
    private protected void Post(Action action) => _pump.Post(action);

    /// <summary>Runs something that may end the whole call.</summary>
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
    private protected void WriteError(OtcException exception, object? target) =>
        WriteError(ErrorRecords.Create(exception, target));
}
