# Runs in a separate PowerShell whose memory Memory.Tests.ps1 searches. It works like a user, writes a line when it can be
# searched, and continues when it reads a line.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $AuthUrl,
    [Parameter(Mandatory)] [string] $EcsEndpoint,
    [Parameter(Mandatory)] [string] $BmsEndpoint,
    [Parameter(Mandatory)] [string] $DomainName,
    # The folder with masked secrets, key files, and a clouds.yaml.
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module

# The secrets are masked, and are unmasked character by character, so that only SecureStrings contain them here.
function Read-Masked([string] $Name) {
    $bytes = [System.IO.File]::ReadAllBytes((Join-Path $Folder $Name))
    for ($i = 0; $i -lt $bytes.Length; $i += 2) { [char] (($bytes[$i] -bor $bytes[$i + 1] * 256) -bxor 0x5AA5) }
}

function Read-Secret([string] $Name) {
    $secret = [securestring]::new()
    Read-Masked $Name | ForEach-Object { $secret.AppendChar($_) }
    $secret
}

function Wait-Searcher([string] $Where) {
    [Console]::WriteLine($Where)
    $null = [Console]::ReadLine()
}

# A function, so that its variables do not exist after it has returned.
function Use-Module {
    $at = @{ AuthUrl = $AuthUrl; Region = 'eu-de'; ProjectName = 'eu-de_web'; EcsEndpoint = $EcsEndpoint; BmsEndpoint = $BmsEndpoint }
    $quiet = @{ WarningAction = 'Ignore'; ErrorAction = 'Ignore' }
    $keys = @{ KeyFile = Join-Path $Folder 'keys'; KeyPassphrase = Read-Secret passphrase }

    Connect-OtcSession @at -Credential ([pscredential]::new('admin', (Read-Secret password))) -DomainName $DomainName
    $passwords = @(Get-EcsServer -OsType Windows @quiet | Get-EcsServerPassword @keys @quiet)
    $passwords += @(Get-BmsServer | Get-BmsServerPassword @keys @quiet)
    $decrypted = @($passwords | Where-Object Status -EQ Decrypted)
    $files = @(Get-OtcKeyFile $keys.KeyFile -KeyPassphrase $keys.KeyPassphrase @quiet)
    # The same password, with a key in every format.
    $offline = @($files | ForEach-Object {
            Get-Content (Join-Path $Folder ciphertext) | Unprotect-OtcServerPassword -KeyFile $_.Path -KeyPassphrase $keys.KeyPassphrase @quiet
        })
    Wait-Searcher "$($decrypted.Count) $($files.Count) $($offline.Count)"
    Disconnect-OtcSession

    # The other sign-in methods, and sign-ins that fail.
    Connect-OtcSession @at -AccessKey EMULATORTEMPACCESS01 -SecretKey (Read-Secret secretKey) -SecurityToken (Read-Secret securityToken)
    $null = Get-EcsServer
    Disconnect-OtcSession
    Connect-OtcSession -AuthUrl $AuthUrl -Region eu-de -Token (Read-Secret token)
    $null = Get-EcsServer
    Disconnect-OtcSession
    Connect-OtcSession -CloudsFile (Join-Path $Folder clouds.yaml) -Cloud reader
    $null = Get-EcsServer
    Disconnect-OtcSession
    $failures = 0
    try { Connect-OtcSession @at -Credential ([pscredential]::new('admin', (Read-Secret wrongPassword))) -DomainName $DomainName } catch { $failures++ }
    try { Connect-OtcSession @at -Token (Read-Secret wrongToken) } catch { $failures++ }
    $failures
}

function Clear-Garbage {
    [System.Runtime.GCSettings]::LargeObjectHeapCompactionMode = 'CompactOnce'
    [GC]::Collect(2, [GCCollectionMode]::Aggressive, $true, $true)
    [GC]::WaitForPendingFinalizers()
}

$marker = -join (Read-Masked marker)
$failures = Use-Module
do {
    Clear-Garbage
    Clear-Garbage
    [Console]::WriteLine("$failures $($marker.Length)")
} while ([Console]::ReadLine() -eq 'again')
