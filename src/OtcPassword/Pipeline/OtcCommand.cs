using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Transport;
using OtcPassword.Parameters;

namespace OtcPassword.Pipeline;

/// <summary>The base class of the cmdlets: runs asynchronous work that Ctrl+C cancels, and reports errors in one form.</summary>
public abstract class OtcCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineLoop _loop = new();
    private CallContext? _context;
    private bool _isDisposed;

    /// <summary>Gets the context of all calls to the client.</summary>
    internal CallContext Context => _context ??= CreateContext();

    /// <summary>Gets the maximum number of concurrent requests, or null for no limit.</summary>
    private protected virtual int? MaxRequests => null;

    /// <summary>Releases the resources of the cmdlet. PowerShell calls this method even if the pipeline was stopped.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Dispose(true);
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // PSReadLine does not save the lines of scripts.
        if (MyInvocation.ScriptName is { Length: > 0 })
        {
            return;
        }

        foreach (KeyValuePair<string, object> bound in MyInvocation.BoundParameters)
        {
            SecureString[] secrets = bound.Value as SecureString[] ?? (bound.Value is SecureString single ? [single] : []);
            if (Array.Exists(secrets, secret => SecretTextAttribute.Contains(MyInvocation.Line, secret)))
            {
                WriteVerbose(
                    $"The value of -{bound.Key} is part of the command line, which PSReadLine can save to its history file. "
                        + "Specify a SecureString instead, for example of Read-Host -AsSecureString.");
            }
        }
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
            _loop.Dispose();
        }
    }

    /// <summary>Creates a separate context for a part of the work, whose requests then do not wait for other requests.</summary>
    internal CallContext CreateContext() =>
        new(_stop.Token, line => _loop.Post(() => WriteVerbose(line)), MaxRequests)
        {
            Warning = line => _loop.Post(() => WriteWarning(line)),
        };

    /// <summary>Queues a write for the pipeline thread, which runs it while it waits. Can be called on any thread.</summary>
    private protected void Post(Action write) => _loop.Post(write);

    /// <summary>Starts work on the thread pool. Its failure counts as observed if the pipeline ends before anybody awaits it.</summary>
    internal static Task<T> Start<T>(Func<Task<T>> work)
    {
        Task<T> task = Task.Run(work);
        _ = task.ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return task;
    }

    /// <summary>Starts work, and waits for it on the pipeline thread. A failure ends the command.</summary>
    private protected T Await<T>(Func<Task<T>> work) => Await(Start(work));

    /// <summary>Waits for work on the pipeline thread. A failure ends the command.</summary>
    internal T Await<T>(Task<T> work)
    {
        _loop.Wait(work, Timeout.InfiniteTimeSpan);
        return Require(() => Result(work));
    }

    /// <summary>Waits for work on one item. Reports a failure as a non-terminating error, and returns false.</summary>
    private protected bool TryAwait<T>(Func<Task<T>> work, object? target, [NotNullWhen(true)] out T? result)
        where T : class
    {
        Task<T> task = Start(work);
        _loop.Wait(task, Timeout.InfiniteTimeSpan);
        try
        {
            result = Result(task);
            return true;
        }
        catch (OtcException e)
        {
            WriteError(e, target);
            result = null;
            return false;
        }
    }

    /// <summary>Waits for work on the pipeline thread, and does not throw if it failed. Returns false if it did not end in time.</summary>
    internal bool WaitFor(Task work, TimeSpan timeout) => _loop.Wait(work, timeout);

    /// <summary>Returns the result of work that has ended.</summary>
    /// <exception cref="OtcException">The work failed.</exception>
    internal static T Result<T>(Task<T> work)
    {
        try
        {
            return work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Runs a function whose failure ends the command.</summary>
    internal T Require<T>(Func<T> function)
    {
        try
        {
            return function();
        }
        catch (OtcException e)
        {
            Fail(e);
            throw;
        }
    }

    /// <summary>Writes a verbose message. The names of files and of objects in it cannot control the terminal.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(ReadableText.CleanMessage(text));

    /// <summary>Writes a warning. The names of files and of objects in it cannot control the terminal.</summary>
    internal new void WriteWarning(string text) => base.WriteWarning(ReadableText.CleanMessage(text));

    /// <summary>Ends the command with an error.</summary>
    internal void Fail(OtcException exception) => ThrowTerminatingError(ErrorRecords.Create(exception, null));

    /// <summary>Reports a problem with one thing; the rest goes on.</summary>
    internal void WriteError(OtcException exception, object? target)
    {
        ErrorRecord error = ErrorRecords.Create(exception, target);
        if (MisplacedValue.Of(error.TargetObject as string) is { IsPrivateKey: true })
        {
            // A key file came line by line. The last line is too short to be recognized as part of a key.
            ThrowTerminatingError(error);
        }

        WriteError(error);
    }
}
