<#
.SYNOPSIS
    Shows the cmdlets with a new emulator. Fails if a result differs from the expected result of the emulator.
#>
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
Import-Module (Get-BuiltModule) -Force

# Writes a command as a user types it, and runs it. Dot-source this function, so that the variables of the command remain.
function Show([string] $Lead, [string] $Command) {
    Write-Host "`n# $Lead" -ForegroundColor DarkGray
    Write-Host 'PS> ' -NoNewline
    Write-Host $Command -ForegroundColor Cyan
    . ([scriptblock]::Create($Command))
}

# Writes the errors and warnings of a command in lines of at most 100 characters.
function Write-Message([object[]] $Record) {
    foreach ($one in $Record) {
        $isError = $one -is [System.Management.Automation.ErrorRecord]
        $text = if ($isError) { "$($one.FullyQualifiedErrorId.Split(',')[0]): $one" } else { "WARNING: $one" }
        $color = if ($isError) { 'Red' } else { 'Yellow' }
        [regex]::Matches($text, '\S.{0,96}\S(?=\s|$)|\S{1,98}') | ForEach-Object { Write-Host "  $($_.Value)" -ForegroundColor $color }
    }
}

function Get-PlainText([object] $Result) {
    if ($Result.Credential) { $Result.Credential.GetNetworkCredential().Password }
}

$emulator = Start-Emulator
try {
    $expected = Get-EmulatorServer $emulator
    $keys = $emulator.KeyFolder
    $account = @{ AuthUrl = $emulator.AuthUrl; DomainName = $emulator.Domain; ProjectName = $emulator.Project }
    $credential = Get-EmulatorCredential $emulator
    # Write-Message writes errors and warnings instead, in lines of the width of the screen.
    $PSDefaultParameterValues = @{
        'Get-*Password:WarningAction'   = 'SilentlyContinue'
        'Get-*Password:WarningVariable' = '+problems'
        'Get-*Password:ErrorAction'     = 'SilentlyContinue'
        'Get-*Password:ErrorVariable'   = '+problems'
    }
    $problems = @()

    . Show 'Sign in' 'Connect-OtcSession @account -Credential $credential -PassThru' | Out-Host
    . Show 'List servers' 'Get-EcsServer web-000*' | Out-Host

    . Show 'Get the passwords of all servers; the key for each server comes from the folder' (
        '$servers = Get-EcsServer | Get-EcsServerPassword -KeyFile $keys')
    Write-Message $problems
    . Show 'The same for bare metal servers' '$servers += Get-BmsServer | Get-BmsServerPassword -KeyFile $keys'
    . Show 'Each result has a credential; the table shows no password' '$servers | Sort-Object Status, ServerName' | Out-Host
    . Show 'Unless you ask for it' '$one = Get-EcsServerPassword web-0001 -KeyFile $keys -AsPlainText; $one' | Out-Host

    $problems = @()
    . Show 'A wrong key causes an error and never returns a wrong password' (
        'Get-EcsServerPassword -Name db-0001 -KeyFile $keys/KeyPair-web.pem')
    $wrong = $problems
    Write-Message $wrong

    $null = Invoke-EmulatorControl $emulator clock -Method Post -Body @{ speed = 100 }
    . Show 'Wait for a recently created server (the clock of the emulator now runs 100 times as fast)' (
        '$new = Get-EcsServerPassword -Name web-young -KeyFile $keys -Wait -PollIntervalSec 1; $new') | Out-Host
    $waited = Get-EmulatorServer $emulator | Where-Object name -EQ web-young
    . Show 'Sign out' 'Disconnect-OtcSession'

    # Key files exist only for the first user, so that a server of another user has a KeyMismatch.
    $found = @{}
    $servers | ForEach-Object { $found[$_.ServerId] = $_ }
    $kinds = foreach ($server in $expected) {
        $result = $found[$server.id]
        $kind = switch ($server.passwordState) {
            linux { 'Linux' }
            noKeyPair { 'NoKeyPair' }
            tooYoung { 'NotYet' }
            available { if ($server.keyPairUser -eq $emulator.User) { 'decrypted' } else { 'KeyMismatch' } }
            default { if ($server.osType) { 'NotStored' } else { 'Unknown' } }
        }
        $isRight = switch ($kind) {
            'decrypted' { (Get-PlainText $result) -ceq $server.password }
            'KeyMismatch' { $null -eq $result }
            default { $result.Status -eq 'NotAvailable' -and $result.StatusReason -eq $kind }
        }
        if (-not $isRight) { Write-Host "$($server.name): not $kind" -ForegroundColor Red }
        [pscustomobject]@{ Kind = $kind; IsRight = $isRight }
    }
    $others = @(
        $servers.Count -eq @($kinds | Where-Object Kind -NE 'KeyMismatch').Count
        $one.PlainTextPassword -ceq ($expected | Where-Object name -EQ web-0001).password
        @($wrong | Where-Object FullyQualifiedErrorId -Like 'KeyMismatch,*').Count -eq 1
        $waited.password -and (Get-PlainText $new) -ceq $waited.password
    )

    $groups = $kinds | Group-Object Kind | Sort-Object { $_.Name -ne 'decrypted' }, Name
    $counts = ($groups | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '
    if ($kinds.IsRight -contains $false -or $others -contains $false) { throw "Results differ from the emulator: $counts; $others" }
    Write-Host "`n$counts;" -ForegroundColor Green
    Write-Host "all $($expected.Count) results match the emulator.`n" -ForegroundColor Green
    Write-Host @'
To go on:
  dotnet run --project tools/OtcPassword.Emulator   # runs the emulator, and prints how to sign in
  dotnet tool run pwsh                              # opens PowerShell; then:
    Import-Module ./artifacts/module/OtcPassword
    Get-Help about_OtcPassword
'@
}
finally {
    Stop-Emulator $emulator
}
