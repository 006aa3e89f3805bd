# Searches the memory of a process that used the module for secrets: docs/security.md, "Secrets in memory".

BeforeDiscovery {
    $script:canRead = $PSVersionTable.PSVersion.Major -ge 7 -and $IsLinux
}

Describe 'The memory of a process that used the module' -Skip:(-not $canRead) {
    BeforeAll {
        foreach ($tool in 'Emulator', 'ChildProcess', 'ProcessMemory', 'TlsRelay') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
        $script:emulator = Start-Emulator
        $script:relay = Start-TlsRelay -Port ([uri] $emulator.AuthUrl).Port
        $secure = "https://localhost:$($relay.Port)"
        $script:folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
        $keyFolder = (New-Item -ItemType Directory -Path (Join-Path $folder keys)).FullName
        $manifest = Get-TestKey
        $testKeys = $manifest.Folder

        # Text is searched in both encodings. The numbers of keys are searched in both byte orders and in pieces, because
        # half of a number reveals the key. A piece has 64 bytes, because less can be in the saved registers of a thread.
        $script:secrets = @{}
        function Add-Text([string] $Name, [string] $Text) {
            $secrets[$Name] += @(, [System.Text.Encoding]::UTF8.GetBytes($Text)) + @(, [System.Text.Encoding]::Unicode.GetBytes($Text))
        }
        function Add-Key([string] $Name, [string] $Path) {
            $pem = Get-Content -LiteralPath $Path -Raw
            $rsa = [System.Security.Cryptography.RSA]::Create()
            if ($pem -match 'OPENSSH') {
                # .NET does not support this format, so ssh-keygen converts the file.
                $copy = Join-Path $folder 'copy'
                Copy-Item -LiteralPath $Path $copy
                $null = Invoke-Program ssh-keygen -Argument '-q', '-p', '-P', '', '-N', '', '-m', 'PEM', '-f', $copy
                $pem = Get-Content -LiteralPath $copy -Raw
            }
            $rsa.ImportFromPem($pem)
            $numbers = $rsa.ExportParameters($true)
            foreach ($number in 'D', 'P', 'Q', 'DP', 'DQ', 'InverseQ') {
                [byte[]] $backward = $numbers.$number
                [array]::Reverse($backward)
                foreach ($bytes in $numbers.$number, $backward) {
                    for ($i = 0; $i + 64 -le $bytes.Length; $i += 64) { $secrets["$number of $Name"] += @(, [byte[]] $bytes[$i..($i + 63)]) }
                }
            }
            # The first half of the text contains the public key.
            $lines = @($pem -split '\r?\n' | Where-Object Length -EQ 64)
            foreach ($line in $lines[[int] ($lines.Count / 2)..($lines.Count - 1)]) { Add-Text "text of $Name" $line }
        }

        foreach ($file in Get-ChildItem -LiteralPath $emulator.KeyFolder -File) {
            Copy-Item -LiteralPath $file.FullName $keyFolder
            Add-Key $file.BaseName $file.FullName
        }
        Add-Key 'the test keys' (Join-Path $testKeys 'pkcs8.pem')
        foreach ($file in 'pkcs1-2048.pem', 'pkcs1-aes256.pem', 'pkcs1.der', 'pkcs8.pem', 'pkcs8-hmacWithSHA256-aes-256-cbc.pem', 'pkcs8-PBE-SHA1-3DES.pem',
            'openssh.key', 'openssh-aes256-ctr.key', 'openssh-3des-cbc.key', 'putty-v2-encrypted.ppk', 'putty-v3.ppk', 'putty-v3-argon2id.ppk', 'utf16le.pem') {
            Copy-Item (Join-Path $testKeys $file) $keyFolder
        }
        $entry = $manifest.files | Where-Object file -EQ 'pkcs8.pem'
        Set-Content (Join-Path $folder ciphertext) $entry.ciphertext
        Add-Text 'offline password' $entry.password
        foreach ($server in Get-EmulatorServer $emulator | Where-Object password) { Add-Text "password of $($server.name)" $server.password }

        $body = ConvertTo-Json -Depth 9 @{
            auth = @{
                identity = @{ methods = @('password'); password = @{ user = @{ name = $emulator.User; password = $emulator.Password; domain = @{ name = $emulator.Domain } } } }
                scope    = @{ project = @{ name = $emulator.Project; domain = @{ name = $emulator.Domain } } }
            }
        }
        $answer = Invoke-WebRequest -Method Post -Uri "$($emulator.AuthUrl)/auth/tokens" -Body $body -ContentType application/json
        $script:marker = "marker-$([guid]::NewGuid())"
        $masked = @{
            password      = $emulator.Password
            passphrase    = $manifest.passphrase
            secretKey     = 'emulator-temporary-secret-key-000000001'
            securityToken = 'emulator-security-token-000000000000001'
            token         = [string] $answer.Headers['X-Subject-Token']
            wrongPassword = "wrong-$([guid]::NewGuid())"
            wrongToken    = "wrong-$([guid]::NewGuid())"
            marker        = $marker
        }
        foreach ($name in $masked.Keys) {
            [byte[]] $bytes = foreach ($character in $masked[$name].ToCharArray()) { ([int] $character -bxor 0x5AA5) -band 255; ([int] $character -bxor 0x5AA5) -shr 8 }
            [System.IO.File]::WriteAllBytes((Join-Path $folder $name), $bytes)
            if ($name -ne 'marker') { Add-Text $name $masked[$name] }
        }
        Set-Content (Join-Path $folder clouds.yaml) "clouds: {reader: {auth: {auth_url: '$secure/v3', username: reader, password: Emulator-3!, user_domain_name: $($emulator.Domain), project_name: eu-de_web}, region_name: eu-de}}"
        Add-Text 'password in clouds.yaml' 'Emulator-3!'

        $certificate = Join-Path $folder 'certificate.pem'
        Set-Content $certificate $relay.CertificatePem
        $services = ($answer.Content | ConvertFrom-Json).token.catalog
        $endpoint = { param($Type) @(($services | Where-Object type -EQ $Type).endpoints | Where-Object { $_.interface -eq 'public' -and $_.url -match $emulator.ProjectId })[0].url -replace '^http://[^/]+', $secure }
        $start = Get-PowerShellCommand -Argument '-File', (Join-Path $PSScriptRoot 'Memory.Child.ps1'), '-Module', (Get-BuiltModule),
            '-AuthUrl', "$secure/v3", '-EcsEndpoint', (& $endpoint compute), '-BmsEndpoint', (& $endpoint bms), '-DomainName', $emulator.Domain, '-Folder', $folder
        $start.Environment['SSL_CERT_FILE'] = $certificate
        # OpenSSL 3.0 does not clear the memory from which it decodes keys. This makes the C library clear it.
        $start.Environment['MALLOC_PERTURB_'] = '85'
        # .NET releases its TLS buffers 30 seconds after their last use, or earlier if memory is short. With this setting,
        # memory is always short.
        $start.Environment['DOTNET_GCHighMemPercent'] = '1'
        Get-ChildItem env: | Where-Object Name -Like 'OS_*' | ForEach-Object { $null = $start.Environment.Remove($_.Name) }
        $script:childHome = (New-Item -ItemType Directory -Path (Join-Path $folder home)).FullName
        foreach ($name in 'HOME', 'TMPDIR') { $start.Environment[$name] = $script:childHome }
        foreach ($name in 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME') { $null = $start.Environment.Remove($name) }
        $start.WorkingDirectory = $script:childHome
        $script:child = [System.Diagnostics.Process]::Start($start)
        $problems = $child.StandardError.ReadToEndAsync()
        function Read-Child {
            $line = $child.StandardOutput.ReadLineAsync()
            if (-not $line.Wait(300000)) { throw 'The child process printed nothing for 300 seconds.' }
            if ($null -eq $line.Result) { throw "The child process ended: $($problems.Result)" }
            $line.Result
        }

        function Search-Child([byte[]] $MarkerBytes) {
            @{
                Secrets = @((Measure-ProcessMemory -ProcessId $child.Id -Secret $secrets).GetEnumerator() | Where-Object Value -GT 0 | ForEach-Object Name | Sort-Object)
                Tokens  = @(Get-ProcessWord -ProcessId $child.Id -Prefix gAAAAAB)
                Marker  = (Measure-ProcessMemory -ProcessId $child.Id -Secret @{ marker = @(, $MarkerBytes) }).marker
            }
        }

        $markerBytes = [System.Text.Encoding]::Unicode.GetBytes($marker)
        $script:did = Read-Child
        $script:before = Search-Child $markerBytes
        $child.StandardInput.WriteLine()
        $limit = (Get-Date).AddSeconds(90)
        do {
            $script:done = Read-Child
            $script:after = Search-Child $markerBytes
            $isClean = -not ($after.Secrets -or $after.Tokens)
            $child.StandardInput.WriteLine($(if ($isClean) { 'end' } else { 'again' }))
        } until ($isClean -or (Get-Date) -gt $limit)
    }

    AfterAll {
        if ($script:child -and -not $child.HasExited) { $child.Kill() }
        $script:relay.Dispose()
        Stop-Emulator $script:emulator
        Remove-Item -LiteralPath $script:folder -Recurse -Force
    }

    It 'contains the secrets that are still in use' {
        # Passwords of servers, keys, passwords decrypted with a key of each format.
        $did | Should -Match '^30 17 13$'
        $before.Marker | Should -BeGreaterThan 0
        $before.Tokens | Should -Not -BeNullOrEmpty
        $before.Secrets | Should -Contain 'password of web-0001'
        $before.Secrets | Should -Contain 'password'
        $before.Secrets | Should -Contain 'passphrase'
    }

    It 'does not contain a secret after Disconnect-OtcSession and a garbage collection' {
        $done | Should -Be "2 $($marker.Length)"
        $after.Marker | Should -BeGreaterThan 0 -Because 'otherwise, the search finds nothing at all'
        $after.Tokens | Should -BeNullOrEmpty
        $after.Secrets | Should -BeNullOrEmpty
    }

    It 'is not written to a file' {
        $null = $child.WaitForExit(30000)
        # The caches of PowerShell and the debugger pipes of .NET exist in any case.
        Get-ChildItem -LiteralPath $childHome -Recurse -Force -File | ForEach-Object { $_.FullName.Substring($childHome.Length + 1) } |
            Where-Object { $_ -notmatch '^\.(cache|config|local/share)/powershell/|^(dotnet-diagnostic|clr-debug-pipe|CoreFxPipe)' } |
            Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $childHome -Recurse -Force | Should -Not -BeNullOrEmpty -Because 'otherwise, this is the wrong folder'
    }
}
