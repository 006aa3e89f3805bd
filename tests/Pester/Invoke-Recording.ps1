<#
.SYNOPSIS
    Types the session of the README into a separate PowerShell with an emulator, and returns the content of the screen.
#>
$ErrorActionPreference = 'Stop'
foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }

$emulator = Start-Emulator -Scenario @{
    domains  = @(@{ name = 'OTC-EU-DE-00000000001000012345'; projects = @('eu-de_web'); users = @(@{ name = 'jdoe'; password = 'Emulator-1!' }) })
    keyPairs = @(@{ name = 'web'; user = 'jdoe' }; @{ name = 'db'; user = 'jdoe'; format = 'openSsh' })
    servers  = @(
        @{ name = 'web-{n}'; project = 'eu-de_web'; keyPair = 'web'; count = 3; floatingAddress = $true }
        @{ name = 'db-0001'; project = 'eu-de_web'; keyPair = 'db' }
    )
}

# The setup that the user does not see: the URL of the emulator, and a replacement for Get-Credential.
$before = @"
Import-Module '$(Join-Path $PSScriptRoot 'Emulator.psm1')'; Import-Module '$(Get-BuiltModule)'
`$PSStyle.OutputRendering = 'PlainText'
`$PSDefaultParameterValues = @{ 'Connect-OtcSession:AuthUrl' = '$($emulator.AuthUrl)' }
function Get-Credential { Get-EmulatorCredential (@{ User = 'jdoe'; Password = 'Emulator-1!' }) }
function prompt { 'PS> ' }
"@
$typed = @'
$account = @{ Region = 'eu-de'; DomainName = 'OTC-EU-DE-00000000001000012345' }
Connect-OtcSession @account -ProjectName eu-de_web -Credential (Get-Credential)
Get-EcsServer | Get-EcsServerPassword -KeyFile ~/.ssh -OutVariable servers
$servers[-1].Credential
'@
try {
    # Errors are written to the same screen as the output.
    $start = [System.Diagnostics.ProcessStartInfo]::new('sh')
    $start.ArgumentList.Add('-c')
    $start.ArgumentList.Add("exec $((Get-PowerShellProgram | ForEach-Object { "'$_'" }) -join ' ') -NoProfile -NoLogo 2>&1")
    $start.Environment['HOME'] = $emulator.Folder
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    Copy-Item $emulator.KeyFolder (Join-Path $emulator.Folder '.ssh') -Recurse
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Write("$before`n$typed`nexit`n")
    $screen = $process.StandardOutput.ReadToEnd().Replace($emulator.Folder, '/home/jdoe')
    $screen.Substring($screen.IndexOf('PS> $account')).Replace('PS> exit', '').TrimEnd()
}
finally {
    Stop-Emulator $emulator
}
