using System.Management.Automation;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>Shows the session that cmdlets use when none is named. Emits nothing when there is none.</summary>
[Cmdlet(VerbsCommon.Get, "OtcSession")]
[OutputType(typeof(OtcSession))]
public sealed class GetOtcSessionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (DefaultSession.Current is { } session)
        {
            WriteObject(session);
        }
    }
}
