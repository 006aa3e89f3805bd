using System.Management.Automation;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>Signs out: revokes the token and discards the session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OtcSession")]
public sealed class DisconnectOtcSessionCommand : OtcCommand
{
    /// <summary>Gets or sets the session to sign out of. The default is the default session.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Session ?? DefaultSession.Current) is not { } session)
        {
            WriteVerbose("Nothing to do: there is no session.");
            return;
        }

        DefaultSession.Forget(session);
        Task revocation = Task.Run(() => session.Client.DisconnectAsync(Context));
        WaitFor(revocation);
        if (revocation.Exception?.InnerException is OtcException e)
        {
            WriteWarning($"Signed out locally, but the token could not be revoked and stays valid until it expires. {e.Message}");
        }
    }
}
