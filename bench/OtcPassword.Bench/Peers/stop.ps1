# Stops the module during its work, like Ctrl+C does, once per run, and writes the milliseconds until it has stopped. The
# cloud delays every password by 30 seconds.
. "$PSScriptRoot/connect.ps1"
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
            param($module, $throttle)
            Import-Module $module
            Get-EcsServer | Get-EcsServerPassword -ThrottleLimit $throttle
        })
    $null = $shell.AddArgument($env:BENCH_MODULE).AddArgument($env:BENCH_THROTTLE).BeginInvoke()
    while ((Invoke-RestMethod "$env:BENCH_CONTROL/counters").inFlight -lt [int]$env:BENCH_THROTTLE) { Start-Sleep -Milliseconds 20 }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $shell.Stop()
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
    $shell.Dispose()
    while ((Invoke-RestMethod "$env:BENCH_CONTROL/counters").inFlight) { Start-Sleep -Milliseconds 20 }
}
