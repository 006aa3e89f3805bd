# Writes the number of passwords, the peak memory of this process (KiB), and the milliseconds.
. "$PSScriptRoot/connect.ps1"
$count = 0
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Get-EcsServer | Get-EcsServerPassword -ThrottleLimit $env:BENCH_THROTTLE | ForEach-Object { if ($_.EncryptedPassword) { $count++ } }
$peak = [regex]::Match((Get-Content /proc/self/status -Raw), 'VmHWM:\s+(\d+)').Groups[1].Value
"$count $peak $($clock.ElapsedMilliseconds)"
