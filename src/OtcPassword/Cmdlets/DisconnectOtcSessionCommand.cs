using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Signs out: revokes the token and discards the session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OtcSession")]
public sealed class DisconnectOtcSessionCommand : OtcCommand
{
    /// <summary>Gets or sets the session to sign out of. The default is the default session that this runspace signed in to.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Session ?? DefaultSession.Current) is not { } session)
        {
            WriteVerbose("Nothing to do: there is no session.");
            return;
        }

        if (Session is null && DefaultSession.IsShared)
        {
            WriteWarning(
                "The default session stays signed in because another runspace signed in to it. To sign out of it, specify -Session.");
            return;
        }

        Task revocation = Task.Run(() => session.Client.DisconnectAsync(Context));
        WaitFor(revocation, Timeout.InfiniteTimeSpan);
        if (revocation.Exception?.InnerException is OtcException e)
        {
            WriteWarning($"Signed out locally, but the token could not be revoked and stays valid until it expires. {e.Message}");
        }
    }
}
