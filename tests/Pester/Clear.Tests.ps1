BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $windows = @{ project = 'eu-de_a'; keyPair = 'KeyPair-a'; count = 4 }
    $emulator = Start-Emulator @{
        domains  = @(@{
                name     = 'OTC00000000001000000001'
                projects = @('eu-de_a')
                users    = @(@{ name = 'admin'; password = 'Emulator-1!' })
            })
        keyPairs = @(@{ name = 'KeyPair-a'; user = 'admin' })
        servers  = @(
            ($windows + @{ name = 'web-{n}' })
            ($windows + @{ name = 'metal-{n}'; bareMetal = $true })
        )
    }
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    function Get-State($Ids) { @(Get-EmulatorServer $emulator | Where-Object id -In $Ids).passwordState }
    function Get-DeleteCount { [int]((Invoke-EmulatorControl $emulator counters).requests | Where-Object method -EQ 'DELETE' | Measure-Object count -Sum).Sum }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Clear-<Noun>ServerPassword' -ForEach @{ Noun = 'Ecs'; Service = 'ecs' }, @{ Noun = 'Bms'; Service = 'bms' } {
    BeforeAll {
        $getServer = Get-Command "Get-$($Noun)Server"
        $getPassword = Get-Command "Get-$($Noun)ServerPassword"
        $clear = Get-Command "Clear-$($Noun)ServerPassword"
        $ids = @(Get-EmulatorServer $emulator -Service $Service).id
    }

    BeforeEach {
        foreach ($id in $ids) { Invoke-EmulatorControl $emulator "servers/$id/password" -Method Put -Body @{} }
        Invoke-EmulatorControl $emulator counters/reset -Method Post
    }

    It 'asks for confirmation because its impact is high' {
        $attribute = $clear.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.SupportsShouldProcess | Should -BeTrue
        $attribute.ConfirmImpact | Should -Be 'High'
    }

    It 'does nothing with -WhatIf' {
        & $clear $ids -WhatIf -PassThru | Should -BeNullOrEmpty
        Get-DeleteCount | Should -Be 0
        Get-State $ids | Should -Not -Contain 'cleared'
    }

    It 'clears without output with -Confirm:$false' {
        & $clear $ids -Confirm:$false | Should -BeNullOrEmpty
        Get-State $ids | Sort-Object -Unique | Should -BeExactly 'cleared'
    }

    It 'returns the servers in the order of the input with -PassThru' {
        $servers = & $clear $ids -Confirm:$false -PassThru
        $servers.Id | Should -BeExactly $ids
        $servers[0].GetType().Name | Should -BeExactly "$($Noun)Server"
    }

    It 'succeeds again if the password is already cleared' {
        & $clear $ids[0] -Confirm:$false -ErrorAction Stop
        & $clear $ids[0] -Confirm:$false -ErrorAction Stop
        Get-State $ids[0] | Should -BeExactly 'cleared'
    }

    It 'accepts <What> from the pipeline' -ForEach @(
        @{ What = 'servers'; Make = { & $getServer } }
        @{ What = 'IDs'; Make = { $ids } }
        @{ What = 'objects with an ID'; Make = { $ids | ForEach-Object { [pscustomobject]@{ ID = $_; Name = 'any' } } } }
        @{ What = 'passwords'; Make = { & $getPassword $ids } }
    ) {
        & $Make | & $clear -Confirm:$false
        Get-State $ids | Sort-Object -Unique | Should -BeExactly 'cleared'
        Get-DeleteCount | Should -Be 4
    }

    It 'accepts names with wildcards' {
        & $clear -Name '*-0002' -Confirm:$false
        @(Get-EmulatorServer $emulator -Service $Service | Where-Object passwordState -EQ 'cleared').name | Should -BeLike '*-0002'
    }

    It 'reports an unknown server, and continues' {
        & $clear -ServerId '00000000-0000-4000-8000-000000000000', 'nonsense', $ids[1] -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Sort-Object | Should -BeExactly 'InvalidServerId', 'ServerNotFound'
        Get-State $ids[1] | Should -BeExactly 'cleared'
    }

    It 'works at the end of a pipeline that gets, checks, and stores the passwords' {
        $stored = @{}
        & $getServer | & $getPassword -KeyFile $emulator.KeyFolder | Where-Object Status -EQ Decrypted |
            ForEach-Object { $stored[$_.ServerId] = $_.Credential; $_ } | & $clear -Confirm:$false
        $truth = @(Get-EmulatorServer $emulator -Service $Service)
        $truth.passwordState | Sort-Object -Unique | Should -BeExactly 'cleared'
        $stored.Count | Should -Be 4
    }
}
