# Puts secrets into each parameter of each cmdlet, and into the pipeline, as people do by mistake: a key's text for its path,
# an object with a password for an ID. None of the secrets may come back in any form. The uses are generated from the
# metadata of the cmdlets, so that a new parameter is covered.

BeforeAll {
    foreach ($tool in 'Emulator', 'MisplacedSecret') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force
    $script:emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    $script:session = Connect-OtcSession @signIn -PassThru
    $script:saved = @{}
    foreach ($variable in Get-ChildItem env: | Where-Object Name -Match '^(OS|OTC|AWS)_') { $saved[$variable.Name] = $variable.Value }

    $manifest = Get-TestKey
    function Read-Key([string] $File) { Get-Content -LiteralPath (Join-Path $manifest.Folder $File) -Raw }
    $script:pem = Read-Key pkcs1-2048.pem
    $script:password = 'Uq7-gXe+4LpZs.Kw2Rbn'
    $fact = $manifest.files | Where-Object file -EQ 'pkcs1-2048.pem'
    $decrypted = Unprotect-OtcServerPassword $fact.ciphertext -KeyFile (Join-Path $manifest.Folder pkcs1-2048.pem) -AsPlainText
    $lines = @($pem -split "`r?`n" | Where-Object { $_ })
    $script:shapes = [ordered]@{
        'key text'                       = $pem
        'key text, line by line'         = $lines
        'key text on one line'           = $pem.Trim() -replace "`r?`n", ' '
        'key text with \n'               = $pem.Trim() -replace "`r?`n", '\n'
        'key text without its first and last line' = $lines[1..($lines.Count - 2)] -join "`n"
        'base64 of a key'                = $lines[1..($lines.Count - 2)] -join ''
        'base64 of a key file'           = [Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes($pem))
        'OpenSSH key text'               = Read-Key openssh.key
        'PuTTY key text'                 = Read-Key putty-v3.ppk
        'text with a password on a line' = "Administrator`r`n$password"
        'object with a password'         = [pscustomobject]@{ ServerName = 'web-0001'; PlainTextPassword = $password }
        'objects with passwords'         = @(1, 2 | ForEach-Object { [pscustomobject]@{ ServerName = "web-000$_"; PlainTextPassword = $password } })
        'hashtable with a password'      = @{ UserName = 'Administrator'; Password = $password }
        'selection of a decrypted password' = $decrypted | Select-Object ServerName, PlainTextPassword
        'SecureString'                   = ConvertTo-Secret $password
        'credential'                     = Get-EmulatorCredential $emulator -Password $password
    }
    $script:secrets = @($password) + @(Get-KeyPiece $pem) + @(Get-KeyPiece $shapes['base64 of a key file']) +
        @(Get-KeyPiece $shapes['OpenSSH key text']) + @(Get-KeyPiece $shapes['PuTTY key text']) | Select-Object -Unique

    $script:valid = @{
        Credential = Get-EmulatorCredential $emulator; DomainName = $emulator.Domain; AuthUrl = $emulator.AuthUrl; Region = $emulator.Region
        Token = ConvertTo-Secret 'gAAAAAB'; AccessKey = 'NOBODY'; SecretKey = ConvertTo-Secret 'x'; Cloud = 'none'; FromEnvironment = $true
        IdToken = ConvertTo-Secret 'x'; IdentityProvider = 'none'; ApplicationCredentialId = 'none'; ApplicationCredentialName = 'none'
        ApplicationCredentialSecret = ConvertTo-Secret 'x'; UserName = 'none'
        ClientId = 'none'; Issuer = "$($emulator.AuthUrl -replace '/v3.*')/openid/nobody"
        ServerId = [guid]::Empty; Id = [guid]::Empty; Name = 'none'; EncryptedPassword = $fact.ciphertext; Confirm = $false
        KeyFile = Join-Path $manifest.Folder 'pkcs1-exponent-3.pem'
    }
    $script:always = 'DomainName', 'AuthUrl', 'Region', 'Confirm'

    # What PowerShell itself quotes before a module can do anything, and why.
    function Test-Unpreventable($Use, [string] $Shape, [string] $Text) {
        # PowerShell names an object that no parameter takes as the target of the error. Only a parameter that takes
        # everything could prevent it.
        ($Use.Place -eq 'pipeline' -or $Use.Place -like 'property *') -and $Text -match 'InputObjectNotBound' -and
        $Use.Cmdlet -in 'Connect-OtcSession', 'Disconnect-OtcSession', 'Get-OtcSession'
    }

    $script:leaks = New-Object System.Collections.ArrayList
    $script:unpreventable = New-Object System.Collections.ArrayList
    $script:uses = 0
    function Test-Use($Use, [string] $Shape, $Secret) {
        $script:uses++
        $text = (Invoke-MisplacedUse $Use $Secret) -join "`n"
        $found = @($secrets | Where-Object { $text.IndexOf($_, [StringComparison]::Ordinal) -ge 0 })
        if ($found) {
            $leak = "$($Use.Cmdlet) $($Use.Place) <- $Shape"
            if (Test-Unpreventable $Use $Shape $text) { $null = $unpreventable.Add($leak) }
            else {
                $near = $text.IndexOf($found[0], [StringComparison]::Ordinal)
                $null = $leaks.Add("$leak`: ...$($text.Substring([Math]::Max(0, $near - 150), [Math]::Min(250, $text.Length - [Math]::Max(0, $near - 150))))")
            }
        }
    }
}

AfterAll {
    Get-ChildItem env: | Where-Object Name -Match '^(OS|OTC|AWS)_' | Remove-Item
    foreach ($name in $saved.Keys) { Set-Item "env:$name" $saved[$name] }
    Stop-Emulator $emulator
}

Describe 'A secret in the wrong place' {
    It 'is returned in no form by any parameter of any cmdlet, nor from the pipeline' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $null = Start-Transcript -LiteralPath $transcript
        $number = 0
        # The parameters are the same on Windows, so a smaller sample is enough there.
        $sample = if ($IsWindows) { 15 } else { 5 }
        try {
            foreach ($command in (Get-Module OtcPassword).ExportedCmdlets.Values | Sort-Object Name) {
                foreach ($use in Get-MisplacedUse $command $valid $always) {
                    # Each parameter gets some of the shapes, the pipeline and a long run get all.
                    $number++
                    for ($i = 0; $i -lt $shapes.Count; $i++) {
                        if ($env:OTC_TEST_LONG -eq '1' -or $use.Place -eq 'pipeline' -or ($i + $number) % $sample -eq 0) {
                            Test-Use $use @($shapes.Keys)[$i] @($shapes.Values)[$i]
                        }
                    }
                }
            }
        }
        finally { $null = Stop-Transcript }
        $transcribed = Get-Content -LiteralPath $transcript -Raw
        @($secrets | Where-Object { $transcribed.IndexOf($_, [StringComparison]::Ordinal) -ge 0 }) | Should -BeNullOrEmpty
        Write-Host "$uses wrong uses, $($leaks.Count) leaks, $($unpreventable.Count) by PowerShell itself"
        $leaks | Should -BeNullOrEmpty
        $uses | Should -BeGreaterThan 300
        ($unpreventable | ForEach-Object { $_ -replace ' <- .*' } | Sort-Object -Unique) | Should -Be @(
            'Connect-OtcSession pipeline', 'Disconnect-OtcSession pipeline', 'Get-OtcSession pipeline')
    }
}

Describe 'A secret in an environment variable' {
    It 'is quoted by no cmdlet, whatever the variable' {
        # The names of all settings, so that a new one is covered.
        $source = Get-Content -LiteralPath "$PSScriptRoot/../../src/OtcPassword.Client/Configuration/SettingNames.cs" -Raw
        $settings = @([regex]::Matches($source, '"([a-z][a-z_]+)"') | ForEach-Object { 'OS_' + $_.Groups[1].Value.ToUpperInvariant() } | Sort-Object -Unique)
        $settings.Count | Should -BeGreaterThan 60
        $connect = @{ Cmdlet = 'Connect-OtcSession'; Arguments = @{} }
        $named = @{ Cmdlet = 'Connect-OtcSession'; Arguments = @{ Cloud = 'none' } }
        $search = @{ Cmdlet = 'Get-EcsServerPassword'; Arguments = @{ ServerId = [guid]::Empty; Decrypt = $true; Session = $session } }
        $others = @{
            OS_CLIENT_CONFIG_FILE = $connect, $named; OS_CLIENT_SECURE_FILE = $connect, $named; OS_CLOUD = $connect, $named
            AWS_SESSION_TOKEN = , $connect; AWS_ACCESS_KEY_ID = , $connect
            OTC_KEY_PATH = @{ Cmdlet = 'Get-OtcKeyFile'; Arguments = @{} }, $search; OTC_PRIVATE_KEY = , $search
            OTC_TEST_METADATA_URL = , @{ Cmdlet = 'Connect-OtcSession'; Arguments = @{ FromServerAgency = $true } }
        }
        $texts = @($shapes.Keys | Where-Object { $shapes[$_] -is [string] })
        $uses = 0
        foreach ($variable in @($settings | Where-Object { -not $others.ContainsKey($_) }) + @($others.Keys)) {
            $calls = if ($others.ContainsKey($variable)) { $others[$variable] } else { , @{ Cmdlet = 'Connect-OtcSession'; Arguments = @{ FromEnvironment = $true } } }
            for ($i = 0; $i -lt $texts.Count; $i++) {
                # A setting gets some of the shapes, the other variables and a long run get all.
                if (-not ($env:OTC_TEST_LONG -eq '1' -or $others.ContainsKey($variable) -or ($i + $uses) % 4 -eq 0)) { continue }
                Get-ChildItem env: | Where-Object Name -Match '^(OS|OTC|AWS)_' | Remove-Item
                $env:OS_AUTH_URL = $emulator.AuthUrl
                $env:OS_REGION_NAME = $emulator.Region
                $env:OS_USER_DOMAIN_NAME = $emulator.Domain
                if ($variable -like 'AWS_*') { $env:OS_ACCESS_KEY, $env:OS_SECRET_KEY, $env:AWS_SESSION_TOKEN = 'NOBODY', 'x', 'x' }
                elseif ($variable -ne 'OS_CLOUD') { $env:OS_USERNAME, $env:OS_PASSWORD = $emulator.User, $emulator.Password }
                Set-Item "env:$variable" $shapes[$texts[$i]]
                foreach ($call in $calls) {
                    $uses++
                    $text = (Invoke-MisplacedUse ([pscustomobject]@{ Cmdlet = $call.Cmdlet; Place = 'environment'; Parameter = ''; Arguments = $call.Arguments }) $null) -join "`n"
                    @($secrets | Where-Object { $text.IndexOf($_, [StringComparison]::Ordinal) -ge 0 }) | Should -BeNullOrEmpty -Because "$variable <- $($texts[$i]): $text"
                }
            }
        }
        $uses | Should -BeGreaterThan 200
    }
}

Describe 'A secret in the command line itself' {
    It 'is told with -Verbose: <Argument>' -ForEach @(
        @{ Argument = "'typed-phrase'"; Lines = 1 }
        @{ Argument = "'other', 'typed-phrase'"; Lines = 1 }
        @{ Argument = '(ConvertTo-SecureString typed-phrase -AsPlainText -Force)'; Lines = 1 }
        @{ Argument = '$phrase'; Lines = 0 }
    ) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('$phrase = "typed-" + "phrase"').Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript("Import-Module '$(Get-BuiltModule)'; Unprotect-OtcServerPassword x -KeyFile '$($valid.KeyFile)' -KeyPassphrase $Argument -Verbose").Invoke()
            $said = @($shell.Streams.Verbose | Where-Object { "$_" -like '*-KeyPassphrase is part of the command line*Read-Host -AsSecureString*' })
            $said.Count | Should -Be $Lines
            "$($shell.Streams.Verbose)" | Should -Not -Match 'typed-phrase'
        }
        finally { $shell.Dispose() }
    }
}

Describe 'The error for a secret in the wrong place' {
    It 'says that the text of a private key was specified where a path belongs' {
        foreach ($shape in 'key text', 'key text on one line', 'key text with \n', 'OpenSSH key text', 'PuTTY key text') {
            $problem = { Get-EcsServerPassword ([guid]::Empty) -KeyFile $shapes[$shape] } | Should -Throw -ErrorId 'KeyFileNotFound,*' -PassThru
            $problem.Exception.Message | Should -BeExactly 'The value is the text of a private key, not the path of a key file.'
            $problem.ErrorDetails.RecommendedAction | Should -BeExactly 'Specify the path of a key file. To decrypt with the text of a private key, use -PrivateKey.'
        }
    }

    It 'comes once for a key file that is piped line by line' {
        foreach ($cmdlet in 'Get-OtcKeyFile', 'Get-EcsServerPassword', 'Get-BmsServer', 'Get-OtcKeyPair', 'Unprotect-OtcServerPassword') {
            $arguments = if ($cmdlet -like 'Unprotect*') { @{ KeyFile = $valid.KeyFile } } else { @{} }
            $Error.Clear()
            try { $null = $pem -split "`r?`n" | & $cmdlet @arguments -ErrorAction SilentlyContinue } catch { $null = $_ }
            $Error.Count | Should -Be 1 -Because $cmdlet
        }
    }

    It 'names the type and the properties of an object' {
        $null = $shapes['object with a password'] | Clear-EcsServerPassword -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'InvalidServerId,OtcPassword.Cmdlets.ClearEcsServerPasswordCommand'
        "$($problems[0])" | Should -Match 'PSCustomObject with the properties ServerName, PlainTextPassword'
    }

    It 'says that OTC_KEY_PATH contains a private key' {
        $env:OTC_KEY_PATH = $pem
        try {
            $problem = { Get-EcsServerPassword ([guid]::Empty) -Decrypt } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
            "$problem" | Should -Match 'OTC_KEY_PATH contains the text of a private key'
            $problem.ErrorDetails.RecommendedAction | Should -Match 'OTC_PRIVATE_KEY'
        }
        finally { Remove-Item env:OTC_KEY_PATH }
    }
}

Describe 'An existing file whose name looks like a secret' {
    BeforeAll {
        $long = 'KeyPairProductionWebserversFrankfurtTeamAlpha2026'
        $digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
        $script:place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive $digest)).FullName
        $deep = $place
        while ($deep.Length -lt 260) { $deep = (New-Item -ItemType Directory -Path (Join-Path $deep $digest)).FullName }
        foreach ($folder in $place, $deep) {
            Copy-Item -LiteralPath $valid.KeyFile -Destination (Join-Path $folder "$long.pem")
            Copy-Item -LiteralPath $valid.KeyFile -Destination (Join-Path $folder "$long[1].pem")
            Set-Content -LiteralPath (Join-Path $folder "$long.yaml") -Value "clouds: {none: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}"
        }
        $null = New-PSDrive -Name Secret -PSProvider FileSystem -Root $place -Scope Global
        $script:forms = @{
            absolute = "$place/$long"; drive = "Secret:/$long"; provider = "FileSystem::$place/$long"
            long     = "$deep/$long"; relative = "./$long"
        }
    }

    BeforeEach { Push-Location $place }

    AfterEach { Pop-Location }

    AfterAll { Remove-PSDrive Secret -Scope Global }

    It 'is found by its <_> path' -ForEach absolute, drive, long, relative, provider {
        $start = $forms[$_]
        (Get-OtcKeyFile "$start.pem").Path | Should -BeLike "*$long.pem"
        (Get-OtcKeyFile "$start*.pem").Count | Should -Be 2
        (Get-OtcKeyFile "$start``[1``].pem").Path | Should -BeLike "*$long``[1``].pem"
        (Get-OtcKeyFile (Split-Path $start)).Count | Should -Be 2
        $null = Unprotect-OtcServerPassword $valid.EncryptedPassword -KeyFile "$start.pem" -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'KeyMismatch,*'
        { Connect-OtcSession -Cloud none -CloudsFile "$start.yaml" } | Should -Throw -ErrorId 'NetworkFailure,*'
    }

    It 'is found below the home folder' {
        $profiles = 'HOME', 'USERPROFILE'
        $saved = $profiles | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
        try {
            $profiles | ForEach-Object { [Environment]::SetEnvironmentVariable($_, "$TestDrive") }
            (Get-OtcKeyFile "~/$digest/$long.pem").Path | Should -BeLike "*$long.pem"
            { Connect-OtcSession -Cloud none -CloudsFile "~/$digest/$long.yaml" } | Should -Throw -ErrorId 'NetworkFailure,*'
        }
        finally { 0..1 | ForEach-Object { [Environment]::SetEnvironmentVariable($profiles[$_], $saved[$_]) } }
    }

    It 'is described, and its description never opened, if it does not exist' {
        $missing = $digest + $digest.ToUpper()
        $canHaveBrackets = [System.IO.Path]::DirectorySeparatorChar -eq '/'
        if ($canHaveBrackets) { Copy-Item -LiteralPath $valid.KeyFile -Destination (Join-Path $place "<text of $($missing.Length) characters>") }
        $problem = { Get-EcsServerPassword ([guid]::Empty) -KeyFile $missing } | Should -Throw -ErrorId 'KeyFileNotFound,*' -PassThru
        $problem.Exception.Message | Should -BeExactly "Cannot find the file '<text of $($missing.Length) characters>'."
        { Connect-OtcSession -Cloud none -CloudsFile $missing } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage 'Cannot find the file *'

        # A text that only looks like a description is a path like any other, where file names can have these characters.
        if (-not $canHaveBrackets) { return }
        Copy-Item -LiteralPath $valid.KeyFile -Destination (Join-Path $place '<text of a private key>')
        (Get-OtcKeyFile '<text of a private key>').KeySize | Should -Be 2048
    }
}
