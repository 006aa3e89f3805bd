using System.Management.Automation;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the default session, if any.</summary>
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
