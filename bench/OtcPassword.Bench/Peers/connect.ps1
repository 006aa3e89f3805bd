# Imports the module and signs in; for the other scripts, which run it in their own scope.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:BENCH_MODULE
$password = ConvertTo-SecureString $env:OS_PASSWORD -AsPlainText -Force
Connect-OtcSession -AuthUrl $env:OS_AUTH_URL -Region $env:OS_REGION_NAME -DomainName $env:OS_USER_DOMAIN_NAME `
    -ProjectName $env:OS_PROJECT_NAME -Credential ([pscredential]::new($env:OS_USERNAME, $password))
