# Prints how many passwords there were, the most memory this process has held (KiB), and the milliseconds it took.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:BENCH_MODULE
$password = ConvertTo-SecureString $env:OS_PASSWORD -AsPlainText -Force
Connect-OtcSession -AuthUrl $env:OS_AUTH_URL -Region $env:OS_REGION_NAME -DomainName $env:OS_USER_DOMAIN_NAME `
    -ProjectName $env:OS_PROJECT_NAME -Credential ([pscredential]::new($env:OS_USERNAME, $password))
$count = 0
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Get-EcsServer | Get-EcsServerPassword -ThrottleLimit $env:BENCH_THROTTLE | ForEach-Object { if ($_.EncryptedPassword) { $count++ } }
$peak = [regex]::Match((Get-Content /proc/self/status -Raw), 'VmHWM:\s+(\d+)').Groups[1].Value
"$count $peak $($clock.ElapsedMilliseconds)"
