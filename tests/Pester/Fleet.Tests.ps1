BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $windows = @{ project = 'eu-de_a'; keyPair = 'KeyPair-a' }
    $emulator = Start-Emulator @{
        settings = @{ defaultPageSize = 10; maxPageSize = 10 }
        domains  = @(@{
                name     = 'OTC00000000001000000001'
                projects = @('eu-de_a')
                users    = @(@{ name = 'admin'; password = 'Emulator-1!' })
            })
        keyPairs = @(@{ name = 'KeyPair-a'; user = 'admin' })
        servers  = @(
            ($windows + @{ name = 'web-{n}'; count = 60 })
            ($windows + @{ name = 'late-{n}'; count = 3; posts = $false; ageMinutes = 1 })
            ($windows + @{ name = 'linux'; osType = 'Linux' })
            @{ name = 'keyless'; project = 'eu-de_a' }
        )
    }
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $truth = @(Get-EmulatorServer $emulator)
    $web = @($truth | Where-Object name -Like 'web-*').id
    $late = @($truth | Where-Object name -Like 'late-*' | Sort-Object name).id
    $passwordPath = '*/os-server-password'

    function Set-Fault([object[]] $Rules = @()) {
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @($Rules) }
    }

    # Runs a command in a separate runspace, where it can be stopped like with Ctrl+C and all its streams can be read.
    function Start-Background([string] $Command) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$module, `$web, `$late, `$keys) Import-Module `$module; $Command")
        $null = $shell.AddArgument((Get-BuiltModule)).AddArgument($web).AddArgument($late).AddArgument($emulator.KeyFolder)
        $output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
        $run = $shell.BeginInvoke((New-Object 'System.Management.Automation.PSDataCollection[psobject]'), $output)
        [pscustomobject]@{ Shell = $shell; Output = $output; Run = $run; Clock = [System.Diagnostics.Stopwatch]::StartNew() }
    }
    function Wait-Background($Background) {
        $null = $Background.Run.AsyncWaitHandle.WaitOne(60000)
        $Background.Clock.Stop()
    }
    function Get-RequestCount { [int]((Invoke-EmulatorControl $emulator counters).requests | Measure-Object count -Sum).Sum }
    function Assert-Quiet {
        Wait-Until { (Invoke-EmulatorControl $emulator counters).inFlight -eq 0 } -Seconds 10
        $before = Get-RequestCount
        Start-Sleep -Milliseconds 1000
        Get-RequestCount | Should -Be $before
    }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Many servers' {
    BeforeEach { Invoke-EmulatorControl $emulator counters/reset -Method Post }
    AfterEach { Set-Fault }

    It 'return the first passwords before the last pages of the list arrive' {
        Set-Fault @{ path = '*/servers/detail'; latencyMs = 300 }
        $pages = Get-EcsServer -Name web* | Get-EcsServerPassword | ForEach-Object {
            ((Invoke-EmulatorControl $emulator counters).requests | Where-Object path -Like '*/servers/detail' | Measure-Object count -Sum).Sum
        }
        $pages | Should -HaveCount 60
        $pages[0] | Should -BeLessOrEqual 3
        $pages[-1] | Should -BeGreaterOrEqual 7
    }

    It 'return passwords in the order of the input, regardless of the latency' {
        Set-Fault @{ path = $passwordPath; latencyMs = 1; latencyJitterMs = 200 }
        ($web | Get-EcsServerPassword).ServerId | Should -BeExactly $web
    }

    It 'cause no more concurrent requests than -ThrottleLimit, including those for key pairs' {
        Set-Fault @{ service = 'ecs'; latencyMs = 50 }
        $passwords = $web | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -ThrottleLimit 3
        @($passwords | Where-Object Status -EQ Decrypted) | Should -HaveCount 60
        (Invoke-EmulatorControl $emulator counters).maxInFlight | Should -Be 3
    }

    It 'report each retry with -Verbose' {
        Set-Fault @{ path = $passwordPath; errors = @{ '503' = 1.0 }; sparesAfterAttempts = 2 }
        $lines = Get-EcsServerPassword $web[0] -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $lines | Where-Object { $_.Message -match "$($web[0]).*HTTP 503.*Retrying in" } | Should -HaveCount 1
    }

    It 'return all passwords although the cloud throttles requests' {
        Set-Fault @{ path = $passwordPath; requestsPerSecond = 50; burst = 10 }
        $passwords = $web | Get-EcsServerPassword -Verbose 4>&1
        @($passwords | Where-Object { $_ -is [OtcPassword.ServerPassword] }).ServerId | Should -BeExactly $web
        @($passwords | Where-Object { "$_" -match 'Reducing the request rate' }) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Progress' {
    AfterEach { Set-Fault }

    It 'is not shown for a command of less than a second' {
        $background = Start-Background 'Get-EcsServerPassword $web[0]'
        Wait-Background $background
        $background.Output | Should -HaveCount 1
        if ($background.Clock.Elapsed.TotalSeconds -lt 1) { $background.Shell.Streams.Progress | Should -BeNullOrEmpty }
    }

    It 'shows count, total, rate, and remaining time, at most four times per second' {
        Set-Fault @{ path = $passwordPath; latencyMs = 300 }
        $background = Start-Background 'Get-EcsServerPassword $web -ThrottleLimit 5'
        Wait-Background $background
        $records = @($background.Shell.Streams.Progress | Where-Object Activity -Like '*password*')
        $records.Count | Should -BeGreaterThan 2
        $records.Count | Should -BeLessOrEqual (4 * $background.Clock.Elapsed.TotalSeconds + 1)
        $records[-1].RecordType | Should -Be 'Completed'
        foreach ($record in $records[0..($records.Count - 2)]) {
            $record.StatusDescription | Should -Match '^\d+ of 60 servers \(\d+ per second\)$'
            $record.PercentComplete | Should -BeIn (0..100)
            # The remaining time is unknown until the first server is done.
            if ($record.StatusDescription -notlike '0 of*') { $record.SecondsRemaining | Should -BeGreaterOrEqual 0 }
        }
    }

    It 'omits the total while the pipeline still sends servers' {
        Set-Fault @{ path = $passwordPath; latencyMs = 300 }
        $background = Start-Background '$web | Get-EcsServerPassword -ThrottleLimit 3'
        Wait-Background $background
        $texts = @($background.Shell.Streams.Progress | Where-Object { $_.Activity -like '*password*' -and $_.RecordType -eq 'Processing' }).StatusDescription
        $texts[0] | Should -Match '^\d+ servers \(\d+ per second\)$'
        $texts[-1] | Should -Match '^\d+ of 60 servers \('
    }

    It 'is not written with $ProgressPreference = "SilentlyContinue"' {
        Set-Fault @{ path = $passwordPath; latencyMs = 300 }
        $background = Start-Background '$ProgressPreference = "SilentlyContinue"; Get-EcsServerPassword $web[0..39] -ThrottleLimit 5'
        Wait-Background $background
        $background.Output | Should -HaveCount 40
        $background.Shell.Streams.Progress | Where-Object Activity -Like '*password*' | Should -BeNullOrEmpty
    }

    It 'names the servers that the cmdlet waits for' {
        $background = Start-Background 'Get-EcsServerPassword ($web[0], $late[0], $late[1]) -Wait -TimeoutSec 3 -PollIntervalSec 1'
        Wait-Background $background
        $texts = @($background.Shell.Streams.Progress).StatusDescription
        $texts -like '*1 of 3 servers; waiting for late-0001, late-0002, * min old; 00:00:* elapsed, 00:00:* left' | Should -Not -BeNullOrEmpty
    }
}

Describe '-Wait' {
    BeforeEach { Invoke-EmulatorControl $emulator counters/reset -Method Post }

    It 'returns each password when it arrives, and one error for each missing password' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $background = Start-Background 'Get-EcsServerPassword ($late[0], $web[0], $late[1], $late[2]) -Wait -TimeoutSec 8 -PollIntervalSec 1'
        try {
            Wait-Until { $background.Output.Count -eq 1 }
            $background.Output[0].ServerId | Should -BeExactly $web[0]
            Invoke-EmulatorControl $emulator "servers/$($late[1])/password" -Method Put -Body @{}
            Wait-Until { $background.Output.Count -eq 2 }
            $background.Output[1].ServerId | Should -BeExactly $late[1]
            $background.Run.IsCompleted | Should -BeFalse
            Wait-Background $background
            $background.Output.ServerId | Should -BeExactly ($web[0], $late[1], $late[0], $late[2])
            $background.Output.Status | Should -BeExactly 'Encrypted', 'Encrypted', 'NotAvailable', 'NotAvailable'
            $errors = @($background.Shell.Streams.Error)
            $errors.FullyQualifiedErrorId | Should -BeExactly (@('OperationTimeout,OtcPassword.Cmdlets.GetEcsServerPasswordCommand') * 2)
            @($errors.TargetObject | Sort-Object) | Should -BeExactly @($late[0], $late[2] | Sort-Object)
            $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 8

            # Every second, and once more when the timeout has passed.
            $asked = (Invoke-EmulatorControl $emulator counters).passwordRequests
            @($asked.($late[0])).Count | Should -BeIn (4..10)
            @($asked.($web[0])).Count | Should -Be 1
        }
        finally { Invoke-EmulatorControl $emulator "servers/$($late[1])/password" -Method Delete }
    }

    It 'does not wait for Linux servers or servers without a key pair' {
        $passwords = Get-EcsServerPassword -Name linux, keyless -Wait -TimeoutSec 60 -WarningVariable warnings -WarningAction SilentlyContinue
        $passwords.Status | Should -Be 'NotAvailable', 'NotAvailable'
        $warnings | Should -HaveCount 2
        ((Invoke-EmulatorControl $emulator counters).passwordRequests.PSObject.Properties | ForEach-Object { $_.Value.Count }) | Should -Be 1, 1
    }
}

Describe 'Stopping' {
    # Stopping takes a fraction of a second. A request that is not stopped takes at least 30 seconds on any computer.
    BeforeAll { $soon = 10 }
    BeforeEach { Invoke-EmulatorControl $emulator counters/reset -Method Post }
    AfterEach { Set-Fault }

    It 'ends all requests immediately while <What>' -ForEach @(
        @{ What = 'requests run'; Rule = @{ latencyMs = 30000 }; Command = 'Get-EcsServerPassword $web' }
        @{ What = 'all pause after a 429'; Rule = @{ errors = @{ '429' = 1.0 }; retryAfterSeconds = 60 }; Command = 'Get-EcsServerPassword $web' }
        @{ What = 'retries wait'; Rule = @{ errors = @{ '503' = 1.0 }; retryAfterSeconds = 60 }; Command = 'Get-EcsServerPassword $web' }
        @{ What = '-Wait waits'; Rule = @{ latencyMs = 1 }; Command = 'Get-EcsServerPassword $late -Wait -PollIntervalSec 600' }
    ) {
        Set-Fault ($Rule + @{ path = '*/os-server-password' })
        $background = Start-Background $Command
        Wait-Until { (Invoke-EmulatorControl $emulator counters).passwordRequests.PSObject.Properties.Name -or (Invoke-EmulatorControl $emulator counters).faults.error -or (Invoke-EmulatorControl $emulator counters).inFlight }
        Start-Sleep -Milliseconds 500
        $background.Run.IsCompleted | Should -BeFalse
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $background.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $soon
        Assert-Quiet
    }

    It 'happens with Select-Object -First while other requests are in progress' {
        # Objects, because a server that is specified by its ID needs another request first, and the others could be faster.
        $servers = @(Get-EcsServer -Name web*)
        Set-Fault @($servers[1..59] | ForEach-Object { @{ path = "*/$($_.Id)/os-server-password"; latencyMs = 30000 } })
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        (Get-EcsServerPassword -Server $servers | Select-Object -First 1).ServerId | Should -BeExactly $servers[0].Id
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $soon
        Assert-Quiet
    }

    It 'happens with Select-Object -First while -Wait waits' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        (Get-EcsServerPassword ($late[0], $web[0]) -Wait | Select-Object -First 1).ServerId | Should -BeExactly $web[0]
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $soon
        Assert-Quiet
    }
}

Describe 'Get-EcsServerPassword despite random faults' {
    It 'returns every password once, in order, without an error' {
        $chaos = Start-Emulator @{
            settings = @{ tokenLifetimeSeconds = 2 }
            faults   = @{ seed = 7; rules = @(@{ service = 'ecs'; latencyMs = 5; latencyJitterMs = 75; errors = @{ '503' = 0.05; '429' = 0.05 }; resets = 0.05; cutBodies = 0.02 }) }
            domains  = @(@{ name = 'OTC00000000001000000001'; projects = @('eu-de_a'); users = @(@{ name = 'admin'; password = 'Emulator-1!' }) })
            keyPairs = @(@{ name = 'KeyPair-a'; user = 'admin' })
            servers  = @(($windows + @{ name = 'web-{n}'; count = $(if ($env:OTC_TEST_LONG -eq '1') { 5000 } else { 300 }) }))
        }
        try {
            $other = Get-EmulatorSignIn $chaos
            $session = Connect-OtcSession @other -PassThru
            Connect-OtcSession @signIn
            $expected = @{}
            Get-EmulatorServer $chaos | ForEach-Object { $expected[$_.id] = $_.password }
            $servers = Get-EcsServer -Session $session
            $passwords = $servers | Get-EcsServerPassword -KeyFile $chaos.KeyFolder -AsPlainText -ThrottleLimit 32 -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            $passwords.Count | Should -Be $expected.Count
            ($passwords.ServerId -join ' ') | Should -BeExactly ($servers.Id -join ' ')
            @($passwords | Where-Object { $_.PlainTextPassword -cne $expected[$_.ServerId] }) | Should -BeNullOrEmpty
            (Invoke-EmulatorControl $chaos counters).signIns | Should -BeGreaterThan 1
        }
        finally { Stop-Emulator $chaos }
    }
}
