<#
.SYNOPSIS
    Runs the unchanged examples of the cmdlet help, and the scripts of other documents, with an emulator, and writes their results
    as JSON.
.DESCRIPTION
    Runs in a separate PowerShell with a home folder for tests. Functions replace the commands of other modules and those
    that prompt the user.
#>
[CmdletBinding()]
param(
    # The built module.
    [Parameter(Mandatory)] [string] $Module,

    # A file with the examples: objects with Cmdlet, Title, and Code.
    [Parameter(Mandatory)] [string] $Examples,

    # The file for the results: objects with Cmdlet, Title, Errors, OutputTypes, and Text.
    [Parameter(Mandatory)] [string] $Results,

    # A file with the output of Start-Emulator.
    [Parameter(Mandatory)] [string] $Ready
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1')
Import-Module $Module

# The runspaces of ForEach-Object -Parallel load the module by its name.
$env:PSModulePath = (Split-Path $Module) + [System.IO.Path]::PathSeparator + $env:PSModulePath
$emulator = Get-Content -LiteralPath $Ready -Raw | ConvertFrom-Json
$servers = Get-EmulatorServer $emulator
$applicationCredential = ((Invoke-EmulatorControl $emulator state).users | Where-Object name -EQ jdoe).applicationCredentials[0].id

# Every sign-in goes to the emulator, and -Wait waits only for a short time.
$PSDefaultParameterValues = @{ 'Connect-OtcSession:AuthUrl' = $emulator.AuthUrl; 'Get-*ServerPassword:PollIntervalSec' = 1 }
$ConfirmPreference = 'None'

function Get-Credential([Alias('Credential')] [string] $UserName) {
    if (-not $UserName) { $UserName = if ($code -match 'AgencyName') { 'partner' } else { 'jdoe' } }
    Get-EmulatorCredential $emulator -UserName $UserName -Password 'Emulator-1!'
}

function Read-Host([switch] $AsSecureString, [string] $Prompt) {
    if (-not $AsSecureString) { throw 'A secret is read as plain text.' }
    ConvertTo-Secret $(switch ($Prompt) { Passphrase { 'help-passphrase' } Passcode { '123456' } default { 'help-secret-key' } })
}

function Get-Secret([string] $Name, [switch] $AsPlainText) {
    if ($vault.ContainsKey($Name)) { $vault[$Name] }
    elseif ($Name -like '*-key') { ConvertTo-Secret (Get-Content -LiteralPath $keyTexts[$Name] -Raw) }
    elseif ($Name -and $AsPlainText) { 'Emulator-1!' }
}
function Set-Secret([string] $Name, [pscredential] $Secret) {
    if (-not $Name -or -not $Secret) { throw 'Nothing to store.' }
    $vault[$Name] = $Secret
}
function Enter-PSSession([string] $ComputerName, [pscredential] $Credential, [switch] $UseSSL, [object] $SessionOption) {
    if (-not $ComputerName -or -not $Credential) { throw 'No session.' }
}
function Invoke-Command {
    param([string] $ComputerName, [pscredential] $Credential, [scriptblock] $ScriptBlock, [switch] $UseSSL, $SessionOption, $ArgumentList)
    if (-not $ComputerName -or -not $Credential) { throw 'No session.' }
    if ($ArgumentList -and -not $UseSSL) { throw 'A secret is sent without HTTPS.' }
    "$ComputerName`: $ScriptBlock"
}
function Set-Clipboard([string] $Value) { if (-not $Value) { throw 'Nothing to copy.' } }
function Install-PSResource([string] $Name, [switch] $Prerelease, [switch] $TrustRepository) {
    if ($Name -ne 'OtcPassword' -or -not $Prerelease -or -not $TrustRepository) { throw 'Nothing to install without a prompt.' }
}
function Get-AutomationPSCredential([string] $Name) { if ($Name) { Get-Credential } }
function Get-AutomationVariable([string] $Name) { Get-Content -LiteralPath $keyTexts[$Name] -Raw }
function New-ScheduledTaskAction([string] $Execute, [string] $Argument) { "$Execute $Argument" }
function New-ScheduledTaskTrigger([switch] $Once, [datetime] $At, [timespan] $RepetitionInterval) {
    if ($Once -and $At) { $RepetitionInterval }
}
function Register-ScheduledTask([string] $TaskName, $Action, $Trigger) {
    if (-not $TaskName -or -not $Action -or -not $Trigger) { throw 'No task.' }
    $path = [regex]::Match($Action, '-File "(.+)"$').Groups[1].Value
    if ($path) {
        & $path
        if ($vault.Count -eq 0) { throw 'The task saved no password.' }
    }
}
function mstsc([string] $Target) { if ($Target -notlike '/v:*.*') { throw 'No server.' } }
function openstack { $servers | Where-Object name -Like 'web-000*' | ForEach-Object { @{ ID = $_.id; Name = $_.name } } | ConvertTo-Json }
function nova { (Get-EcsServerPassword -Name $args[-1]).EncryptedPassword }

function Reset-Place {
    Get-ChildItem Env: | Where-Object Name -Like 'OS_*' | Remove-Item
    $servers | Where-Object passwordState -EQ 'available' | ForEach-Object {
        Invoke-EmulatorControl $emulator "servers/$($_.id)/password" -Method Put -Body @{} | Out-Null
    }
    Connect-OtcSession -Cloud otc
}

Set-Content clouds.yaml @"
clouds:
  otc:
    region_name: $($emulator.Region)
    auth:
      auth_url: "$($emulator.AuthUrl)"
      username: jdoe
      password: "Emulator-1!"
      user_domain_name: $($emulator.Domain)
      project_name: $($emulator.Project)
"@
Reset-Place
$encrypted = Get-EcsServer -Name web-000* | Get-EcsServerPassword

$keyTexts = @{ 'web-key' = (Resolve-Path ~/.ssh/web.pem).Path; 'metal-key' = (Resolve-Path ~/.ssh/metal.pem).Path }
$env:WEB_KEY = Get-Content -LiteralPath $keyTexts['web-key'] -Raw
$env:METAL_KEY = Get-Content -LiteralPath $keyTexts['metal-key'] -Raw
$env:WEB_KEY_FILE = $keyTexts['web-key']
$env:GITHUB_ENV = Join-Path $PWD 'github.env'
$env:OTC_TEST_METADATA_URL = $emulator.AuthUrl
$null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ metadataServer = 'jump' }
# The browser of the examples, which follows the redirects.
$env:BROWSER = Get-BrowserCommand
$env:ACTIONS_ID_TOKEN_REQUEST_URL = "$($emulator.AuthUrl -replace '/v3.*')/openid/corporate/job-token?api-version=2.0"
$env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'emulator-job-token-request-00000000001'
$env:CLIENT_SECRET = 'help-client-secret'
$vault = @{}
$Ansible = [pscustomobject]@{ Result = $null }

$outcomes = foreach ($example in Get-Content -LiteralPath $Examples -Raw | ConvertFrom-Json) {
    Reset-Place
    $encrypted | Export-Csv passwords.csv -NoTypeInformation
    $encrypted | ConvertTo-Json | Set-Content passwords.json
    $name = if ($example.Cmdlet -match 'Bms') { 'metal-0001' } else { 'web-0001' }
    ($servers | Where-Object name -EQ $name).id | Set-Content ids.txt
    $env:ID_TOKEN = Get-EmulatorIdToken $emulator
    $code = $example.Code.Replace('423f19a4ac1e4f48bbb4180756e6eb6c', $applicationCredential)
    $code = $code.Replace('https://login.example.com/realms/x', "$($emulator.AuthUrl -replace '/v3.*')/openid/corporate")
    $code = $code.Replace('https://keystone.example.com/v3', $emulator.AuthUrl)
    $code = $code.Replace('cf2a8b97-b5c6-47ef-9714-eb27adf26e5b', ($servers | Where-Object name -EQ $name).id)
    if ($example.Cmdlet -eq 'docs/automation.md' -and $code -match '-FromEnvironment') {
        $env:OS_AUTH_URL, $env:OS_PROJECT_NAME = $emulator.AuthUrl, $emulator.Project
        $env:OS_ACCESS_KEY, $env:OS_SECRET_KEY, $env:OTC_PRIVATE_KEY = 'QTWAOYTTINDUT2QVKYUC', 'help-secret-key', $env:WEB_KEY
    }
    $arguments = if ($code -match '^param\(\[string\] \$ServerName\)') { @{ ServerName = 'web-0001' } } else { @{} }
    $problems = @()
    $output = @()
    $vault.Clear()
    # The access keys of an agency cannot read the service catalog, which contains the endpoints of the emulator.
    if ($code -match '-FromServerAgency') { $PSDefaultParameterValues['Connect-OtcSession:EcsEndpoint'] = $emulator.AuthUrl -replace '/v3.*' }
    else { $PSDefaultParameterValues.Remove('Connect-OtcSession:EcsEndpoint') }
    try {
        $output = @(& ([scriptblock]::Create($code)) @arguments)
    }
    catch {
        $problems = @("$_")
    }
    $env:OTC_PRIVATE_KEY = $null
    [pscustomobject]@{
        Cmdlet      = $example.Cmdlet
        Title       = $example.Title
        Errors      = $problems
        OutputTypes = @($output | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique)
        Text        = $output | Out-String -Width 76
    }
}
ConvertTo-Json -InputObject @($outcomes) -Depth 4 | Set-Content -LiteralPath $Results
