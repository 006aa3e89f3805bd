# The module: the complete task once per run. The first run is the first one of its PowerShell process. The objects and names
# of the servers are not part of the measurement.
param([string] $Way)
. "$PSScriptRoot/connect.ps1"
$ids = @(Get-Content $env:BENCH_IDS)
$fixed = @{ KeyFile = $env:BENCH_KEY; ThrottleLimit = $env:BENCH_THROTTLE; AsPlainText = $true }
$servers = switch ($Way) {
    bms { Get-BmsServer | Where-Object Id -In $ids }
    { $_ -in 'objects', 'names' } { Get-EcsServer | Where-Object Id -In $ids }
}
$names = $servers.Name
$null = Invoke-RestMethod "$env:BENCH_CONTROL/counters/reset" -Method Post
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $passwords = @(switch ($Way) {
            objects { $servers | Get-EcsServerPassword @fixed }
            bms { $servers | Get-BmsServerPassword @fixed }
            ids { $ids | Get-EcsServerPassword @fixed }
            names { Get-EcsServerPassword -Name $names @fixed }
        })
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | ForEach-Object { "$($_.ServerId)`t$($_.PlainTextPassword)" } | Set-Content $env:BENCH_OUT
