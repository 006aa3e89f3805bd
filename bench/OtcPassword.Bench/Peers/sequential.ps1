# A script that an administrator would write: one request and one decryption after the other.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$ids = Get-Content $env:BENCH_IDS
for ($run = 0; $run -lt [int]$env:BENCH_RUNS; $run++) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $rsa = [System.Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content -Raw $env:BENCH_KEY))
    $headers = @{ 'X-Auth-Token' = $env:BENCH_TOKEN }
    $passwords = foreach ($id in $ids) {
        $answer = Invoke-RestMethod "$env:BENCH_ENDPOINT/servers/$id/os-server-password" -Headers $headers
        $bytes = $rsa.Decrypt([Convert]::FromBase64String($answer.password), [System.Security.Cryptography.RSAEncryptionPadding]::Pkcs1)
        "$id`t$([System.Text.Encoding]::UTF8.GetString($bytes))"
    }
    $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) | Add-Content $env:BENCH_TIMES
}
$passwords | Set-Content $env:BENCH_OUT
