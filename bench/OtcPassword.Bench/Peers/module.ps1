# The module: the whole job once for each run, the first one in a PowerShell that has not done it before.
. "$PSScriptRoot/connect.ps1"
$servers = Get-EcsServer
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $passwords = @($servers | Get-EcsServerPassword -KeyFile $env:BENCH_KEY -ThrottleLimit $env:BENCH_THROTTLE -AsPlainText)
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | ForEach-Object { "$($_.ServerId)`t$($_.PlainTextPassword)" } | Set-Content $env:BENCH_OUT
