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
            ($windows + @{ name = 'web-{n}'; count = 30 })
            ($windows + @{ name = 'twin'; count = 2 })
            ($windows + @{ name = 'db-{n}'; count = 15 })
            ($windows + @{ name = 'twin'; count = 1 })
            ($windows + @{ name = 'a.b (c) [d]' })
            ($windows + @{ name = 'late-{n}'; count = 3; posts = $false; ageMinutes = 1 })
        )
    }
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $truth = @(Get-EmulatorServer $emulator)
    $timeOut = @{ Wait = $true; TimeoutSec = 1; PollIntervalSec = 1; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    function Get-Path { @((Invoke-EmulatorControl $emulator counters).requests.path) }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Get-EcsServerPassword -Name' {
    It 'returns the servers in the order of the names: <Names>' -ForEach @(
        @{ Names = 'web-0002', 'db-0003', 'web-0001'; Expected = 'web-0002', 'db-0003', 'web-0001' }
        @{ Names = 'db-0001', 'twin', 'web-0001'; Expected = 'db-0001', 'twin', 'twin', 'twin', 'web-0001' }
        @{ Names = 'DB-0001', 'Web-0001'; Expected = 'db-0001', 'web-0001' }
        @{ Names = 'web-0001', 'web-0001'; Expected = @('web-0001') }
    ) {
        (Get-EcsServerPassword -Name $Names).ServerName | Should -BeExactly $Expected
    }

    It 'returns the servers of a wildcard together, in the order of the wildcards' {
        $names = (Get-EcsServerPassword -Name db*, twin, web-000*).ServerName
        $names | Should -HaveCount 27
        $names[0..14] | Should -BeLike 'db-*'
        $names[15..17] | Should -BeExactly 'twin', 'twin', 'twin'
        $names[18..26] | Should -BeLike 'web-000*'
    }

    It 'returns a server that two names match once' {
        (Get-EcsServerPassword -Name web-0001, web-000*).ServerName | Should -HaveCount 9
    }

    It 'does not list the project for a name' {
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        (Get-EcsServerPassword -Name db-0001, web-0001).ServerName | Should -BeExactly 'db-0001', 'web-0001'
        @((Get-Path) -like '*/servers/detail') | Should -HaveCount 1
        ((Invoke-EmulatorControl $emulator counters).requests | Where-Object path -Like '*/servers/detail').count | Should -Be 2
    }

    It 'finds a name with characters that mean something to a database' {
        (Get-EcsServerPassword -Name 'a.b (c) `[d`]').ServerName | Should -BeExactly 'a.b (c) [d]'
    }

    It 'reports each name that no server has, and returns the others in order' {
        $names = (Get-EcsServerPassword -Name nosuch, db-0001, nothing, web-0001 -ErrorVariable problems -ErrorAction SilentlyContinue).ServerName
        $names | Should -BeExactly 'db-0001', 'web-0001'
        $problems.TargetObject | Should -BeExactly 'nosuch', 'nothing'
        $problems.FullyQualifiedErrorId | Should -BeLike 'ServerNotFound,*'
    }
}

Describe 'Get-EcsServer -Name' {
    It 'returns the servers in the order of the names' {
        (Get-EcsServer -Name web-0002, db-0003, web-0001).Name | Should -BeExactly 'web-0002', 'db-0003', 'web-0001'
    }
}

Describe 'Get-EcsServerPassword -Wait' {
    It 'writes one object and one error for each server whose time is over, in the order of the input' {
        $names = 'late-0002', 'web-0001', 'late-0003', 'late-0001'
        $ids = foreach ($name in $names) { ($truth | Where-Object name -EQ $name).id }
        $passwords = $ids | Get-EcsServerPassword @timeOut -WarningVariable warnings
        $passwords.ServerName | Should -BeExactly 'web-0001', 'late-0002', 'late-0003', 'late-0001'
        $passwords.Status | Should -BeExactly 'Encrypted', 'NotAvailable', 'NotAvailable', 'NotAvailable'
        $problems.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $problems | Should -HaveCount 3
        $problems.TargetObject | Should -BeExactly ($ids[0], $ids[2], $ids[3])
        $warnings | Should -BeNullOrEmpty
    }

    It 'warns of -<Parameter> if -Wait is missing' -ForEach @(
        @{ Parameter = 'TimeoutSec' }
        @{ Parameter = 'PollIntervalSec' }
    ) {
        $value = @{ $Parameter = 5 }
        $null = Get-EcsServerPassword -Name web-0001 @value -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Message | Should -BeExactly "-$Parameter has no effect without -Wait."
    }
}

Describe 'Get-EcsServerPassword -ThrottleLimit 1' {
    It 'writes each result before the next server is read' {
        $pairs = Get-EcsServer -PipelineVariable server | Get-EcsServerPassword -ThrottleLimit 1 -WarningAction SilentlyContinue |
            ForEach-Object { [pscustomobject] @{ Server = $server.Id; Password = $_.ServerId } }
        $pairs | Should -HaveCount $truth.Count
        $pairs.Server | Should -BeExactly $pairs.Password
    }

    It 'writes each result before the next server is read, with -Wait' {
        $pairs = Get-EcsServer -Name late*, web-0001 -PipelineVariable server | Get-EcsServerPassword -ThrottleLimit 1 @timeOut |
            ForEach-Object { [pscustomobject] @{ Server = $server.Id; Password = $_.ServerId } }
        $pairs | Should -HaveCount 4
        $pairs.Server | Should -BeExactly $pairs.Password
    }
}

Describe 'Clear-EcsServerPassword -ThrottleLimit 1' {
    It 'writes each result before the next server is read' {
        $pairs = Get-EcsServer -Name late* -PipelineVariable server | Clear-EcsServerPassword -ThrottleLimit 1 -PassThru -Confirm:$false |
            ForEach-Object { [pscustomobject] @{ Server = $server.Id; Cleared = $_.Id } }
        $pairs | Should -HaveCount 3
        $pairs.Server | Should -BeExactly $pairs.Cleared
    }
}
