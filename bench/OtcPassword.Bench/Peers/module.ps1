# The module: the whole job once for each run, the first one in a PowerShell that has not done it before.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:BENCH_MODULE
$password = ConvertTo-SecureString $env:OS_PASSWORD -AsPlainText -Force
Connect-OtcSession -AuthUrl $env:OS_AUTH_URL -Region $env:OS_REGION_NAME -DomainName $env:OS_USER_DOMAIN_NAME `
    -ProjectName $env:OS_PROJECT_NAME -Credential ([pscredential]::new($env:OS_USERNAME, $password))
$servers = Get-EcsServer
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $passwords = @($servers | Get-EcsServerPassword -KeyFile $env:BENCH_KEY -ThrottleLimit $env:BENCH_THROTTLE -AsPlainText)
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | ForEach-Object { "$($_.ServerId)`t$($_.PlainTextPassword)" } | Set-Content $env:BENCH_OUT
