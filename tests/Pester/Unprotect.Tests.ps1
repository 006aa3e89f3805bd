BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    $files = (Get-TestKey).files | ForEach-Object { @{ File = $_.file; Fact = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $manifest = Get-TestKey
    $data = $manifest.Folder
    $passphrase = ConvertTo-Secret $manifest.passphrase
    $plain = $manifest.files | Where-Object file -EQ 'pkcs1-2048.pem'
    $plainFile = Join-Path $data $plain.file
    $locked = $manifest.files | Where-Object file -EQ 'pkcs1-aes256.pem'
    $lockedFile = Join-Path $data $locked.file
    $ending = ',OtcPassword.Cmdlets.UnprotectOtcServerPasswordCommand'
    $quiet = @{ ErrorVariable = 'problems'; ErrorAction = 'SilentlyContinue' }

    # A policy can forbid algorithms, and an emulation of Windows can lack them.
    function Test-Refusal([string] $Message) {
        try {
            $derivation = [System.Security.Cryptography.Rfc2898DeriveBytes]
            if ($Message -match 'needs PBKDF2' -and $derivation.GetMethod('Pbkdf2', [type[]] ([byte[]], [byte[]], [int], [System.Security.Cryptography.HashAlgorithmName], [int]))) {
                $null = $derivation::Pbkdf2([byte[]] (1..8), [byte[]] (1..8), 1, 'SHA256', 8)
            }
            elseif ($Message -match 'needs DES') {
                $des = [System.Security.Cryptography.DES]::Create()
                $null = $des.CreateDecryptor([byte[]] (1..8), [byte[]] (1..8)).TransformFinalBlock([byte[]] (1..16), 0, 8)
            }
            $false
        }
        catch { $true }
    }
}

Describe 'Unprotect-OtcServerPassword' {
    It 'decrypts what openssl encrypted, with <File>' -ForEach $files {
        $key = @{ KeyFile = Join-Path $data $File }
        if ($Fact.encrypted) { $key.KeyPassphrase = $passphrase }
        try { $password = Unprotect-OtcServerPassword $Fact.ciphertext @key -AsPlainText -ErrorAction Stop }
        catch {
            if (-not (Test-Refusal "$_")) { throw }
            $_.FullyQualifiedErrorId | Should -BeExactly "KeyFileUnreadable$ending"
            "$_" | Should -Match 'which the cryptography of this computer refuses: .'
            Set-ItResult -Skipped -Because "$_"
        }
        $password.PlainTextPassword | Should -BeExactly $Fact.password
        $password.Status | Should -Be 'Decrypted'
        $password.Credential.UserName | Should -BeExactly 'Administrator'
        $password.Credential.GetNetworkCredential().Password | Should -BeExactly $Fact.password
    }

    It 'picks the key from a folder' {
        $ciphertexts = ($manifest.files | Where-Object { -not $_.encrypted }).ciphertext
        $expected = ($manifest.files | Where-Object { -not $_.encrypted }).password
        ($ciphertexts | Unprotect-OtcServerPassword -KeyFile $data -AsPlainText).PlainTextPassword | Should -BeExactly $expected
    }

    It 'finds the key by itself in OTC_KEY_PATH, and says which it took' {
        $saved = $env:OTC_KEY_PATH
        $env:OTC_KEY_PATH = $plainFile
        try {
            $lines = Unprotect-OtcServerPassword $plain.ciphertext -Verbose 4>&1
            @($lines | Where-Object { $_ -is [OtcPassword.ServerPassword] })[0].Status | Should -Be 'Decrypted'
            "$lines" | Should -Match "Took the key file.*$([regex]::Escape($plain.file))"
        }
        finally { $env:OTC_KEY_PATH = $saved }
    }

    It 'needs no session, and shows no password unless asked' {
        $password = Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile
        $password.PlainTextPassword | Should -BeNullOrEmpty
        $password | Format-List * | Out-String | Should -Not -Match ([regex]::Escape($plain.password))
        $password | ConvertTo-Json | Should -Not -Match ([regex]::Escape($plain.password))
        "$password" | Should -BeExactly 'A server: Decrypted'
    }

    It 'takes a user name' {
        (Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile -UserName cloud-admin).Credential.UserName | Should -BeExactly 'cloud-admin'
        ([pscustomobject]@{ EncryptedPassword = $plain.ciphertext; UserName = 'other' } |
            Unprotect-OtcServerPassword -KeyFile $plainFile -UserName cloud-admin).UserName | Should -BeExactly 'cloud-admin'
    }

    It 'allows white space in the ciphertext' {
        $wrapped = $plain.ciphertext -replace '(.{64})', "`$1`r`n"
        (Unprotect-OtcServerPassword $wrapped -KeyFile $plainFile -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
    }

    It 'says what is wrong with the sample of the cloud''s documents, and goes on' {
        $sample = 'UHC9+YW1xDC1Yu8Mg9n+tnOp7euEO/cW//9KgdJKWhr5w=='
        $passwords = $sample, $plain.ciphertext | Unprotect-OtcServerPassword -KeyFile $plainFile @quiet
        $passwords | Should -HaveCount 1
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "EncryptedPasswordInvalid$ending"
        "$($problems[0])" | Should -Match 'item 1 .*47 characters.*not a multiple of 4'
        $problems[0].TargetObject | Should -BeExactly $sample
    }

    It 'takes an empty text for invalid, but a row without a password for one that has none' {
        $null = '' | Unprotect-OtcServerPassword -KeyFile $plainFile @quiet
        $problems.FullyQualifiedErrorId | Should -BeExactly "EncryptedPasswordInvalid$ending"
        foreach ($nothing in $null, '', ' ') {
            $password = [pscustomobject]@{ ServerId = '1'; ServerName = 'web'; EncryptedPassword = $nothing } |
                Unprotect-OtcServerPassword -KeyFile $plainFile
            $password.Status | Should -Be 'NotAvailable'
            $password.ServerName | Should -BeExactly 'web'
        }
    }

    It 'never takes another key for the right one' {
        $other = Join-Path $data 'pkcs1-exponent-3.pem'
        $row = [pscustomobject]@{ ServerId = 'id-1'; ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $plain.ciphertext }
        $row, $row | Unprotect-OtcServerPassword -KeyFile $other @quiet | Should -BeNullOrEmpty
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
        $problems[0].TargetObject | Should -BeExactly 'id-1'
        foreach ($word in 'web (id-1)', 'KeyPair-web', 'pkcs1-exponent-3.pem', 'e3:c0:06:2d') { "$($problems[0])" | Should -Match ([regex]::Escape($word)) }
    }
}

Describe 'The passphrase' {
    It 'can be missing' {
        { Unprotect-OtcServerPassword $locked.ciphertext -KeyFile $lockedFile } | Should -Throw -ErrorId "KeyPassphraseRequired$ending"
    }

    It 'can be wrong' {
        { Unprotect-OtcServerPassword $locked.ciphertext -KeyFile $lockedFile -KeyPassphrase (ConvertTo-Secret wrong) } |
            Should -Throw -ErrorId "KeyPassphraseWrong$ending"
    }

    It 'can be one that is not needed' {
        $password = Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $plainFile -KeyPassphrase $passphrase -WarningVariable warnings -WarningAction SilentlyContinue
        $password.Status | Should -Be 'Decrypted'
        $warnings | Should -HaveCount 1
    }

    It 'is asked for when only the file that is called like the key pair is locked' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Copy-Item -LiteralPath $lockedFile -Destination (Join-Path $folder 'KeyPair-web.pem')
        Copy-Item -LiteralPath (Join-Path $data 'pkcs1-exponent-3.pem') -Destination $folder
        $row = [pscustomobject]@{ ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $locked.ciphertext }
        $null = $row | Unprotect-OtcServerPassword -KeyFile $folder @quiet
        $problems.FullyQualifiedErrorId | Should -BeExactly "KeyPassphraseRequired$ending"
        ($row | Unprotect-OtcServerPassword -KeyFile $folder -KeyPassphrase $passphrase -AsPlainText).PlainTextPassword | Should -BeExactly $locked.password
    }
}

Describe 'The way from the cloud over a file' {
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
        # A server that was made with another user's key pair has a password, too, but its key is not in the folder; and
        # one or the other stored something that is no ciphertext.
        $readable = @($truth.Values | Where-Object { $_.password -and $_.keyPairUser -eq $emulator.User }).id
        $mine = @($encrypted | Where-Object { $_.Status -eq 'NotAvailable' -or $_.ServerId -in $readable })
    }

    AfterAll { Stop-Emulator $emulator }

    It 'is there to be gone: there are both kinds' {
        @($mine | Where-Object Status -EQ Encrypted).Count | Should -BeGreaterThan 1
        @($mine | Where-Object Status -EQ NotAvailable).Count | Should -BeGreaterThan 0
    }

    It 'goes by objects' {
        Assert-Right ($mine | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'goes by CSV' {
        $file = Join-Path $TestDrive 'passwords.csv'
        $mine | Export-Csv -LiteralPath $file -NoTypeInformation -Encoding UTF8
        Assert-Right (Import-Csv -LiteralPath $file | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'goes by JSON' {
        $rows = ConvertTo-Json $mine | ConvertFrom-Json
        Assert-Right ($rows | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText)
    }

    It 'goes by a file with the ciphertexts alone' {
        $file = Join-Path $TestDrive 'ciphertexts.txt'
        $some = @($mine | Where-Object Status -EQ Encrypted)
        $some.EncryptedPassword | Set-Content -LiteralPath $file
        $expected = $some | ForEach-Object { $truth[$_.ServerId].password }
        (Get-Content -LiteralPath $file | Unprotect-OtcServerPassword -KeyFile $emulator.KeyFolder -AsPlainText).PlainTextPassword | Should -BeExactly $expected
    }
}
