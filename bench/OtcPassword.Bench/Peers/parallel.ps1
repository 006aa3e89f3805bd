# The same with ForEach-Object -Parallel. RSA of .NET on Linux is thread-safe, so all threads share one key.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$ids = Get-Content $env:BENCH_IDS
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $rsa = [System.Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content -Raw $env:BENCH_KEY))
    $headers = @{ 'X-Auth-Token' = $env:BENCH_TOKEN }
    $passwords = $ids | ForEach-Object -ThrottleLimit $env:BENCH_THROTTLE -Parallel {
        $ProgressPreference = 'SilentlyContinue'
        $answer = Invoke-RestMethod "$env:BENCH_ENDPOINT/servers/$_/os-server-password" -Headers $using:headers
        $padding = [System.Security.Cryptography.RSAEncryptionPadding]::Pkcs1
        $bytes = ($using:rsa).Decrypt([Convert]::FromBase64String($answer.password), $padding)
        "$_`t$([System.Text.Encoding]::UTF8.GetString($bytes))"
    }
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | Set-Content $env:BENCH_OUT
