BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $servers = Get-EmulatorServer $emulator
    $web = $servers | Where-Object name -EQ 'web-0001'
    $db = $servers | Where-Object name -EQ 'db-0001'
    $app = $servers | Where-Object name -EQ 'app-0001'
    $webText = Get-Content -LiteralPath $web.keyFile -Raw
    $manifest = Get-TestKey
    $ending = ',OtcPassword.Cmdlets.GetEcsServerPasswordCommand'
    $quiet = @{ ErrorVariable = 'problems'; ErrorAction = 'SilentlyContinue' }
    $saved = @{}
    foreach ($name in 'OTC_PRIVATE_KEY', 'OTC_KEY_PATH', 'HOME', 'USERPROFILE') { $saved[$name] = [Environment]::GetEnvironmentVariable($name) }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'The -PrivateKey parameter' {
    It 'decrypts with a key that is <Shape>' -ForEach @(
        @{ Shape = 'a SecureString'; Key = { ConvertTo-Secret $webText } }
        @{ Shape = 'text'; Key = { $webText } }
        @{ Shape = 'the lines of a file'; Key = { Get-Content -LiteralPath $web.keyFile } }
        @{ Shape = 'text with Windows line endings'; Key = { $webText -replace "`r?`n", "`r`n" } }
        @{ Shape = 'text with line endings written as \n'; Key = { $webText.Trim() -replace "`r?`n", '\n' } }
        @{ Shape = 'text on one line'; Key = { $webText.Trim() -replace "`r?`n", ' ' } }
        @{ Shape = 'base64 of a file'; Key = { [Convert]::ToBase64String([System.IO.File]::ReadAllBytes($web.keyFile)) } }
    ) {
        $password = Get-EcsServerPassword $web.id -PrivateKey (& $Key) -AsPlainText
        $password.PlainTextPassword | Should -BeExactly $web.password
        $password.Status | Should -Be 'Decrypted'
    }

    It 'takes several keys in one text, and uses the right one for each server' {
        $text = -join ($web, $db, $app | ForEach-Object { Get-Content -LiteralPath $_.keyFile -Raw })
        $passwords = Get-EcsServerPassword $web.id, $db.id, $app.id -PrivateKey $text -AsPlainText
        $passwords.PlainTextPassword | Should -BeExactly $web.password, $db.password, $app.password
    }

    It 'takes text in the format of <File> with its passphrase' -ForEach @(
        @{ File = 'pkcs1-aes256.pem' }, @{ File = 'pkcs8-PBE-SHA1-3DES.pem' }, @{ File = 'openssh-aes256-ctr.key' }, @{ File = 'putty-v3-argon2id.ppk' }
    ) {
        $fact = $manifest.files | Where-Object file -EQ $File
        $key = @{ PrivateKey = Get-Content -LiteralPath (Join-Path $manifest.Folder $File) -Raw }
        (Unprotect-OtcServerPassword $fact.ciphertext @key -KeyPassphrase (ConvertTo-Secret $manifest.passphrase) -AsPlainText).PlainTextPassword |
            Should -BeExactly $fact.password
        (Unprotect-OtcServerPassword $fact.ciphertext @key -KeyPassphrase $manifest.passphrase -AsPlainText).PlainTextPassword |
            Should -BeExactly $fact.password
        { Unprotect-OtcServerPassword $fact.ciphertext @key } | Should -Throw -ErrorId 'KeyPassphraseRequired,*'
        { Unprotect-OtcServerPassword $fact.ciphertext @key -KeyPassphrase 'wrong' } | Should -Throw -ErrorId 'KeyPassphraseWrong,*'
    }

    It 'can be used together with -KeyFile' {
        $passwords = Get-EcsServerPassword $web.id, $db.id -PrivateKey $webText -KeyFile $db.keyFile -AsPlainText
        $passwords.PlainTextPassword | Should -BeExactly $web.password, $db.password
    }

    It 'is named in verbose messages and errors' {
        $lines = Get-EcsServerPassword $web.id -PrivateKey $webText -Verbose 4>&1
        "$lines" | Should -Match "Using private key text in -PrivateKey \(RSA 2048 .*for key pair 'KeyPair-web' because its public key matches"
        $null = Get-EcsServerPassword $db.id -PrivateKey $webText @quiet
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
        "$($problems[0])" | Should -Match 'Keys checked: -PrivateKey \(2048 bits'
    }

    It 'reports a value that is not a key before any request: <Case>' -ForEach @(
        @{ Case = 'a path'; Key = { $web.keyFile }; Id = 'KeyFileUnreadable' }
        @{ Case = 'a public key'; Key = { Get-Content -LiteralPath (Join-Path $manifest.Folder 'refused/rsa.pub') -Raw }; Id = 'KeyNotRsa' }
        @{ Case = 'an Ed25519 key'; Key = { Get-Content -LiteralPath (Join-Path $manifest.Folder 'refused/ed25519-openssh') -Raw }; Id = 'KeyNotRsa' }
    ) {
        $problem = { Get-EcsServerPassword $web.id -PrivateKey (& $Key) } | Should -Throw -ErrorId "$Id$ending" -PassThru
        "$problem" | Should -BeLike 'The private key text in -PrivateKey *'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'The OTC_PRIVATE_KEY variable' {
    AfterEach {
        foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    }

    BeforeEach {
        $env:HOME = $env:USERPROFILE = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $env:OTC_KEY_PATH = $null
    }

    It 'is used by -Decrypt, and by Unprotect-OtcServerPassword without a key' {
        $env:OTC_PRIVATE_KEY = $webText
        (Get-EcsServerPassword $web.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
        (Get-EcsServerPassword $web.id | Unprotect-OtcServerPassword -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
    }

    It 'can contain line endings written as \n' {
        $env:OTC_PRIVATE_KEY = $webText.Trim() -replace "`r?`n", '\n'
        (Get-EcsServerPassword $web.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
    }

    It 'is used beside the default locations' {
        $env:OTC_PRIVATE_KEY = $webText
        $env:OTC_KEY_PATH = $db.keyFile
        (Get-EcsServerPassword $web.id, $db.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password, $db.password
    }

    It 'does not decrypt without -Decrypt, nor with a key that is specified' {
        $env:OTC_PRIVATE_KEY = $webText
        (Get-EcsServerPassword $web.id).Status | Should -Be 'Encrypted'
        { Get-EcsServerPassword $web.id -KeyFile $db.keyFile -ErrorAction Stop } | Should -Throw -ErrorId 'KeyMismatch,*'
    }

    It 'is named when it is not a private key, and when no key is found' {
        $env:OTC_PRIVATE_KEY = 'nothing'
        $problem = { Get-EcsServerPassword $web.id -Decrypt } | Should -Throw -ErrorId 'KeyFileUnreadable,*' -PassThru
        "$problem" | Should -BeLike 'The private key text in OTC_PRIVATE_KEY *'
        $env:OTC_PRIVATE_KEY = $null
        $problem = { Get-EcsServerPassword $web.id -Decrypt } | Should -Throw -ErrorId 'KeyFileNotFound,*' -PassThru
        "$problem" | Should -Match 'OTC_PRIVATE_KEY \(not set\)'
    }
}

Describe 'Key parameters that have no effect' {
    It '<Parameter> is named in a warning when nothing decrypts' -ForEach @(
        @{ Parameter = 'AsPlainText'; Value = $true }, @{ Parameter = 'KeyPassphrase'; Value = 'x' }
    ) {
        $value = @{ $Parameter = $Value }
        (Get-EcsServerPassword $web.id @value -WarningVariable warnings -WarningAction SilentlyContinue).Status | Should -Be 'Encrypted'
        "$warnings" | Should -BeExactly "-$Parameter has no effect without -Decrypt, -KeyFile, or -PrivateKey."
    }

    It '<Parameter> with -Decrypt:$false is named in a warning, and nothing is decrypted' -ForEach @(
        @{ Parameter = 'KeyFile' }, @{ Parameter = 'PrivateKey' }
    ) {
        $value = @{ $Parameter = if ($Parameter -eq 'KeyFile') { $web.keyFile } else { $webText } }
        (Get-EcsServerPassword $web.id @value -Decrypt:$false -WarningVariable warnings -WarningAction SilentlyContinue).Status | Should -Be 'Encrypted'
        "$warnings" | Should -BeExactly "-$Parameter has no effect because -Decrypt:`$false leaves the passwords encrypted."
    }

    It '-KeyPassphrase is not reported as unused when a file that can need it was skipped' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        Copy-Item -LiteralPath $web.keyFile, (Join-Path $manifest.Folder 'refused/pkcs8-scrypt.pem') -Destination $folder
        $null = Get-EcsServerPassword $web.id -KeyFile $folder -KeyPassphrase 'x' -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $null = Get-OtcKeyFile $folder -KeyPassphrase 'x' -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $null = Get-EcsServerPassword $web.id -KeyFile $web.keyFile -KeyPassphrase 'x' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeExactly '-KeyPassphrase was specified, but none of the private keys requires a passphrase.'
    }
}

Describe 'Keys that are there' {
    It 'decrypt although the user has another key pair of the same name' {
        $own = $servers | Where-Object name -EQ 'operators-own'
        foreach ($key in @{ KeyFile = $own.keyFile }, @{ KeyFile = $web.keyFile, $own.keyFile }, @{ PrivateKey = Get-Content -LiteralPath $own.keyFile -Raw }) {
            (Get-EcsServerPassword $own.id @key -AsPlainText).PlainTextPassword | Should -BeExactly $own.password
        }
        $null = Get-EcsServerPassword $own.id -KeyFile $web.keyFile @quiet
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
    }

    It 'are named in the error, or the verbose messages, when they were skipped and no other key fits' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
        foreach ($file in 'refused/pkcs8-scrypt.pem', 'refused/ed25519-openssh', 'refused/rsa.pub', 'refused/text.csv') {
            Copy-Item -LiteralPath (Join-Path $manifest.Folder $file) -Destination $folder
        }
        $problem = { Get-EcsServerPassword $web.id -KeyFile $folder } | Should -Throw -ErrorId 'KeyFileNotFound,*' -PassThru
        "$problem" | Should -Match "Files skipped: '.*ed25519-openssh' \(.*\), '.*pkcs8-scrypt\.pem' \(.*scrypt"
        "$problem" | Should -Not -Match 'rsa\.pub|text\.csv'
        Copy-Item -LiteralPath $db.keyFile -Destination $folder
        $lines = Get-EcsServerPassword $web.id -KeyFile $folder @quiet -Verbose 4>&1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
        "$lines" | Should -Match 'Files skipped: .*ed25519-openssh.*pkcs8-scrypt'
    }
}
