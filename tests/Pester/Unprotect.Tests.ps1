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

Describe 'Text of others' {
    # An escape sequence that sets the title of a terminal, a tab, and the change of the writing direction.
    It 'cannot control the terminal in <Field>' -ForEach @('ServerId', 'ServerName', 'ServerType', 'Address', 'KeyName', 'UserName' | ForEach-Object { @{ Field = $_ } }) {
        $evil = "web$([char] 27)]0;x$([char] 7)`t$([char] 0x202E)10$([char] 0x9B)1m"
        foreach ($ciphertext in $plain.ciphertext, '') {
            $row = [pscustomobject]@{ ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $ciphertext }
            $row | Add-Member -NotePropertyName $Field -NotePropertyValue $evil -Force
            $output = @($row | Unprotect-OtcServerPassword -KeyFile $plainFile -Verbose 4>&1)
            $password = $output | Where-Object { $_ -is [OtcPassword.ServerPassword] }
            $password.$Field | Should -Match '^web.*0;x.*10.*1m$'
            ($output | ForEach-Object { "$_" }) + ($password | Format-List | Out-String -Stream | ForEach-Object { $_ -replace '\x1b\[[0-9;]*m' }) |
                Should -Not -Match "[$([char] 1)-$([char] 8)$([char] 0xB)-$([char] 0x1F)$([char] 0x7F)-$([char] 0x9F)$([char] 0x202E)]"
        }
    }

    It 'cannot control the terminal in the comment of a key' {
        $file = Join-Path $TestDrive evil.ppk
        $text = [System.IO.File]::ReadAllText((Join-Path $data 'putty-v2-encrypted.ppk'))
        [System.IO.File]::WriteAllText($file, ($text -replace '(?m)^Comment: .*?(?=\r?$)', "Comment: a$([char] 27)[2J$([char] 0x202E)b"))
        (Get-OtcKeyFile $file).Comment | Should -BeExactly "a$([char] 0xFFFD)[2J$([char] 0xFFFD)b"
    }
}

Describe 'The name of a key file' {
    It 'cannot control the terminal' -Skip:(-not $IsLinux) {
        $name = "name$([char] 27)c.pem"
        Copy-Item -LiteralPath $plainFile -Destination (Join-Path $TestDrive $name)
        $output = @(Get-OtcKeyFile "$TestDrive/name*" -Verbose 4>&1) + @('' | Unprotect-OtcServerPassword -KeyFile "$TestDrive/name*" -Verbose -ErrorAction SilentlyContinue 4>&1)
        ($output | Where-Object { $_ -is [OtcPassword.KeyFile] }).Path | Should -BeExactly (Join-Path $TestDrive "name$([char] 0xFFFD)c.pem")
        $output | ForEach-Object { "$_" } | Should -Not -Match ([char] 27)
        # The object still opens the file.
        (Unprotect-OtcServerPassword $plain.ciphertext -KeyFile (Get-OtcKeyFile "$TestDrive/name*")).Status | Should -BeExactly 'Decrypted'
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

Describe 'A key as people have it' {
    BeforeAll {
        $cases = Join-Path $PSScriptRoot '../data/cases'
        $saved = @{}
        foreach ($name in 'OTC_PRIVATE_KEY', 'OTC_KEY_PATH', 'HOME', 'USERPROFILE') { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
        function Get-Ciphertext([string] $Case) { Get-Content -LiteralPath (Join-Path $cases $(if ($Case -like 'g01*') { 'g01.ct.b64' } else { 'ct.b64' })) -Raw }
        function Get-Advice([scriptblock] $Script) {
            $problem = try { & $Script; $null } catch { $_ }
            $problem.ErrorDetails.RecommendedAction -replace '^[^:]*: '
        }
        function New-Folder { (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
    }

    BeforeEach {
        # No key in the folders of the user.
        $env:OTC_PRIVATE_KEY = $env:OTC_KEY_PATH = $null
        $env:HOME = $env:USERPROFILE = New-Folder
    }

    AfterAll { foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) } }

    It 'decrypts as a file, in a folder, as text, as bytes, and in both variables: <_>' -ForEach @(
        'a06-noheader-b64.pem', 'a15-nova-keypair.json', 'a18-literal-backslash-n.pem', 'a24-base64-of-pem-in-file.txt', 'a42-p8-under-rsa-header.pem',
        'd01-no-crt.pem', 'e06-plain-then-other-enc.pem', 'e07-other-enc-then-mine-enc.pem', 'f08-ppk-trailing-space.ppk', 'g01-primes-1088-960.pem'
    ) {
        $folder = New-Folder
        $path = Join-Path $folder $_
        Copy-Item -LiteralPath (Join-Path $cases $_) -Destination $path
        $key = @{ KeyPassphrase = 'geheim'; AsPlainText = $true; WarningAction = 'Ignore' }
        $ciphertext = Get-Ciphertext $_
        $bytes = [System.IO.File]::ReadAllBytes($path)
        foreach ($door in @{ KeyFile = $path }, @{ KeyFile = $folder }, @{ PrivateKey = Get-Content -LiteralPath $path -Raw },
            @{ PrivateKey = Get-Content -LiteralPath $path }, @{ PrivateKey = $bytes }) {
            (Unprotect-OtcServerPassword $ciphertext @door @key).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
        }
        $env:OTC_PRIVATE_KEY = [System.IO.File]::ReadAllText($path)
        (Unprotect-OtcServerPassword $ciphertext @key).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
        $env:OTC_PRIVATE_KEY = $null
        foreach ($location in $path, $folder, "`"$path`"") {
            $env:OTC_KEY_PATH = $location
            (Unprotect-OtcServerPassword $ciphertext @key).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
        }
    }

    It 'opens although it takes long if it is specified, with a verbose message' {
        $path = Join-Path $cases 'b18-p8-600000-iter.pem'
        $lines = Unprotect-OtcServerPassword (Get-Ciphertext b18) -KeyFile $path -KeyPassphrase geheim -AsPlainText -Verbose 4>&1
        @($lines | Where-Object { $_ -is [OtcPassword.ServerPassword] }).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
        "$lines" | Should -Match 'requires 600000 iterations'
        $env:OTC_KEY_PATH = $path
        (Unprotect-OtcServerPassword (Get-Ciphertext b18) -KeyPassphrase geheim -AsPlainText).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
    }

    It 'is taken as <Shape>' -ForEach @(
        @{ Shape = 'the bytes of a DER file'; Key = { [System.IO.File]::ReadAllBytes((Join-Path $data 'pkcs1.der')) } }
        @{ Shape = 'a stream of bytes'; Key = { [object[]] [System.IO.File]::ReadAllBytes((Join-Path $data 'pkcs1.der')) } }
        @{ Shape = 'the bytes of UTF-16'; Key = { [System.IO.File]::ReadAllBytes((Join-Path $data 'utf16le.pem')) } }
        @{ Shape = 'the password of a credential'; Key = { New-Object pscredential 'x', (ConvertTo-Secret ([System.IO.File]::ReadAllText($plainFile))) } }
        @{ Shape = 'several SecureStrings'; Key = { (ConvertTo-Secret ([System.IO.File]::ReadAllText((Join-Path $data 'pkcs1-1024.pem')))), (ConvertTo-Secret ([System.IO.File]::ReadAllText($plainFile))) } }
    ) {
        (Unprotect-OtcServerPassword $plain.ciphertext -PrivateKey (& $Key) -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
    }

    It 'opens with the passphrase as <Shape>' -ForEach @(
        @{ Shape = 'several texts'; Given = { 'wrong', $manifest.passphrase, 'other' } }
        @{ Shape = 'several SecureStrings'; Given = { (ConvertTo-Secret 'wrong'), $passphrase } }
        @{ Shape = 'a credential'; Given = { New-Object pscredential 'x', $passphrase } }
        @{ Shape = 'bytes'; Given = { [System.Text.Encoding]::UTF8.GetBytes($manifest.passphrase) } }
        @{ Shape = 'text, a credential, and bytes'; Given = { 'a', (New-Object pscredential 'x', (ConvertTo-Secret 'b')), [System.Text.Encoding]::UTF8.GetBytes($manifest.passphrase) } }
    ) {
        (Unprotect-OtcServerPassword $protected.ciphertext -KeyFile $protectedFile -KeyPassphrase (& $Given) -AsPlainText).PlainTextPassword |
            Should -BeExactly $protected.password
        @(Get-OtcKeyFile $protectedFile -KeyPassphrase (& $Given))[0].KeySize | Should -Be 2048
    }

    It 'is not taken as <Shape>, and the error says what to do' -ForEach @(
        @{ Shape = 'a certificate'; Key = { [System.Security.Cryptography.X509Certificates.X509Certificate2] (Join-Path $data 'refused/certificate.pem') }; Text = '*PFX*' }
        @{ Shape = 'a file'; Key = { Get-Item -LiteralPath $plainFile }; Text = '*-KeyFile*' }
        @{ Shape = 'the name of a type'; Key = { "$(ConvertTo-Secret x)" }; Text = '*name of a .NET type*' }
    ) {
        { Unprotect-OtcServerPassword $plain.ciphertext -PrivateKey (& $Key) } | Should -Throw -ExpectedMessage $Text
    }

    It 'is found with the extension that Explorer hides, and in a path with a variable' {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $env:HOME 'Downloads')).FullName
        Copy-Item -LiteralPath $plainFile -Destination (Join-Path $folder 'KeyPair-web.pem.txt')
        Copy-Item -LiteralPath (Join-Path $data 'refused/text.csv') -Destination (Join-Path $folder 'notes.txt')
        $row = [pscustomobject]@{ ServerName = 'web'; KeyName = 'KeyPair-web'; EncryptedPassword = $plain.ciphertext }
        $lines = $row | Unprotect-OtcServerPassword -AsPlainText -Verbose 4>&1
        "$lines" | Should -Match 'KeyPair-web\.pem\.txt.* because its file name matches'
        Rename-Item -LiteralPath $folder -NewName Keys
        $env:OTC_KEY_PATH = if ($PSVersionTable.Platform -eq 'Unix') { '"~/Keys"' } else { '"%USERPROFILE%\Keys"' }
        ($row | Unprotect-OtcServerPassword -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
        $file = $env:OTC_KEY_PATH.TrimEnd('"') + [System.IO.Path]::DirectorySeparatorChar + 'KeyPair-web.pem.txt"'
        ($row | Unprotect-OtcServerPassword -KeyFile $file -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
        (Get-OtcKeyFile $file).Path | Should -BeExactly (Join-Path $env:HOME (Join-Path Keys KeyPair-web.pem.txt))
    }

    It 'that <Tool> cut in OTC_PRIVATE_KEY is named' -ForEach @(
        @{ Tool = 'setx'; Length = 1024; Text = '*setx stores only 1,024 characters*' }
        @{ Tool = 'cmd'; Length = 31; Text = '*only the first line*' }
    ) {
        $env:OTC_PRIVATE_KEY = ([System.IO.File]::ReadAllText($plainFile) -replace "`r").Substring(0, $Length)
        { Unprotect-OtcServerPassword $plain.ciphertext } | Should -Throw -ErrorId 'KeyFileUnreadable,*' -ExpectedMessage $Text
    }

    It 'in <File> is converted by the statements of its error' -ForEach @{ File = 'c17-rsakeyvalue.xml' }, @{ File = 'a12-zwsp.pem' } {
        $path = Join-Path $cases $File
        $ciphertext = Get-Ciphertext $File
        Push-Location (New-Folder)
        try {
            Invoke-Expression (Get-Advice { Unprotect-OtcServerPassword $ciphertext -KeyFile $path })
            (Unprotect-OtcServerPassword $ciphertext -KeyFile (Get-ChildItem key.*).FullName -AsPlainText).PlainTextPassword | Should -BeExactly 'Sesam-Oeffne-Dich1'
        }
        finally { Pop-Location }
    }

    It 'that Export-Clixml saved is read by the parameter that its error recommends' {
        $path = Join-Path (New-Folder) 'key.xml'
        [System.IO.File]::ReadAllText($plainFile) | Export-Clixml -LiteralPath $path
        $advice = Get-Advice { Unprotect-OtcServerPassword $plain.ciphertext -KeyFile $path }
        (Invoke-Expression "Unprotect-OtcServerPassword '$($plain.ciphertext)' -AsPlainText $advice").PlainTextPassword | Should -BeExactly $plain.password
    }

    It 'in a PFX file is extracted by the statements that the error has on Windows' -Tag KeyOfCertificate -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $client = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'OtcPassword.Client' } | Select-Object -First 1
        $advice = $client.GetType('OtcPassword.Client.Keys.Formats.ForeignContent').GetField('FromPfx').GetRawConstantValue()
        function Read-Host { ConvertTo-SecureString 'x' -AsPlainText -Force }
        Push-Location (New-Folder)
        try {
            Invoke-Expression ($advice -replace '^[^:]*: ').Replace('{file}', "`"$(Join-Path $data 'refused/bundle.pfx')`"")
            (Unprotect-OtcServerPassword $plain.ciphertext -KeyFile key.der -KeyPassphrase 'new passphrase' -AsPlainText).PlainTextPassword |
                Should -BeExactly $plain.password
        }
        finally { Pop-Location }
    }
}

Describe 'An encrypted password as people have it' {
    It 'is decrypted: <Shape>' -ForEach @(
        @{ Shape = 'in quotation marks'; Text = { "`"$($plain.ciphertext)`"" } }
        @{ Shape = 'with a byte order mark'; Text = { "$([char] 0xFEFF)$($plain.ciphertext)" } }
        @{ Shape = 'with line endings written as \r\n'; Text = { $plain.ciphertext.Insert(76, '\r\n') + '\r\n' } }
        @{ Shape = 'in base64 for URLs'; Text = { $plain.ciphertext.Replace('+', '-').Replace('/', '_').TrimEnd('=') } }
        @{ Shape = 'in the response of the API, with a byte order mark'; Text = { "$([char] 0xFEFF){`"password`": `"$($plain.ciphertext)`"}" } }
    ) {
        (Unprotect-OtcServerPassword (& $Text) -KeyFile $plainFile -AsPlainText).PlainTextPassword | Should -BeExactly $plain.password
    }

    It 'is described if it is something else: <Text>' -ForEach @(
        @{ Text = 'System.Security.SecureString'; Finding = 'name of a \.NET type' }
        @{ Text = '{"error": {"code": 404, "message": "x"}}'; Finding = 'JSON response of a failed request' }
        @{ Text = 'C:\temp\password.txt'; Finding = 'path of a file' }
    ) {
        $null = Unprotect-OtcServerPassword $Text -KeyFile $plainFile @quiet
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "EncryptedPasswordInvalid$ending"
        "$($problems[0])" | Should -Match $Finding
    }
}
