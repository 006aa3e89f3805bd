# Like Leak.Tests.ps1, but for the cmdlets that need a session: collects all output of successful and failing commands with
# servers, passwords, key pairs, and key files, and searches it for secrets.

BeforeAll {
    foreach ($tool in 'Emulator', 'Leak', 'QuotingServer') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force
    $script:emulator = Start-Emulator
    $script:cloud = Start-QuotingServer
    $script:manifest = Get-TestKey
    $script:testKeys = $manifest.Folder

    $script:secret = @{
        Password        = $emulator.Password
        Passphrase      = $manifest.passphrase
        WrongPassphrase = 'wrong-pässphrase-q7Zx'
        OfflinePassword = 'Uq7-gXe+4LpZs.Kw2Rbn'
    }
    foreach ($server in Get-EmulatorServer $emulator | Where-Object password) { $secret["password of $($server.name)"] = $server.password }
    # One line of the private part of each key.
    foreach ($file in @(Get-ChildItem -LiteralPath $emulator.KeyFolder -File) + @(Get-Item (Join-Path $testKeys 'pkcs8.pem'), (Join-Path $testKeys 'openssh.key'))) {
        $lines = @(Get-Content -LiteralPath $file.FullName)
        $secret["text of $($file.Name)"] = $lines[[int] ($lines.Count * 0.7)]
    }

    $script:collected = New-Object System.Text.StringBuilder
    # Runs a script block, keeps the output of all streams, and returns the error IDs.
    function Collect([scriptblock] $Work) {
        $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = $ErrorActionPreference = 'Continue'
        $output = New-Object System.Collections.ArrayList
        try { & $Work *>&1 | ForEach-Object { $null = $output.Add($_) } }
        catch { $null = $output.Add($_) }
        foreach ($item in $output) {
            # A line of text has only one form.
            $text = if ($item -is [System.Management.Automation.ErrorRecord]) { Get-ShownError $item }
            elseif ($item -is [System.Management.Automation.InformationalRecord]) { $item.Message }
            else { Get-ShownText $item }
            $null = $script:collected.AppendLine(($text -join "`n"))
            if ($item -is [System.Management.Automation.ErrorRecord]) { $item.FullyQualifiedErrorId -replace ',.*' }
            $item | Out-Host
        }
    }
}

AfterAll {
    $script:cloud.Dispose()
    Stop-Emulator $script:emulator
}

Describe 'All output of cmdlets in a session' {
    BeforeAll {
        $script:transcript = Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).txt"
        $null = Start-Transcript -LiteralPath $transcript
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
    }

    AfterAll {
        Disconnect-OtcSession -WarningAction SilentlyContinue
        Remove-Item -LiteralPath $script:transcript -ErrorAction SilentlyContinue
    }

    It 'is collected when the commands succeed' {
        $keys = @{ KeyFile = $emulator.KeyFolder }
        Collect { Get-EcsServer | Select-Object -First 2; Get-BmsServer | Select-Object -First 2; Get-OtcKeyPair } | Should -BeNullOrEmpty
        Collect { Get-EcsServerPassword -Name 'web-000[12]' @keys -AsPlainText:$false } | Should -BeNullOrEmpty
        Collect { Get-BmsServerPassword -Name metal-app @keys } | Should -BeNullOrEmpty
        Collect { Get-EcsServerPassword -Name 'lin-*', 'web-young' } | Should -BeNullOrEmpty
        Collect { Get-EcsServerPassword -Name app-0001 | Unprotect-OtcServerPassword @keys } | Should -BeNullOrEmpty
        Collect { Get-OtcKeyFile (Join-Path $testKeys 'p*-aes256*.pem'), (Join-Path $testKeys 'putty-v3.ppk') -KeyPassphrase (ConvertTo-Secret $secret.Passphrase) } | Should -BeNullOrEmpty
        Collect { Clear-EcsServerPassword -Name app-0004 -Confirm:$false } | Should -BeNullOrEmpty
        $script:collected.ToString() | Should -Match 'Decrypted'
    }

    It 'is collected when keys, passphrases, and encrypted passwords are invalid' {
        $entry = $manifest.files | Where-Object file -EQ 'pkcs8.pem'
        $plain = Join-Path $testKeys 'pkcs8.pem'
        $encrypted = Join-Path $testKeys 'pkcs1-aes256.pem'
        $wrong = ConvertTo-Secret $secret.WrongPassphrase
        Collect { Get-EcsServerPassword -Name web-0001 -KeyFile $plain } | Should -Be KeyMismatch
        Collect { Get-EcsServerPassword -Name web-0001 -KeyFile $encrypted -KeyPassphrase $wrong } | Should -Be KeyPassphraseWrong
        Collect { Get-EcsServerPassword -Name web-0001 -KeyFile $encrypted } | Should -Be KeyPassphraseRequired
        Collect { Get-OtcKeyFile $encrypted -KeyPassphrase $wrong } | Should -Be KeyPassphraseWrong
        Collect { Get-EcsServerPassword -ServerId ([guid]::Empty), 'no id' -KeyFile $plain } | Sort-Object | Should -Be InvalidServerId, ServerNotFound
        Collect { Unprotect-OtcServerPassword $entry.ciphertext -KeyFile $plain } | Should -BeNullOrEmpty
        foreach ($text in 'AAAA', $entry.ciphertext.Substring(4), "$($entry.ciphertext)!") {
            Collect { Unprotect-OtcServerPassword $text -KeyFile $plain } | Should -Be EncryptedPasswordInvalid
        }
        $damaged = Join-Path $TestDrive 'damaged.pem'
        foreach ($file in 'pkcs8.pem', 'openssh.key') {
            $lines = @(Get-Content (Join-Path $testKeys $file))
            Set-Content $damaged ($lines[0..([int] ($lines.Count * 0.8))])
            Collect { Get-OtcKeyFile $damaged } | Should -Be KeyFileUnreadable
            Set-Content $damaged $lines[3..($lines.Count - 2)]
            Collect { Get-OtcKeyFile $damaged } | Should -Be KeyFileUnreadable
        }
    }

    It 'is collected when the cloud quotes the token: <Status> <Body>' -ForEach @(
        @{ Status = 400; Body = '{"error": {"code": "BMS.0001", "message": "bad token {token}"}}' }
        @{ Status = 401; Body = '{"error_code": "APIGW.0301", "error_msg": "{token}", "request_id": "{token}"}' }
        @{ Status = 403; Body = '{"forbidden": {"code": 403, "message": "not with {token}"}}' }
        @{ Status = 404; Body = '{"itemNotFound": {"code": 404, "message": "no {token}"}}' }
        @{ Status = 409; Body = '{"code": "{token}", "message": "x{token}x"}' }
        @{ Status = 429; Body = '{"overLimit": {"message": "{token}"}}' }
        @{ Status = 500; Body = '{"computeFault": {"message": "Traceback {token}"}}' }
        @{ Status = 500; Body = '<html>{token}</html>' }
        @{ Status = 200; Body = '{token}' }
        @{ Status = 200; Body = '{"{token}": ["{token}"' }
        @{ Status = 200; Body = '{"password": ["{token}"], "servers": "{token}", "server": {"id": ["{token}"]}, "keypairs": "{token}"}' }
    ) {
        $cloud.Status = $Status
        $cloud.Body = $Body
        $signIn = Get-EmulatorSignIn $emulator
        $hostile = Connect-OtcSession @signIn -EcsEndpoint $cloud.Url -BmsEndpoint $cloud.Url -PassThru
        $id = @{ ServerId = [guid]::NewGuid(); Session = $hostile }
        $before = $cloud.Requests
        $calls = @(
            { Get-EcsServer -Session $hostile }
            { Get-BmsServer -Session $hostile }
            { Get-EcsServerPassword @id }
            { Get-BmsServerPassword @id -KeyFile (Join-Path $testKeys 'pkcs8.pem') }
            { Get-OtcKeyPair -Session $hostile }
        )
        # Clearing a password succeeds without content.
        if ($Status -ne 200) { $calls += { Clear-EcsServerPassword @id -Confirm:$false }, { Clear-BmsServerPassword @id -Confirm:$false } }
        foreach ($call in $calls) {
            $Error.Clear()
            @(Collect $call).Count | Should -Be 1 -Because "$call fails once"
            $Error.Count | Should -Be 1 -Because "$call leaves one error and nothing else"
        }
        # Only a warning, because the cmdlet shows the key file anyway.
        Collect { Get-OtcKeyFile (Join-Path $testKeys 'openssh.key') -Session $hostile } | Should -BeNullOrEmpty
        $cloud.Requests - $before | Should -BeGreaterThan $calls.Count
        Disconnect-OtcSession $hostile
    }

    It 'does not contain a secret' {
        $null = Stop-Transcript
        $all = $collected.ToString() + (Get-Content -LiteralPath $transcript -Raw) + (Get-History | Format-List * | Out-String)
        # The search must have had enough output.
        $all.Length | Should -BeGreaterThan 100000
        Find-ShownSecret -Text $all -Secret $secret | Should -BeNullOrEmpty
        $all | Should -Not -Match 'gAAAAAB[\w-]{20}'
    }
}
