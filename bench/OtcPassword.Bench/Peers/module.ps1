# The module: the complete task once per run. The first run is the first one of its PowerShell process.
. "$PSScriptRoot/connect.ps1"
$servers = Get-EcsServer
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $passwords = @($servers | Get-EcsServerPassword -KeyFile $env:BENCH_KEY -ThrottleLimit $env:BENCH_THROTTLE -AsPlainText)
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | ForEach-Object { "$($_.ServerId)`t$($_.PlainTextPassword)" } | Set-Content $env:BENCH_OUT
