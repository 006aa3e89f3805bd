# The user name of a password, and passwords that may be outdated.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force

    $script:emulator = Start-Emulator -Scenario @{
        domains  = @(@{ name = 'd'; projects = @('eu-de'); users = @(@{ name = 'u'; password = 'p' }) })
        keyPairs = @(@{ name = 'k'; user = 'u' })
        servers  = @(
            @{ name = 'plain'; project = 'eu-de'; keyPair = 'k' }
            @{ name = 'named'; project = 'eu-de'; keyPair = 'k'; adminUserName = 'Operator' }
            @{ name = 'linux'; project = 'eu-de'; keyPair = 'k'; osType = 'Linux' }
            @{ name = 'old-{n}'; project = 'eu-de'; keyPair = 'k'; count = 2 }
            @{ name = 'metal'; project = 'eu-de'; keyPair = 'k'; bareMetal = $true }
        )
    }
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $script:emulator
}

Describe 'UserName' {
    It 'is <Expected> for server <Name> with <Parameters>' -ForEach @(
        @{ Name = 'plain'; Parameters = @{}; Expected = 'Administrator' }
        @{ Name = 'named'; Parameters = @{}; Expected = 'Operator' }
        @{ Name = 'named'; Parameters = @{ UserName = 'Admin' }; Expected = 'Admin' }
        @{ Name = 'linux'; Parameters = @{}; Expected = $null }
    ) {
        $password = Get-EcsServerPassword -Name $Name -KeyFile $emulator.KeyFolder @Parameters -WarningAction SilentlyContinue

        $password.UserName | Should -BeExactly $Expected
        if ($password.Credential) { $password.Credential.UserName | Should -BeExactly $Expected }
    }
}

Describe 'A reinstalled server' {
    BeforeAll {
        $script:old = Get-EmulatorServer $emulator | Where-Object name -Like 'old-*'
        $old | ForEach-Object { $null = Invoke-EmulatorControl $emulator "servers/$($_.id)/reinstall" Post }
    }

    It 'has MayBeOutdated, with one warning that counts all such servers' {
        $passwords = Get-EcsServer | Get-EcsServerPassword -WarningVariable warnings -WarningAction SilentlyContinue

        ($passwords | Where-Object MayBeOutdated).ServerName | Sort-Object | Should -Be 'old-0001', 'old-0002'
        $about = @($warnings | Where-Object { "$_" -like '*much later*' })
        $about.Count | Should -Be 1
        "$about" | Should -Match '^2 servers were launched much later than they were created: old-000\d, old-000\d\. If the OS was reinstalled .* does not work'
    }

    It 'gets a new password if the stored one was cleared before' {
        $id = $old[0].id
        Clear-EcsServerPassword -ServerId $id -Confirm:$false
        $null = Invoke-EmulatorControl $emulator "servers/$id/reinstall" Post
        Invoke-EmulatorControl $emulator clock Post @{ advanceSeconds = 600 }

        $password = Get-EcsServerPassword -ServerId $id -KeyFile $emulator.KeyFolder -AsPlainText -WarningAction SilentlyContinue

        $password.PlainTextPassword | Should -BeExactly (Get-EmulatorServer $emulator | Where-Object id -EQ $id).password
        $password.PlainTextPassword | Should -Not -BeExactly $old[0].password
    }
}

Describe 'A list without operating systems' {
    BeforeAll { Invoke-EmulatorControl $emulator settings Put @{ osTypeInLists = $false } }

    AfterAll { Invoke-EmulatorControl $emulator settings Put @{ osTypeInLists = $true } }

    It 'does not make Get-EcsServerPassword -Wait wait for a Linux server' {
        $linux = Get-EcsServer -Name linux
        $linux.OsType | Should -BeNullOrEmpty

        $password = $linux | Get-EcsServerPassword -Wait -TimeoutSec 86400 -WarningVariable warnings -WarningAction SilentlyContinue

        $password.Status | Should -BeExactly 'NotAvailable'
        "$warnings" | Should -Match 'because it runs Linux'
    }

    It 'makes Get-BmsServer -OsType warn about skipped servers' {
        $found = Get-BmsServer -OsType Windows -WarningVariable warnings -WarningAction SilentlyContinue

        $found | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'skipped 1 server because the service does not report the operating system'
    }
}
