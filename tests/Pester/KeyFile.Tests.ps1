BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    $files = (Get-TestKey).files | ForEach-Object { @{ File = $_.file; Fact = $_ } }
    $hasKeygen = $null -ne (Get-Command ssh-keygen -ErrorAction SilentlyContinue)
    if (-not $hasKeygen) { Write-Host 'Skipped: comparisons with ssh-keygen, which is missing.' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $manifest = Get-TestKey
    $data = $manifest.Folder
    $passphrase = ConvertTo-Secret $manifest.passphrase
    $ending = ',OtcPassword.Cmdlets.GetOtcKeyFileCommand'
    function New-Folder { (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
}

Describe 'Get-OtcKeyFile without a session' {
    It 'shows what is in <File>' -ForEach $files {
        # A file can contain other keys after the one that the manifest describes.
        $key = @(Get-OtcKeyFile (Join-Path $data $File) -KeyPassphrase $passphrase -WarningAction SilentlyContinue)[0]
        $key.Path | Should -BeExactly (Join-Path $data $File)
        $key.Format | Should -BeExactly $Fact.format
        $key.KeySize | Should -Be $Fact.bits
        $key.IsEncrypted | Should -Be $Fact.encrypted
        $key.Md5Fingerprint | Should -BeExactly "MD5:$($Fact.md5)"
        $key.Sha256Fingerprint | Should -BeExactly $Fact.sha256
        if ($Fact.comment) { $key.Comment | Should -BeExactly $Fact.comment }
        $key.KeyPairName | Should -BeNullOrEmpty
    }

    It 'does not read a named pipe' -Skip:(-not (Get-Command mkfifo -ErrorAction SilentlyContinue)) {
        $folder = New-Folder
        & mkfifo (Join-Path $folder 'pipe.pem')
        & ln -s pipe.pem (Join-Path $folder 'link-to-pipe.pem')
        Copy-Item (Join-Path $data 'pkcs1-2048.pem') $folder
        foreach ($path in $folder, (Join-Path $folder '*'), (Join-Path $folder 'pipe.pem'), (Join-Path $folder 'link-to-pipe.pem')) {
            $keys = @(Get-OtcKeyFile $path -ErrorAction SilentlyContinue -ErrorVariable problems)
            if ($path -like '*pipe.pem') { $problems.FullyQualifiedErrorId | Should -Be "KeyFileUnreadable$ending" }
            else { $keys.Path | Should -Be (Join-Path $folder 'pkcs1-2048.pem') }
        }
    }

    It 'does not open a device: <_>' -Skip:($PSVersionTable.Platform -eq 'Unix') -ForEach 'CON', 'NUL', 'aux.pem', 'COM1' {
        $null = Get-OtcKeyFile (Join-Path (New-Folder) $_) -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be "KeyFileUnreadable$ending"
        "$problems" | Should -Match 'has a name that Windows reserves for a device'
    }

    It 'returns the fingerprints of ssh-keygen' -Skip:(-not $hasKeygen) {
        foreach ($name in 'pkcs1-1024.pem', 'pkcs1-3072.pem', 'pkcs8.pem', 'openssh-4096.key', 'openssh.key') {
            # ssh-keygen rejects private keys that other users can read.
            $copy = Join-Path (New-Folder) 'key'
            Copy-Item -LiteralPath (Join-Path $data $name) -Destination $copy
            if ($PSVersionTable.Platform -eq 'Unix') { & chmod 600 $copy }
            $key = Get-OtcKeyFile $copy
            $key.Md5Fingerprint | Should -BeExactly (& ssh-keygen -l -E md5 -f $copy).Split(' ')[1]
            $key.Sha256Fingerprint | Should -BeExactly (& ssh-keygen -l -f $copy).Split(' ')[1]
            $key.KeySize | Should -Be ([int] (& ssh-keygen -l -f $copy).Split(' ')[0])
        }
    }

    It 'shows the available properties without the passphrase' {
        $keys = Get-OtcKeyFile (Join-Path $data 'openssh-aes256-ctr.key'), (Join-Path $data 'pkcs1-aes256.pem')
        $keys.IsEncrypted | Should -Be $true, $true
        $keys.KeySize | Should -Be 2048, $null
        $keys[0].Sha256Fingerprint | Should -Match '^SHA256:'
        $keys[1].Sha256Fingerprint | Should -BeNullOrEmpty
    }

    It 'reports an incorrect passphrase' {
        $wrong = ConvertTo-Secret 'wrong'
        $key = Get-OtcKeyFile (Join-Path $data 'openssh-aes256-ctr.key') -KeyPassphrase $wrong -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyPassphraseWrong$ending"
        $key.KeySize | Should -Be 2048
    }

    It 'warns if the passphrase is not needed' {
        $null = Get-OtcKeyFile (Join-Path $data 'pkcs8.pem') -KeyPassphrase $passphrase -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'none of the key files requires a passphrase'
    }

    It 'skips other files in a folder, with a verbose message' {
        $folder = New-Folder
        Copy-Item -LiteralPath (Join-Path $data 'pkcs8.pem'), (Join-Path $data 'refused/rsa.pub'), (Join-Path $data 'refused/text.csv') -Destination $folder
        $lines = Get-OtcKeyFile $folder -Verbose -ErrorVariable problems 4>&1
        $problems | Should -HaveCount 0
        ($lines | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }).Path | Should -BeExactly (Join-Path $folder 'pkcs8.pem')
        "$lines" | Should -Match "rsa\.pub.*public key"
    }

    It 'reports one error for each specified file that is unusable' {
        $keys = Get-OtcKeyFile (Join-Path $data 'refused/rsa.pub'), (Join-Path $data 'pkcs8.pem'), 'nowhere.pem', 'nowhere*', 'NoSuchDrive:/x', '[' -ErrorVariable problems -ErrorAction SilentlyContinue
        $keys | Should -HaveCount 1
        $problems.FullyQualifiedErrorId | Should -BeExactly @(
            "KeyNotRsa$ending"
            "KeyFileNotFound$ending"
            "KeyFileNotFound$ending"
            "KeyFileNotFound$ending"
            "KeyFileNotFound$ending"
        )
    }

    It 'names the provider of a path that is not in the file system' {
        Get-OtcKeyFile Env:PATH -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -BeExactly "'Env:PATH' is not a file system path: the path belongs to the Environment provider."
    }

    It 'accepts paths, files, and its own output from the pipeline' {
        $file = Join-Path (New-Folder) 'key[1].pem'
        Copy-Item -LiteralPath (Join-Path $data 'pkcs8.pem') -Destination $file
        ($file | Get-OtcKeyFile).Path | Should -BeExactly $file
        (Get-Item -LiteralPath $file | Get-OtcKeyFile).Path | Should -Match 'key\[1\]\.pem$'
        (Get-ChildItem -LiteralPath (Split-Path $file) | Get-OtcKeyFile).KeySize | Should -Be 2048
        (Get-OtcKeyFile $file | Get-OtcKeyFile).Path | Should -BeExactly $file
        [pscustomobject]@{ FullName = $file } | Get-OtcKeyFile | Should -HaveCount 1
    }

    It 'accepts PowerShell drives and wildcards' {
        $null = New-PSDrive -Name TestData -PSProvider FileSystem -Root $data
        (Get-OtcKeyFile TestData:/pkcs8.pem).KeySize | Should -Be 2048
        (Get-OtcKeyFile TestData:/pkcs8.*).Format | Should -BeExactly 'Pkcs8Der', 'Pkcs8Pem'
        (Get-ChildItem TestData:/pkcs8.pem | Get-OtcKeyFile).Format | Should -BeExactly 'Pkcs8Pem'
    }

    It 'does not show a secret' {
        $key = Get-OtcKeyFile (Join-Path $data 'pkcs8.pem')
        "$key" | Should -BeExactly $key.Path
        $private = (Get-Content -LiteralPath $key.Path)[1]
        ($key | Format-List * | Out-String) | Should -Not -Match ([regex]::Escape($private.Substring(0, 40)))
    }
}

Describe 'A session with key files' {
    BeforeAll {
        $emulator = Start-Emulator
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        $servers = @(Get-EmulatorServer $emulator -Service ecs | Where-Object { $_.password -and $_.keyPairUser -eq $emulator.User })
        $web = @($servers | Where-Object keyPair -EQ 'KeyPair-web')[0]
        $saved = @{ HOME = $env:HOME; USERPROFILE = $env:USERPROFILE; OTC_KEY_PATH = $env:OTC_KEY_PATH }
        function Set-Home([string] $Folder) {
            if ($IsWindows -or $PSVersionTable.PSEdition -eq 'Desktop') { $env:USERPROFILE = $Folder } else { $env:HOME = $Folder }
        }
    }

    AfterEach {
        foreach ($name in $saved.Keys) { Set-Item "env:$name" $saved[$name] }
    }

    AfterAll {
        Disconnect-OtcSession
        Stop-Emulator $emulator
    }

    It 'shows the key pair of each file' {
        $keys = Get-OtcKeyFile $emulator.KeyFolder
        $keys.Count | Should -BeGreaterThan 1
        foreach ($key in $keys | Where-Object KeyPairName) {
            $pair = Get-OtcKeyPair $key.KeyPairName
            $key.Sha256Fingerprint | Should -BeExactly $pair.Sha256Fingerprint
            $key.Md5Fingerprint | Should -BeExactly "MD5:$($pair.Fingerprint)"
        }
        ($keys | Where-Object { $_.Path -eq $web.keyFile }).KeyPairName | Should -BeExactly 'KeyPair-web'
        (Get-OtcKeyFile (Join-Path $data 'pkcs8.pem')).KeyPairName | Should -BeNullOrEmpty
    }

    It 'shows the files even if the key pairs cannot be listed' {
        # A session remembers key pairs for minutes.
        Connect-OtcSession @signIn
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ path = '*/os-keypairs'; errors = @{ '403' = 1 } }) }
        try {
            $key = Get-OtcKeyFile $web.keyFile -WarningVariable warnings -WarningAction SilentlyContinue
            $key.KeySize | Should -Be 2048
            $warnings | Should -HaveCount 1
        }
        finally { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }
    }

    It 'accepts key files and file objects for -KeyFile' {
        Push-Location $TestDrive
        try {
            foreach ($file in (Get-OtcKeyFile $emulator.KeyFolder | Where-Object KeyPairName), (Get-Item -LiteralPath $web.keyFile), @(Get-ChildItem -LiteralPath $emulator.KeyFolder -Filter *.pem)) {
                (Get-EcsServerPassword $web.id -KeyFile $file -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
            }
        }
        finally { Pop-Location }
    }

    It 'reports the key file in use once for each key pair' {
        $ids = @($servers | Where-Object keyPair -EQ 'KeyPair-web').id
        $ids.Count | Should -BeGreaterThan 1
        $lines = Get-EcsServerPassword $ids -KeyFile $emulator.KeyFolder -Verbose 4>&1 | Where-Object { "$_" -like 'Using key file*' }
        $lines | Should -HaveCount 1
        "$lines" | Should -Match ([regex]::Escape($web.keyFile))
        "$lines" | Should -Match "'KeyPair-web'"
    }

    It 'finds keys in <Place> with only -Decrypt' -ForEach @{ Place = '.ssh' }, @{ Place = 'Downloads' } {
        $folder = New-Folder
        $null = New-Item -ItemType Directory -Path (Join-Path $folder $Place)
        Copy-Item -LiteralPath $web.keyFile -Destination (Join-Path $folder "$Place/another name.pem")
        Set-Home $folder
        $env:OTC_KEY_PATH = $null
        (Get-EcsServerPassword $web.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
        (Get-OtcKeyFile).KeyPairName | Should -BeExactly 'KeyPair-web'
    }

    It 'finds keys in the files and folders of OTC_KEY_PATH, including paths that start with ~' {
        $folder = New-Folder
        $null = New-Item -ItemType Directory -Path (Join-Path $folder 'keys')
        Copy-Item -LiteralPath $web.keyFile -Destination (Join-Path $folder 'keys/web.txt')
        Set-Home $folder
        foreach ($path in '~/keys', '~/keys/web.txt', (Join-Path $folder 'keys'), "nowhere$([System.IO.Path]::PathSeparator)~/keys") {
            $env:OTC_KEY_PATH = $path
            (Get-EcsServerPassword $web.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
        }
    }

    It 'shows paths with one kind of separator' {
        $folder = New-Folder
        Set-Home $folder
        $null = New-Item -ItemType Directory -Path (Join-Path $folder 'keys')
        Set-Content -LiteralPath (Join-Path $folder 'keys/broken.pem') -Value 'no key'
        $env:OTC_KEY_PATH = '~/keys'
        $lines = Get-OtcKeyFile -Verbose 4>&1 | Where-Object { "$_" -match 'broken' }
        "$lines" | Should -Match ([regex]::Escape((Join-Path (Join-Path $folder 'keys') 'broken.pem')))
        if ($PSVersionTable.Platform -ne 'Unix') { "$lines" | Should -Not -Match '/' }
    }

    It 'names the locations searched if none of them has a key' {
        $folder = New-Folder
        Set-Home $folder
        $env:OTC_KEY_PATH = Join-Path $folder 'nowhere'
        $problem = { Get-EcsServerPassword $web.id -Decrypt } | Should -Throw -ErrorId 'KeyFileNotFound,*' -PassThru
        foreach ($place in 'OTC_KEY_PATH', 'nowhere', '.ssh', 'Downloads') { "$problem" | Should -Match ([regex]::Escape($place)) }
        { Get-EcsServerPassword $web.id -KeyFile $folder } | Should -Throw -ErrorId 'KeyFileNotFound,*'
    }

    It 'uses the file with the name of the key pair first if the key pair is not visible' {
        $folder = New-Folder
        Copy-Item -LiteralPath (Join-Path $data 'pkcs1-exponent-3.pem') -Destination (Join-Path $folder 'a.pem')
        Copy-Item -LiteralPath $web.keyFile -Destination (Join-Path $folder 'KeyPair-web.pem')
        Copy-Item -LiteralPath $web.keyFile -Destination (Join-Path $folder 'b.pem')
        # A session remembers key pairs for minutes.
        Connect-OtcSession @signIn
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ path = '*/os-keypairs/*'; errors = @{ '404' = 1 } }) }
        try {
            $lines = Get-EcsServerPassword $web.id -KeyFile $folder -AsPlainText -Verbose 4>&1
            @($lines | Where-Object { $_ -is [OtcPassword.ServerPassword] })[0].PlainTextPassword | Should -BeExactly $web.password
            "$lines" | Should -Match "Using key file.*KeyPair-web\.pem.*its file name matches"
        }
        finally { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }
    }
}
