# Runs the main task of the cmdlets with a new emulator. Fails if a password differs from the password in the emulator.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
Import-Module (Get-BuiltModule) -Force

$emulator = Start-Emulator
try {
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    Get-OtcSession | Format-Table | Out-Host

    $keys = @{ KeyFile = $emulator.KeyFolder; AsPlainText = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problems' }
    $problems = @()
    $found = @(Get-EcsServer -OsType Windows | Get-EcsServerPassword @keys) +
        @(Get-BmsServer -OsType Windows | Get-BmsServerPassword @keys)
    $found | Format-Table | Out-Host
    $problems | ForEach-Object { Write-Host "$($_.FullyQualifiedErrorId): $_" }
    Disconnect-OtcSession

    # A server that was created with the key pair of another user is in the list, but its key is not in the folder.
    $mine = @(Get-EmulatorServer $emulator | Where-Object { $_.password -and $_.keyPairUser -eq $emulator.User })
    $wrong = @($mine | Where-Object {
            $server = $_
            -not ($found | Where-Object { $_.ServerId -eq $server.id -and $_.PlainTextPassword -ceq $server.password })
        })
    $tooMany = @($found | Where-Object { $_.PlainTextPassword -and $_.ServerId -notin $mine.id })
    if ($wrong -or $tooMany) {
        throw "Passwords that differ from those of the emulator: $(@($wrong | ForEach-Object name) + @($tooMany | ForEach-Object ServerName) -join ', ')"
    }
    Write-Host "$($mine.Count) of $($mine.Count) passwords match those of the emulator."
}
finally {
    Stop-Emulator $emulator
}
