# Tab completion. Session.Tests.ps1 tests the completion of regions, clouds, and projects.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator @{
        domains  = @(@{
                name     = 'OTC00000000001000000001'
                projects = @('eu-de_a', 'eu-de_b')
                users    = @(@{ name = 'admin'; password = 'Emulator-1!' })
            })
        keyPairs = @(@{ name = 'KeyPair-a'; user = 'admin' }, @{ name = 'Key pair [b]'; user = 'admin' })
        servers  = @(
            @{ name = 'web-{n}'; project = 'eu-de_a'; count = 3 }
            @{ name = 'twin'; project = 'eu-de_a'; count = 2 }
            @{ name = "Bob's server"; project = 'eu-de_a' }
            @{ name = 'box[1]'; project = 'eu-de_a' }
            @{ name = '-minus'; project = 'eu-de_a' }
            @{ name = 'metal-{n}'; project = 'eu-de_a'; bareMetal = $true; count = 2 }
            @{ name = 'other'; project = 'eu-de_b' }
        )
    }
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    function Get-Completion([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }
    function Complete([string] $Line) { @(Get-Completion $Line).CompletionText }
    function Get-Id([string] $Name) { @(Get-EmulatorServer $emulator -Project eu-de_a | Where-Object name -EQ $Name).id }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Completion of server names' {
    It 'completes "<Line>"' -ForEach @(
        @{ Line = 'Get-EcsServer web-0'; Expected = 'web-0001', 'web-0002', 'web-0003' }
        @{ Line = 'Get-EcsServer -Name WEB-0001, tw'; Expected = 'twin' }
        @{ Line = 'Get-EcsServerPassword -Name bo'; Expected = "'Bob''s server'", "'box``[1``]'" }
        @{ Line = 'Get-EcsServerPassword -Name box['; Expected = "'box``[1``]'" }
        @{ Line = "Get-EcsServerPassword -Name 'bob"; Expected = "'Bob''s server'" }
        @{ Line = "Clear-EcsServerPassword -Name '-m"; Expected = "'-minus'" }
        @{ Line = 'Get-BmsServer '; Expected = 'metal-0001', 'metal-0002' }
        @{ Line = 'Get-BmsServerPassword -Name '; Expected = 'metal-0001', 'metal-0002' }
        @{ Line = 'Clear-BmsServerPassword -Name metal-0002'; Expected = 'metal-0002' }
    ) {
        Complete $Line | Should -BeExactly $Expected
    }

    It 'offers names that select the completed server' {
        foreach ($name in Complete 'Get-EcsServer -Name ') {
            $servers = @(& ([scriptblock]::Create("Get-EcsServer -Name $name -ErrorAction Stop")))
            ($servers.Name | Sort-Object -Unique) | Should -BeExactly (Get-Completion "Get-EcsServer -Name $name").ListItemText
        }
    }

    It 'describes the server, or all servers with this name, in the tooltip' {
        $tip = (Get-Completion 'Get-EcsServer twin').ToolTip
        Get-Id twin | ForEach-Object { $tip | Should -BeLike "*twin ($_), ACTIVE, 10.0.0.*" }
    }

    It 'supports a prefix of the module, and aliases' {
        try {
            Import-Module (Get-BuiltModule) -Prefix My -Force
            Complete 'Get-MyBmsServer metal-0001' | Should -BeExactly 'metal-0001'
            Complete 'Get-MyEcsServer metal-0001' | Should -Not -Contain 'metal-0001'
            Set-Alias gbs Get-MyBmsServer
            Complete 'gbs metal-0002' | Should -BeExactly 'metal-0002'
        }
        finally {
            Remove-Module OtcPassword
            Import-Module (Get-BuiltModule) -Force
        }
    }
}

Describe 'Completion of server IDs' {
    It 'finds the server of "<Line>" by its ID or name, and shows its name' -ForEach @(
        @{ Line = 'Get-EcsServer -Id web-0002' }
        @{ Line = 'Get-EcsServerPassword -ServerId web-0002' }
        @{ Line = 'Clear-EcsServerPassword -ServerId web-0002' }
    ) {
        $id = Get-Id 'web-0002'
        $found = Get-Completion $Line
        $found.CompletionText | Should -BeExactly $id
        $found.ListItemText | Should -BeExactly 'web-0002'
        $found.ToolTip | Should -BeLike "web-0002 ($id)*"
        Complete $Line.Replace('web-0002', $id.Substring(0, 9)) | Should -BeExactly $id
    }

    It 'offers every server with the same name' {
        Complete 'Get-EcsServerPassword -ServerId twin' | Sort-Object | Should -BeExactly (Get-Id twin | Sort-Object)
    }
}

Describe 'Completion of key pairs' {
    It 'completes "<Line>"' -ForEach @(
        @{ Line = 'Get-OtcKeyPair '; Expected = "'Key pair ``[b``]'", 'KeyPair-a' }
        @{ Line = 'Get-OtcKeyPair -KeyName keyp'; Expected = 'KeyPair-a' }
        # This parameter does not accept wildcards, so the name must not be escaped.
        @{ Line = 'Unprotect-OtcServerPassword -KeyName '; Expected = "'Key pair [b]'", 'KeyPair-a' }
    ) {
        Complete $Line | Should -BeExactly $Expected
    }

    It 'offers names that Get-OtcKeyPair accepts' {
        (& ([scriptblock]::Create("Get-OtcKeyPair $((Complete 'Get-OtcKeyPair ')[0])"))).Name | Should -BeExactly 'Key pair [b]'
    }
}

Describe 'Completion of key files' {
    It 'offers files and folders like for any path' {
        Copy-Item -LiteralPath (Join-Path $emulator.KeyFolder 'KeyPair-a.pem') -Destination (Join-Path $TestDrive 'my key.pem')
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'my keys')
        foreach ($start in 'Get-EcsServerPassword -Name x -KeyFile ', 'Unprotect-OtcServerPassword x -KeyFile ', 'Get-OtcKeyFile ') {
            Complete "$start$(Join-Path $TestDrive 'my')" | Sort-Object |
                Should -BeExactly "'$(Join-Path $TestDrive 'my key.pem')'", "'$(Join-Path $TestDrive 'my keys')'"
        }
    }
}

Describe 'The session of a completion' {
    # A new session has not requested any names yet.
    BeforeEach { Connect-OtcSession @signIn }

    It 'is the session that -Session specifies' {
        $other = @{} + $signIn
        $other.ProjectName = 'eu-de_b'
        $session = Connect-OtcSession @other -PassThru
        Connect-OtcSession @signIn
        $session | Should -Not -BeNullOrEmpty
        Complete 'Get-EcsServer -Session $session -Name ' | Should -BeExactly 'other'
        Complete 'Get-EcsServer other' | Should -Not -Contain 'other'
    }

    It 'sends one request while a word is typed' {
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        foreach ($word in 'w', 'we', 'web', 'web-0001') { $null = Complete "Get-EcsServer $word" }
        $null = Complete 'Get-EcsServerPassword web'
        ((Invoke-EmulatorControl $emulator counters).requests | Measure-Object count -Sum).Sum | Should -Be 1
    }

    It 'can be missing: completion offers nothing and causes no error' {
        Disconnect-OtcSession
        $Error.Clear()
        foreach ($line in 'Get-EcsServer web-0', 'Get-BmsServerPassword metal', 'Get-OtcKeyPair KeyP') { Complete $line | Should -BeNullOrEmpty }
        $Error | Should -BeNullOrEmpty
    }

    It 'can be slow: completion ends after a short time without an error' {
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ latencyMs = 20000 }) }
        try {
            $Error.Clear()
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-EcsServer web-0' | Should -BeNullOrEmpty
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
            $Error | Should -BeNullOrEmpty
        }
        finally { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }
    }

    It 'can lack the permission to list servers' {
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ errors = @{ '403' = 1 } }) }
        try { Complete 'Get-EcsServer web-0' | Should -BeNullOrEmpty }
        finally { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }
    }
}
