using System.Management.Automation;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>Signs out: revokes the token and forgets the session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OtcSession")]
public sealed class DisconnectOtcSessionCommand : OtcCommand
{
    /// <summary>The session to end; default: the one that cmdlets use when none is named.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OtcSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Session ?? DefaultSession.Current) is not { } session)
        {
            WriteVerbose("There is no session to end.");
            return;
        }

        DefaultSession.Forget(session);
        Task revocation = Task.Run(() => session.Client.DisconnectAsync(Context));
        WaitFor(revocation);
        if (revocation.Exception?.InnerException is OtcException e)
        {
            WriteWarning($"The session is forgotten here, but its token could not be revoked: {e.Message}");
        }
    }
}
