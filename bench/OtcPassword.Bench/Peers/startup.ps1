# A script that signs in and gets one password, until one of its steps: powershell, import, sign-in, password. The credential is
# created without a cmdlet, because loading the module of that cmdlet would take time as well.
param([string] $Until)
$ErrorActionPreference = 'Stop'
$password = [securestring]::new()
foreach ($character in $env:OS_PASSWORD.ToCharArray()) { $password.AppendChar($character) }
$credential = [pscredential]::new($env:OS_USERNAME, $password)
if ($Until -eq 'powershell') { exit 0 }

Import-Module $env:BENCH_MODULE
if ($Until -eq 'import') { exit 0 }

Connect-OtcSession -AuthUrl $env:OS_AUTH_URL -Region $env:OS_REGION_NAME -DomainName $env:OS_USER_DOMAIN_NAME `
    -ProjectName $env:OS_PROJECT_NAME -Credential $credential
if ($Until -eq 'sign-in') { exit 0 }

$result = Get-EcsServerPassword -ServerId ([System.IO.File]::ReadAllText($env:BENCH_IDS).Trim()) -KeyFile $env:BENCH_KEY
if ($result.Status -ne 'Decrypted') { throw $result }
