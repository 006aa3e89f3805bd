using OtcPassword.Emulator.Hosting;

namespace OtcPassword.Emulator;

/// <summary>The text at the start: commands to paste into PowerShell.</summary>
internal static class Welcome
{
    public static string Text(EmulatorServer server)
    {
        ReadyInfo r = server.Ready;
        return $"""
            The Open Telekom Cloud emulator is listening on {server.BaseUrl}. Press Ctrl+C to stop it.
            The private keys are in {r.KeyFolder}.

            To try the module, run these commands in PowerShell from the root folder of the repository:

            Import-Module ./artifacts/module/OtcPassword
            $password = ConvertTo-SecureString {Quote(r.Password)} -AsPlainText -Force
            $credential = [pscredential]::new({Quote(r.User)}, $password)
            Connect-OtcSession -AuthUrl {r.AuthUrl} -Region {r.Region} -DomainName {r.Domain} -ProjectName {r.Project} -Credential $credential
            Get-EcsServer -OsType Windows | Get-EcsServerPassword -KeyFile {Quote(r.KeyFolder)} -AsPlainText
            Get-BmsServer -OsType Windows | Get-BmsServerPassword -KeyFile {Quote(r.KeyFolder)} -AsPlainText

            To see all servers and their expected passwords, open {r.ControlUrl}/state.
            """;
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", System.StringComparison.Ordinal)}'";
}
