BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn

    # The password of each server in the emulator. The key folder does not contain the keys of other users.
    $truth = @{}
    Get-EmulatorServer $emulator | ForEach-Object { $truth[$_.id] = $_ }
    function Get-Mine([string] $Service) {
        @($truth.Values | Where-Object { $_.service -eq $Service -and $_.password -and $_.keyPairUser -eq $emulator.User })
    }
    function Assert-Right($Passwords, $Expected) {
        $decrypted = @($Passwords | Where-Object Status -EQ Decrypted)
        foreach ($password in $decrypted) {
            $password.PlainTextPassword | Should -BeExactly $truth[$password.ServerId].password
        }
        @($decrypted.ServerId | Sort-Object) | Should -BeExactly @($Expected.id | Sort-Object)
    }
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Get-<Noun>ServerPassword' -ForEach @{ Noun = 'Ecs'; Service = 'ecs' }, @{ Noun = 'Bms'; Service = 'bms' } {
    BeforeAll {
        $getServer = Get-Command "Get-$($Noun)Server"
        $getPassword = Get-Command "Get-$($Noun)ServerPassword"
        $mine = Get-Mine $Service
    }

    It 'decrypts every stored password of servers from the pipeline' {
        $passwords = & $getServer -OsType Windows | & $getPassword -KeyFile $emulator.KeyFolder -AsPlainText @quiet
        Assert-Right $passwords @($mine | Where-Object osType -EQ Windows)
    }

    It 'returns the results in the order of the input' {
        $servers = & $getServer
        $passwords = $servers | & $getPassword @quiet
        $passwords.ServerId | Should -BeExactly $servers.Id
    }

    It 'sends one request per server object' {
        $servers = & $getServer
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        $null = $servers | & $getPassword @quiet
        $requests = (Invoke-EmulatorControl $emulator counters).requests
        $passwords = @($requests | Where-Object path -Like '*/os-server-password')
        ($passwords | Measure-Object count -Sum).Sum | Should -Be $servers.Count
        # One more for each server without a password whose list entry does not contain the operating system.
        $more = @($requests | Where-Object path -NotLike '*/os-server-password')
        $more | Where-Object path -NotLike '*servers/{id}' | Should -BeNullOrEmpty
        [int] ($more | Measure-Object count -Sum).Sum | Should -BeLessOrEqual @($servers | Where-Object { -not $_.OsType }).Count
    }

    It 'fails without a server' {
        { & $getPassword } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
    }

    It 'accepts IDs from a text file' {
        $file = Join-Path $TestDrive 'ids.txt'
        $mine.id | Set-Content $file
        Assert-Right (Get-Content $file | & $getPassword -KeyFile $emulator.KeyFolder -AsPlainText) $mine
    }

    It 'accepts objects with an ID, like the output of "openstack server list -f json"' {
        $json = ConvertTo-Json @($mine | ForEach-Object { @{ ID = $_.id; Name = $_.name; Status = 'ACTIVE' } })
        Assert-Right ($json | ConvertFrom-Json | & $getPassword -KeyFile $emulator.KeyFolder -AsPlainText) $mine
    }

    It 'accepts IDs as an argument' {
        Assert-Right (& $getPassword $mine.id -KeyFile $emulator.KeyFolder -AsPlainText) $mine
    }

    It 'accepts names with wildcards' {
        $pattern = if ($Service -eq 'ecs') { 'WEB-00*' } else { 'METAL-00*' }
        Assert-Right (& $getPassword -Name $pattern -KeyFile $emulator.KeyFolder -AsPlainText) @($mine | Where-Object name -Like $pattern)
    }

    It 'shows a name that controls the terminal without its control characters' {
        $name = "none$([char] 27)c$([char]::ConvertFromUtf32(0xE0041))"
        & $getPassword -Name $name -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].TargetObject | Should -BeExactly "none$([char] 0xFFFD)c$([char] 0xFFFD)$([char] 0xFFFD)"
        "$($problem[0])" | Should -Not -Match "[$([char] 27)\uDB40]"
    }

    It 'returns a credential with the user name' {
        $password = & $getPassword $mine[0].id -KeyFile $mine[0].keyFile -UserName cloud-admin
        $password.Credential.UserName | Should -BeExactly 'cloud-admin'
        $password.Credential.GetNetworkCredential().Password | Should -BeExactly $truth[$mine[0].id].password
        $password.PlainTextPassword | Should -BeNullOrEmpty
    }

    It 'returns the encrypted password without a key' {
        $password = & $getPassword $mine[0].id
        $password.Status | Should -Be 'Encrypted'
        $password.EncryptedPassword | Should -Match '^[A-Za-z0-9+/]+=*$'
        $password.Password | Should -BeNullOrEmpty
    }

    It 'warns why a password is missing, and continues' {
        $young = @($truth.Values | Where-Object { $_.service -eq $Service -and $_.passwordState -eq 'tooYoung' })[0]
        $passwords = & $getPassword $young.id, $mine[0].id -WarningVariable warnings -WarningAction SilentlyContinue
        $passwords.Status | Should -Be 'NotAvailable', 'Encrypted'
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeExactly "Server $($young.name) has no password yet. Use -Wait, or try again later."
    }
}

Describe 'Key files' {
    BeforeAll {
        $web = @(Get-Mine ecs | Where-Object keyPair -EQ 'KeyPair-web')[0]
        $db = @(Get-Mine ecs | Where-Object keyPair -EQ 'KeyPair db 1')[0]
        Push-Location $emulator.KeyFolder
    }

    AfterAll { Pop-Location }

    It 'can be specified as <Path>' -ForEach @(
        @{ Path = 'KeyPair-web.pem' }
        @{ Path = './KeyPair-web.pem' }
        @{ Path = '.\KeyPair-web.pem' }
        @{ Path = 'KeyPair*.pem' }
        @{ Path = '*' }
        @{ Path = '.' }
        @{ Path = 'TestKeys:/KeyPair-web.pem' }
    ) {
        $null = New-PSDrive -Name TestKeys -PSProvider FileSystem -Root $emulator.KeyFolder
        (Get-EcsServerPassword $web.id -KeyFile $Path -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
    }

    It 'can be several: each server uses the right one' {
        $passwords = Get-EcsServerPassword $web.id, $db.id -KeyFile 'KeyPair-web.pem', 'KeyPair db 1.pem' -AsPlainText
        $passwords.PlainTextPassword | Should -BeExactly @($web.password, $db.password)
    }

    It 'can be found in the folders of OTC_KEY_PATH' {
        $env:OTC_KEY_PATH = $emulator.KeyFolder
        try { (Get-EcsServerPassword $web.id -Decrypt -AsPlainText).PlainTextPassword | Should -BeExactly $web.password }
        finally { $env:OTC_KEY_PATH = $null }
    }

    It 'can have brackets in their names' {
        $file = Join-Path $TestDrive 'key[1].pem'
        Copy-Item -LiteralPath $web.keyFile -Destination $file
        (Get-EcsServerPassword $web.id -KeyFile $file -AsPlainText).PlainTextPassword | Should -BeExactly $web.password
    }
}

Describe 'Get-EcsServerPassword with invalid input' {
    BeforeAll {
        $web = @(Get-Mine ecs | Where-Object keyPair -EQ 'KeyPair-web')[0]
        $db = @(Get-Mine ecs | Where-Object keyPair -EQ 'KeyPair db 1')[0]
        $ending = ',OtcPassword.Cmdlets.GetEcsServerPasswordCommand'
    }

    It 'reports one error for server "<Id>", and continues' -ForEach @(
        @{ Id = 'nosuch-0001'; ErrorId = 'ServerNotFound' }
        @{ Id = ''; ErrorId = 'InvalidServerId' }
        @{ Id = '00000000-0000-4000-8000-000000000000'; ErrorId = 'ServerNotFound' }
    ) {
        $passwords = $Id, $web.id | Get-EcsServerPassword -ErrorVariable problems -ErrorAction SilentlyContinue
        $passwords.ServerId | Should -BeExactly $web.id
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "$ErrorId$ending"
        $problems[0].TargetObject | Should -BeExactly $Id
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'reports an error for an unknown name, but not for a wildcard' {
        Get-EcsServerPassword -Name nobody, web-0001, nobody* -ErrorVariable problems -ErrorAction SilentlyContinue |
            Select-Object -ExpandProperty ServerName | Should -BeExactly 'web-0001'
        $problems.FullyQualifiedErrorId | Should -BeExactly "ServerNotFound$ending"
    }

    It 'names both fingerprints if the key belongs to another server' {
        $passwords = Get-EcsServerPassword $web.id, $db.id -KeyFile $db.keyFile -AsPlainText -ErrorVariable problems -ErrorAction SilentlyContinue
        $passwords.PlainTextPassword | Should -BeExactly $db.password
        $problems.FullyQualifiedErrorId | Should -BeExactly "KeyMismatch$ending"
        $user = (Invoke-EmulatorControl $emulator state).users | Where-Object name -EQ $emulator.User
        foreach ($pair in $user.keyPairs | Where-Object name -In $web.keyPair, $db.keyPair) {
            "$problems" | Should -Match ([regex]::Escape($pair.fingerprint))
        }
        "$problems" | Should -Match ([regex]::Escape($web.keyPair))
    }

    It 'fails before the first request if the key file is <Why>' -ForEach @(
        @{ Why = 'missing'; Content = $null; ErrorId = 'KeyFileNotFound' }
        @{ Why = 'empty'; Content = ''; ErrorId = 'KeyFileUnreadable' }
        @{ Why = 'a public key'; Content = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJLXH6bhHqJ0aZZk0Ud4hkGQNcq3wnfkUEPH0pcvcbPG x'; ErrorId = 'KeyNotRsa' }
    ) {
        $file = Join-Path $TestDrive 'some.pem'
        if ($null -ne $Content) { Set-Content $file $Content -NoNewline } else { Remove-Item $file -ErrorAction Ignore }
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        { Get-EcsServerPassword $web.id -KeyFile $file } | Should -Throw -ErrorId "$ErrorId$ending"
        (Invoke-EmulatorControl $emulator counters).requests | Should -BeNullOrEmpty
    }

    It 'fails without a session' {
        $session = Get-OtcSession
        Disconnect-OtcSession
        { Get-EcsServerPassword $web.id } | Should -Throw -ErrorId "NotConnected$ending"
        { Get-EcsServer -Session $session } | Should -Throw -ErrorId 'NotConnected,*'
        Connect-OtcSession @signIn
    }

    It 'stops with -ErrorAction Stop' {
        { Get-EcsServerPassword -ServerId nonsense -ErrorAction Stop } | Should -Throw -ErrorId "InvalidServerId$ending"
    }
}

Describe 'A session' {
    It 'is used again for the server objects that it listed' {
        $other = @{} + $signIn
        $other.ProjectName = 'eu-de_test'
        $test = Connect-OtcSession @other -PassThru
        Connect-OtcSession @signIn
        $passwords = Get-EcsServer -Session $test | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -AsPlainText
        $passwords.ServerName | Should -BeLike 'test-*'
        $passwords.Status | Should -Not -Contain 'NotAvailable'
        Disconnect-OtcSession $test
        Get-OtcSession | Select-Object -ExpandProperty ProjectName | Should -BeExactly $emulator.Project
    }

    It 'is visible in ForEach-Object -Parallel if it is the default' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $module = Get-BuiltModule
        $ids = (Get-Mine ecs).id | Select-Object -First 4
        $found = $ids | ForEach-Object -Parallel {
            Import-Module $using:module
            (Get-EcsServerPassword $_).ServerId
        }
        $found | Sort-Object | Should -BeExactly ($ids | Sort-Object)
    }
}

Describe 'The end of a pipeline' {
    It 'comes immediately with Select-Object -First' {
        Get-EcsServer | Get-EcsServerPassword | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'cancels all requests in progress' {
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ path = '*/os-server-password'; latencyMs = 30000 }) }
        $job = [powershell]::Create()
        try {
            $null = $job.AddScript({
                    param($module, $ids)
                    Import-Module $module
                    Get-EcsServerPassword $ids
                }).AddArgument((Get-BuiltModule)).AddArgument((Get-Mine ecs).id)
            $null = $job.BeginInvoke()
            Wait-Until { (Invoke-EmulatorControl $emulator counters).inFlight -gt 0 }
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $job.Stop()
            # Stopping takes a fraction of a second. A request that is not stopped takes 30 seconds on any computer.
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
            Wait-Until { (Invoke-EmulatorControl $emulator counters).inFlight -eq 0 } -Seconds 10
        }
        finally {
            $job.Dispose()
            Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() }
        }
    }
}
