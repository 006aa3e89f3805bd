BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    $files = (Get-TestKey).files | ForEach-Object { @{ File = $_.file; Fact = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'ChildProcess.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $manifest = Get-TestKey
    $data = $manifest.Folder
    $passphrase = ConvertTo-Secret $manifest.passphrase
    $plain = $manifest.files | Where-Object file -EQ 'pkcs1-2048.pem'
    $plainFile = Join-Path $data $plain.file
    $protected = $manifest.files | Where-Object file -EQ 'pkcs1-aes256.pem'
    $protectedFile = Join-Path $data $protected.file
    $ending = ',OtcPassword.Cmdlets.UnprotectOtcServerPasswordCommand'
    $quiet = @{ ErrorVariable = 'problems'; ErrorAction = 'SilentlyContinue' }

    # A policy can forbid algorithms, and an emulation of Windows can lack them.
    function Test-Refusal([string] $Message) {
        try {
            $derivation = [System.Security.Cryptography.Rfc2898DeriveBytes]
            if ($Message -match 'requires PBKDF2' -and $derivation.GetMethod('Pbkdf2', [type[]] ([byte[]], [byte[]], [int], [System.Security.Cryptography.HashAlgorithmName], [int]))) {
                $null = $derivation::Pbkdf2([byte[]] (1..8), [byte[]] (1..8), 1, 'SHA256', 8)
            }
            elseif ($Message -match 'requires DES') {
                $des = [System.Security.Cryptography.DES]::Create()
                $null = $des.CreateDecryptor([byte[]] (1..8), [byte[]] (1..8)).TransformFinalBlock([byte[]] (1..16), 0, 8)
            }
            $false
        }
        catch { $true }
    }
}

Describe 'Unprotect-OtcServerPassword' {
    It 'decrypts a password that openssl encrypted, with <File>' -ForEach $files {
        $key = @{ KeyFile = Join-Path $data $File }
        if ($Fact.encrypted) { $key.KeyPassphrase = $passphrase }
        try { $password = Unprotect-OtcServerPassword $Fact.ciphertext @key -AsPlainText -ErrorAction Stop }
        catch {
            if (-not (Test-Refusal "$_")) { throw }
            $_.FullyQualifiedErrorId | Should -BeExactly "KeyFileUnreadable$ending"
            "$_" | Should -Match 'which is not available on this computer: .'
            Set-ItResult -Skipped -Because "$_"
        }
        $password.PlainTextPassword | Should -BeExactly $Fact.password
        $password.Status | Should -Be 'Decrypted'
        $password.Credential.UserName | Should -BeExactly 'Administrator'
        $password.Credential.GetNetworkCredential().Password | Should -BeExactly $Fact.password
    }

    It 'selects the key from a folder' {
        $ciphertexts = ($manifest.files | Where-Object { -not $_.encrypted }).ciphertext
        $expected = ($manifest.files | Where-Object { -not $_.encrypted }).password
        ($ciphertexts | Unprotect-OtcServerPassword -KeyFile $data -AsPlainText).PlainTextPassword | Should -BeExactly $expected
    }

    It 'finds the key in OTC_KEY_PATH, and reports its file' {
        $saved = $env:OTC_KEY_PATH
        $env:OTC_KEY_PATH = $plainFile
        try {
            $lines = Unprotect-OtcServerPassword $plain.ciphertext -Verbose 4>&1
            @($lines | Where-Object { $_ -is [OtcPassword.ServerPassword] })[0].Status | Should -Be 'Decrypted'
            "$lines" | Should -Match "Using key file.*$([regex]::Escape($plain.file))"
        }
        finally { $env:OTC_KEY_PATH = $saved }
    }

    It 'works without a session, and shows the password only with -AsPlainText' {
        $password = Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile
        $password.PlainTextPassword | Should -BeNullOrEmpty
        $password | Format-List * | Out-String | Should -Not -Match ([regex]::Escape($plain.password))
        $password | ConvertTo-Json | Should -Not -Match ([regex]::Escape($plain.password))
        "$password" | Should -BeExactly 'A server: Decrypted'
    }

    It 'accepts a user name' {
        (Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile -UserName cloud-admin).Credential.UserName | Should -BeExactly 'cloud-admin'
        ([pscustomobject]@{ EncryptedPassword = $plain.ciphertext; UserName = 'other' } |
            Unprotect-OtcServerPassword -KeyFile $plainFile -UserName cloud-admin).UserName | Should -BeExactly 'cloud-admin'
    }

    It 'ignores white space in the encrypted password' {
        $wrapped = $plain.ciphertext -replace '(.{64})', "`$1`r`n"
        (Unprotect-OtcServerPassword $wrapped -KeyFile $plainFile -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
    }

    It 'explains why the sample of the cloud documentation is invalid, and continues' {
        $sample = 'UHC9+YW1xDC1Yu8Mg9n+tnOp7euEO/cW//9KgdJKWhr5w=='
        $passwords = $sample, $plain.ciphertext | Unprotect-OtcServerPassword -KeyFile $plainFile @quiet
        $passwords | Should -HaveCount 1
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "EncryptedPasswordInvalid$ending"
        "$($problems[0])" | Should -Match 'input object 1 .*47 characters.*not a multiple of 4'
        $problems[0].TargetObject | Should -BeExactly 'input object 1'
    }

    It 'rejects empty text, but returns NotAvailable for a row without a password' {
        $null = '' | Unprotect-OtcServerPassword -KeyFile $plainFile @quiet
        $problems.FullyQualifiedErrorId | Should -BeExactly "EncryptedPasswordInvalid$ending"
        foreach ($nothing in $null, '', ' ') {
            $password = [pscustomobject]@{ ServerId = '1'; ServerName = 'web'; EncryptedPassword = $nothing } |
                Unprotect-OtcServerPassword -KeyFile $plainFile
            $password.Status | Should -Be 'NotAvailable'
            $password.ServerName | Should -BeExactly 'web'
        }
    }

    It 'never decrypts with another key than the right one' {
        $other = Join-Path $data 'pkcs1-exponent-3.pem'
        $row = [pscustomobject]@{ ServerId = 'id-1'; ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $plain.ciphertext }
        $row, $row | Unprotect-OtcServerPassword -KeyFile $other @quiet | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
        $problems[0].TargetObject | Should -BeExactly 'id-1'
        foreach ($word in 'web (id-1)', 'KeyPair-web', 'pkcs1-exponent-3.pem', 'e3:c0:06:2d') { "$($problems[0])" | Should -Match ([regex]::Escape($word)) }
    }
}

Describe 'The library for Argon2' {
    It 'is loaded only for passphrase-protected PuTTY files of version 3' {
        $others = @($manifest.files | Where-Object { -not ($_.encrypted -and $_.format -eq 'PuttyV3') -and $_.bits -eq 2048 })
        $protected = $manifest.files | Where-Object file -EQ 'putty-v3-argon2id.ppk'
        $child = Start-PowerShell @"
Import-Module '$(Get-BuiltModule)'
function Get-Loaded { "[`$([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -like 'Konscious*' } | Sort-Object)]" }
`$passphrase = '$($manifest.passphrase)'
foreach (`$file in '$($others.file -join "','")') { `$null = Get-OtcKeyFile (Join-Path '$data' `$file) -KeyPassphrase `$passphrase -WarningAction Ignore -ErrorAction Ignore }
Get-Loaded
(Unprotect-OtcServerPassword '$($protected.ciphertext)' -KeyFile '$(Join-Path $data $protected.file)' -KeyPassphrase `$passphrase -AsPlainText).PlainTextPassword
Get-Loaded
"@
        $result = $child.WaitForExit([timespan]::FromMinutes(2))
        $child.Dispose()
        $result.Output -split '\r?\n' | Where-Object { $_ } | Should -BeExactly '[]', $protected.password,
            '[Konscious.Security.Cryptography.Argon2 Konscious.Security.Cryptography.Blake2]' -Because $result.Error
    }
}

Describe 'The passphrase' {
    It 'causes KeyPassphraseRequired if it is missing' {
        { Unprotect-OtcServerPassword $protected.ciphertext -KeyFile $protectedFile } | Should -Throw -ErrorId "KeyPassphraseRequired$ending"
    }

    It 'causes KeyPassphraseWrong if it is incorrect' {
        { Unprotect-OtcServerPassword $protected.ciphertext -KeyFile $protectedFile -KeyPassphrase (ConvertTo-Secret wrong) } |
            Should -Throw -ErrorId "KeyPassphraseWrong$ending"
    }

    It 'causes a warning if it is not needed' {
        $password = Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile -KeyPassphrase $passphrase -WarningVariable warnings -WarningAction SilentlyContinue
        $password.Status | Should -Be 'Decrypted'
        $warnings | Should -HaveCount 1
    }

    It 'is required if the file with the name of the key pair is encrypted' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Copy-Item -LiteralPath $protectedFile -Destination (Join-Path $folder 'KeyPair-web.pem')
        Copy-Item -LiteralPath (Join-Path $data 'pkcs1-exponent-3.pem') -Destination $folder
        $row = [pscustomobject]@{ ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $protected.ciphertext }
        $null = $row | Unprotect-OtcServerPassword -KeyFile $folder @quiet
        $problems.FullyQualifiedErrorId | Should -BeExactly "KeyPassphraseRequired$ending"
        ($row | Unprotect-OtcServerPassword -KeyFile $folder -KeyPassphrase $passphrase -AsPlainText).PlainTextPassword | Should -BeExactly $protected.password
    }
}

Describe 'Passwords from a previous session' {
    BeforeAll {
        $emulator = Start-Emulator
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        $truth = @{}
        Get-EmulatorServer $emulator | ForEach-Object { $truth[$_.id] = $_ }
        $encrypted = @(Get-EcsServer | Get-EcsServerPassword -UserName cloud-admin -WarningAction SilentlyContinue)
        Disconnect-OtcSession
        function Assert-Right($Passwords) {
            foreach ($name in 'ServerId', 'ServerName', 'ServerType', 'Address', 'KeyName', 'UserName') {
                $Passwords | ForEach-Object $name | Should -BeExactly ($mine | ForEach-Object $name)
            }
            foreach ($password in $Passwords) {
                $server = $truth[$password.ServerId]
                if ($password.Status -eq 'Decrypted') { $password.PlainTextPassword | Should -BeExactly $server.password }
                else { ($mine | Where-Object ServerId -EQ $password.ServerId).Status | Should -Be 'NotAvailable' }
            }
        }
        # A server that was created with the key pair of another user also has a password, but its key is not in the folder.
        # Some servers have stored an invalid encrypted password.
        $readable = @($truth.Values | Where-Object { $_.password -and $_.keyPairUser -eq $emulator.User }).id
        $mine = @($encrypted | Where-Object { $_.Status -eq 'NotAvailable' -or $_.ServerId -in $readable })
    }

    AfterAll { Stop-Emulator $emulator }

    It 'include encrypted and unavailable ones' {
        @($mine | Where-Object Status -EQ Encrypted).Count | Should -BeGreaterThan 1
        @($mine | Where-Object Status -EQ NotAvailable).Count | Should -BeGreaterThan 0
    }

    It 'are decrypted from objects' {
        Assert-Right ($mine | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'are decrypted from CSV' {
        $file = Join-Path $TestDrive 'passwords.csv'
        $mine | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        Assert-Right (Import-Csv -LiteralPath $file | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'are decrypted from JSON' {
        $rows = ConvertTo-Json $mine | ConvertFrom-Json
        Assert-Right ($rows | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'are decrypted from a file with only encrypted passwords' {
        $file = Join-Path $TestDrive 'ciphertexts.txt'
        $some = @($mine | Where-Object Status -EQ Encrypted)
        $some.EncryptedPassword | Set-Content -LiteralPath $file
        $expected = $some | ForEach-Object { $truth[$_.ServerId].password }
        (Get-Content -LiteralPath $file | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText).PlainTextPassword | Should -BeExactly $expected
    }
}
