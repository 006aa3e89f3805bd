# Sessions in runspaces, jobs, and pools: whose session a command works in.

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $module = Get-BuiltModule
    Import-Module $module -Force
    $emulator = Start-Emulator
    $web = Get-EmulatorSignIn $emulator
    $test = Get-EmulatorSignIn $emulator
    $test.ProjectName = 'eu-de_test'

    # Runs a script in a runspace, with the module and two sign-ins.
    function Invoke-In([object] $Runspace, [string] $Script) {
        $shell = [powershell]::Create()
        try {
            if ($Runspace) { $shell.Runspace = $Runspace }
            $null = $shell.AddScript("param(`$module, `$web, `$test) Import-Module `$module; $Script").AddArgument($module).AddArgument($web).AddArgument($test)
            $shell.Invoke()
            foreach ($problem in $shell.Streams.Error) { throw $problem }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll {
    Import-Module $module -Force
    Disconnect-OtcSession -WarningAction SilentlyContinue
    Stop-Emulator $emulator
}

Describe 'The default session' {
    BeforeEach {
        Connect-OtcSession @web
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
    }

    AfterEach { $runspace.Dispose() }

    It 'is the session of the user''s runspace in a runspace that never signed in' {
        Invoke-In $runspace '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_web'
        Connect-OtcSession @test
        Invoke-In $runspace '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_test'
    }

    It 'is the session of the runspace itself after it signed in' {
        Invoke-In $runspace 'Connect-OtcSession @test; (Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_test'
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_web'
        Invoke-In $null '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_web'
        Connect-OtcSession @web
        Invoke-In $runspace '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_test'
    }

    It 'stays unset in the user''s runspace when only another runspace signs in' {
        Disconnect-OtcSession
        Invoke-In $runspace 'Connect-OtcSession @test; (Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_test'
        Get-OtcSession | Should -BeNullOrEmpty
        Invoke-In $null 'Get-OtcSession' | Should -BeNullOrEmpty
        Connect-OtcSession @web
        Invoke-In $null '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_web'
    }

    It 'stays unset in the user''s runspace when a runspace with the user''s host signs in' {
        Disconnect-OtcSession
        $hosted = [runspacefactory]::CreateRunspace($Host)
        $hosted.Open()
        try { Invoke-In $hosted 'Connect-OtcSession @test; (Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_test' }
        finally { $hosted.Dispose() }
        Get-OtcSession | Should -BeNullOrEmpty
    }

    It 'is unset after a sign-in that failed, and no command works in another project' {
        Invoke-In $runspace '$none = $test + @{}; $none.ProjectName = "none"; try { Connect-OtcSession @none } catch { }; Get-OtcSession' | Should -BeNullOrEmpty
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_web'
        $none = $web + @{}
        $none.ProjectName = 'none'
        { Connect-OtcSession @none } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        { Get-EcsServer } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'is unset after it was signed out' {
        Invoke-In $runspace 'Connect-OtcSession @test; Disconnect-OtcSession; Get-OtcSession' | Should -BeNullOrEmpty
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_web'
    }

    It 'is unset in its runspace when another runspace signs it out' {
        $session = Invoke-In $runspace 'Connect-OtcSession @test -PassThru'
        Disconnect-OtcSession $session
        Invoke-In $runspace 'Get-OtcSession' | Should -BeNullOrEmpty
    }

    It 'is not signed out by a runspace that only sees it' {
        Invoke-In $runspace 'Disconnect-OtcSession -WarningVariable w 3>$null; "$w"' | Should -BeLike '*another runspace*-Session*'
        (Get-EcsServer -Name web-0001).Name | Should -BeExactly 'web-0001'
        Invoke-In $runspace 'Disconnect-OtcSession (Get-OtcSession)'
        Get-OtcSession | Should -BeNullOrEmpty
    }

    It 'is forgotten with its runspace' {
        $reference = & {
            $other = [runspacefactory]::CreateRunspace()
            $other.Open()
            $session = @(Invoke-In $other 'Connect-OtcSession @test; Get-OtcSession')[0]
            $other.Dispose()
            [System.WeakReference]::new($session.PSObject.BaseObject)
        }
        Wait-Until { [System.GC]::Collect(); [System.GC]::WaitForPendingFinalizers(); -not $reference.IsAlive }
        $reference.IsAlive | Should -BeFalse
    }

    It 'is not left to the next iteration when PowerShell resets the runspace' {
        Invoke-In $runspace 'Connect-OtcSession @test'
        $runspace.ResetRunspaceState()
        Invoke-In $runspace '(Get-OtcSession).ProjectName' | Should -BeExactly 'eu-de_web'
    }
}

Describe 'ForEach-Object -Parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'works in the session that each iteration signs in to, in each of many rounds, and leaves the caller''s as it is' {
        Connect-OtcSession @web
        $session = Get-OtcSession
        $expected = @{}
        foreach ($project in 'eu-de_web', 'eu-de_test') { $expected[$project] = (Get-EmulatorServer $emulator -Service ecs -Project $project).id | Sort-Object }
        $expected['eu-de_web'].Count | Should -BeGreaterThan $expected['eu-de_test'].Count
        $rounds = if ($env:OTC_TEST_LONG -eq '1') { 50 } else { 20 }
        $wrong = foreach ($round in 1..$rounds) {
            1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $signIn = if ($_ % 2) { $using:web } else { $using:test }
                Connect-OtcSession @signIn
                $got = (Get-EcsServer).Id | Sort-Object
                if (Compare-Object @($got) @(($using:expected)[$signIn.ProjectName])) { "$($signIn.ProjectName): $got" }
                if ((Get-OtcSession).ProjectName -ne $signIn.ProjectName) { "$($signIn.ProjectName): $(Get-OtcSession)" }
            }
            if ([object]::ReferenceEquals((Get-OtcSession), $session) -eq $false) { "The caller: $(Get-OtcSession)" }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'does not connect the caller, nor an iteration that does not sign in' {
        Disconnect-OtcSession
        # One runspace for all iterations: only the first signs in.
        $seen = 1..3 | ForEach-Object -ThrottleLimit 1 -Parallel {
            Import-Module $using:module
            $signIn = $using:test
            if ($_ -eq 1) { Connect-OtcSession @signIn }
            "$_ $((Get-OtcSession).ProjectName)"
        }
        $seen | Should -BeExactly '1 eu-de_test', '2 ', '3 '
        Get-OtcSession | Should -BeNullOrEmpty
    }

    It 'keeps thread jobs apart that sign in to two projects' {
        Connect-OtcSession @web
        $jobs = 1..6 | ForEach-Object {
            Start-ThreadJob -ArgumentList $_, $module, $(if ($_ % 2) { $web } else { $test }) {
                param($Number, $Module, $SignIn)
                Import-Module $Module
                Connect-OtcSession @SignIn
                "$Number $((Get-EcsServer).Count -gt 3) $((Get-OtcSession).ProjectName)"
            }
        }
        $jobs | Receive-Job -Wait -AutoRemoveJob | Sort-Object | Should -BeExactly '1 True eu-de_web', '2 False eu-de_test', '3 True eu-de_web', '4 False eu-de_test', '5 True eu-de_web', '6 False eu-de_test'
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_web'
    }
}

Describe 'Servers and passwords' {
    BeforeAll {
        $a = Connect-OtcSession @web -PassThru
        $b = Connect-OtcSession @test -PassThru
        Disconnect-OtcSession (Connect-OtcSession @web -PassThru)
        $servers = @(Get-EcsServer -Name web-0001 -Session $a) + @(Get-EcsServer -Session $b | Where-Object OsType -EQ Windows | Select-Object -First 1)
        $names = $servers.Name
    }

    It 'need no default session' {
        Get-OtcSession | Should -BeNullOrEmpty
        ($servers | Get-EcsServerPassword -ErrorAction Stop).ServerName | Should -BeExactly $names
        (Get-EcsServerPassword -Server $servers -ErrorAction Stop).ServerName | Should -BeExactly $names
        ($servers | Get-EcsServerPassword | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -ErrorAction Stop).ServerName | Should -BeExactly $names
        ($servers | Get-EcsServerPassword | Clear-EcsServerPassword -Confirm:$false -PassThru -ErrorAction Stop).Name | Should -BeExactly $names
    }

    It 'work in their own sessions although another session is the default' {
        Connect-OtcSession @test
        try { ($servers | Get-EcsServerPassword -ErrorAction Stop -WarningAction Ignore).ServerName | Should -BeExactly $names }
        finally { Disconnect-OtcSession }
    }

    It 'work in the session of -Session if it is specified' {
        $found = $servers | Get-EcsServerPassword -Session $b -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction Ignore
        $found.ServerName | Should -BeExactly $names[1]
        $problems.FullyQualifiedErrorId | Should -BeLike 'ServerNotFound,*'
    }

    It 'end with NotConnected and their names when their session was signed out' {
        $c = Connect-OtcSession @web -PassThru
        $server = Get-EcsServer -Name web-0002
        Disconnect-OtcSession
        $server | Get-EcsServerPassword -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        "$problems" | Should -BeLike '*web-0002*'
        $c | Should -Not -BeNullOrEmpty
    }
}

Describe 'Disconnect-OtcSession while others work' {
    AfterEach { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }

    It 'ends them with NotConnected and the name of each server' {
        $session = Connect-OtcSession @web -PassThru
        $servers = Get-EcsServer -Name web-000*
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ path = '*os-server-password'; latencyMs = 60000 }) }
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $servers) Import-Module $module; $servers | Get-EcsServerPassword').AddArgument($module).AddArgument($servers)
        $running = $shell.BeginInvoke()
        Wait-Until { (Invoke-EmulatorControl $emulator counters).inFlight }
        Disconnect-OtcSession $session
        $running.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue
        $shell.EndInvoke($running) | Should -BeNullOrEmpty
        $problems = @($shell.Streams.Error)
        $shell.Dispose()

        $problems.Count | Should -Be $servers.Count
        $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Sort-Object -Unique | Should -BeExactly 'NotConnected'
        foreach ($index in 0..($servers.Count - 1)) { "$($problems[$index])" | Should -BeLike "*$($servers[$index].Name)*" }
        "$problems" | Should -Not -Match 'network|proxy'
    }
}
