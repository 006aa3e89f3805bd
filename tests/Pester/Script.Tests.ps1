# What scripts rely on: exceptions, statuses, names, and the service of a server.

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $module = Get-BuiltModule
    Import-Module $module -Force
    $emulator = Start-Emulator -Scenario @{
        domains  = @(@{
                name     = 'OTC00000000001000000001'
                projects = @('eu-de_a')
                users    = @(@{ name = 'admin'; password = 'Emulator-1!' })
            })
        keyPairs = @(@{ name = 'KeyPair-i'; user = 'admin' })
        servers  = @(
            @{ name = 'LIN-{n}'; project = 'eu-de_a'; keyPair = 'KeyPair-i'; count = 2 }
            @{ name = 'metal-{n}'; project = 'eu-de_a'; keyPair = 'KeyPair-i'; count = 2; bareMetal = $true }
        )
    }
    $keys = $emulator.KeyFolder
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $ids = @{}
    Get-EmulatorServer $emulator | ForEach-Object { $ids[$_.name] = $_.id }
    $missing = '00000000-0000-4000-8000-000000000000'
    $signInScript = @"
Import-Module '$module'
`$ErrorActionPreference = 'Stop'
Connect-OtcSession -AuthUrl '$($emulator.AuthUrl)' -Region '$($emulator.Region)' -DomainName '$($emulator.Domain)' -ProjectName '$($emulator.Project)' -Credential ([pscredential]::new('admin', (ConvertTo-SecureString 'Emulator-1!' -AsPlainText -Force)))

"@
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'An exception' {
    It 'is caught by its type when a command fails' {
        $caught = try { Get-EcsServer -Session (Get-OtcSession) -Name '[a' } catch [OtcPassword.OtcPasswordException] { $_ }
        $caught.Exception.ErrorId | Should -BeExactly 'ConfigurationInvalid'
    }

    It 'is caught by its type with -ErrorAction Stop when one server fails' {
        $caught = try { Get-EcsServerPassword $missing -ErrorAction Stop } catch [OtcPassword.OtcPasswordException] { $_ }
        $caught.Exception.ErrorId | Should -BeExactly 'ServerNotFound'
        $caught.FullyQualifiedErrorId | Should -BeLike 'ServerNotFound,*'
        $caught.Exception.StatusCode | Should -Be 404
        $caught.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
        $caught.Exception.RequestId | Should -BeLike 'req-*'
    }

    It 'is caught by its type when a sign-in fails' {
        $none = $signIn + @{}
        $none.ProjectName = 'none'
        $caught = try { Connect-OtcSession @none } catch [System.IO.IOException] { 'no' } catch [OtcPassword.OtcPasswordException] { $_ }
        Connect-OtcSession @signIn
        $caught.Exception.ErrorId | Should -BeExactly 'AuthenticationFailed'
    }

    It 'is the exception of an error that does not stop the command' {
        Get-EcsServerPassword -ServerId $missing, nonsense -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Exception.ErrorId | Sort-Object | Should -BeExactly 'InvalidServerId', 'ServerNotFound'
        $problems.Exception | ForEach-Object { $_ | Should -BeOfType OtcPassword.OtcPasswordException }
    }

    It 'keeps its cause' {
        $caught = try { Get-EcsServerPassword -Name LIN-0001 -KeyFile (Join-Path $TestDrive 'none*') } catch { $_ }
        $caught.Exception.ErrorId | Should -BeExactly 'KeyFileNotFound'
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $other = [runspacefactory]::CreateRunspace()
        $other.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $other
        $null = $shell.AddScript("Import-Module '$module'; try { Connect-OtcSession -AuthUrl http://127.0.0.1:$port/v3 -Token (ConvertTo-SecureString abc -AsPlainText -Force) } catch { `$_ }")
        $caught = $shell.Invoke()[0]
        $shell.Dispose()
        $other.Dispose()
        $caught.Exception.ErrorId | Should -BeExactly 'NetworkFailure'
        $caught.Exception.GetBaseException() | Should -BeOfType System.Net.Sockets.SocketException
        $caught.Exception.GetBaseException().SocketErrorCode | Should -Be 'ConnectionRefused'
    }
}

Describe 'The status of a password' {
    It 'is text in JSON' {
        $passwords = @(Get-EcsServerPassword -Name LIN-*) + @(Get-EcsServerPassword -Name LIN-0001 -KeyFile $keys)
        ($passwords | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Status | Should -BeExactly 'Encrypted', 'Encrypted', 'Decrypted'
        ($passwords | Select-Object ServerName, Status | ConvertTo-Json | ConvertFrom-Json).Status | Should -BeExactly 'Encrypted', 'Encrypted', 'Decrypted'
    }

    It 'is compared as text and in any case' {
        $password = Get-EcsServerPassword -Name LIN-0001 -KeyFile $keys
        $password.Status -eq 'decrypted' | Should -BeTrue
        ($password | Where-Object Status -EQ Decrypted).ServerName | Should -BeExactly 'LIN-0001'
        switch ($password.Status) { Decrypted { $seen = 'seen' } }
        $seen | Should -BeExactly 'seen'
    }

    It 'is not the only value that JSON keeps: no property of <_> is an enumeration' -ForEach 'OtcSession', 'EcsServer', 'BmsServer', 'ServerPassword', 'KeyFile', 'OtcKeyPair' {
        ("OtcPassword.$_" -as [type]).GetProperties() | Where-Object { $_.PropertyType.IsEnum } | Should -BeNullOrEmpty
    }
}

Describe 'Names' {
    BeforeEach { $culture = [System.Threading.Thread]::CurrentThread.CurrentCulture }
    AfterEach { [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture }

    It 'are found in any case in culture <Culture>' -ForEach @(
        foreach ($culture in 'tr-TR', 'az', 'en-US', '') { @{ Culture = $culture } }
    ) {
        [System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)
        (Get-EcsServer lin-0001 -ErrorAction Stop).Name | Should -BeExactly 'LIN-0001'
        (Get-EcsServer 'lin-*' -ErrorAction Stop).Name | Sort-Object | Should -BeExactly 'LIN-0001', 'LIN-0002'
        (Get-EcsServer '[i-l]in-0002' -ErrorAction Stop).Name | Should -BeExactly 'LIN-0002'
        (Get-EcsServerPassword -Name lin-0001, LIN-0002 -KeyFile $keys -ErrorAction Stop).Status | Should -BeExactly 'Decrypted', 'Decrypted'
        (Get-OtcKeyPair keypair-I -ErrorAction Stop).Name | Should -BeExactly 'KeyPair-i'
        (Get-EcsServer -OsType WINDOWS).Count | Should -Be 2
    }

    It 'that are malformed wildcards are errors with a stable ID: <_>' -ForEach @(
        { Get-EcsServer '[a' }, { Get-BmsServer '[a' }, { Get-EcsServerPassword -Name '[a' }, { Get-OtcKeyPair '[a' }
        { Clear-EcsServerPassword -Name LIN-0001, '[z-a' -Confirm:$false }
    ) {
        $caught = try { & $_ } catch [OtcPassword.OtcPasswordException] { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
        "$caught" | Should -BeLike "*wildcard pattern '*' is not valid*"
    }
}

Describe 'Clear-<Noun>ServerPassword -WhatIf' -ForEach @{ Noun = 'Ecs'; Name = 'LIN-0001' }, @{ Noun = 'Bms'; Name = 'metal-0001' } {
    It 'shows name and ID of the server, however it was specified' {
        $id = $ids[$Name]
        $shown = Invoke-PowerShell "$signInScript
            Clear-${Noun}ServerPassword $id -WhatIf
            Clear-${Noun}ServerPassword -Name $Name -WhatIf
            Get-${Noun}Server $Name | Clear-${Noun}ServerPassword -WhatIf
            Get-${Noun}Server $Name | Get-${Noun}ServerPassword | Clear-${Noun}ServerPassword -WhatIf
            `$WhatIfPreference = `$true
            Clear-${Noun}ServerPassword $id"
        $lines = @($shown | Where-Object { $_ -match 'What if' })
        $lines.Count | Should -Be 5
        $lines | ForEach-Object { $_ | Should -BeLike "*$Name ($id)*" }
    }

    It 'reports an ID that does not exist' {
        $shown = Invoke-PowerShell "$signInScript
            `$ErrorActionPreference = 'SilentlyContinue'
            Clear-${Noun}ServerPassword $missing -WhatIf
            `$Error[0].FullyQualifiedErrorId"
        @($shown)[-1] | Should -BeLike 'ServerNotFound,*'
    }
}

Describe 'A server of the other service' {
    It 'is an error of <Command> that names <Right>' -ForEach @(
        foreach ($verb in 'Get', 'Clear') {
            @{ Command = "$verb-EcsServerPassword"; Right = "$verb-BmsServerPassword"; Server = 'metal-0001'; Get = 'Get-BmsServer'; Password = 'Get-BmsServerPassword' }
            @{ Command = "$verb-BmsServerPassword"; Right = "$verb-EcsServerPassword"; Server = 'LIN-0001'; Get = 'Get-EcsServer'; Password = 'Get-EcsServerPassword' }
        }
    ) {
        $more = if ($Command -like 'Clear*') { @{ Confirm = $false } } else { @{} }
        $target = & $Get $Server
        $secret = & $Password -Server $target -KeyFile $keys -AsPlainText
        $secret.PlainTextPassword | Should -Not -BeNullOrEmpty
        $problems = @()
        $target | & $Command @more -ErrorAction SilentlyContinue -ErrorVariable +problems
        & $Command -Server $target @more -ErrorAction SilentlyContinue -ErrorVariable +problems
        $secret | & $Command @more -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.Count | Should -Be 3
        foreach ($problem in $problems) {
            $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
            "$($problem.Exception.Message) $($problem.Exception.RecommendedAction)" | Should -BeLike "*$Server ($($ids[$Server]))*$Right*"
            $problem.TargetObject | Should -BeExactly $ids[$Server]
        }
        (Get-EmulatorServer $emulator | Where-Object name -EQ $Server).passwordState | Should -BeExactly 'available'
    }

    It 'does not keep the others in the pipeline from being worked on' {
        $found = & { Get-EcsServer; Get-BmsServer } | Get-EcsServerPassword -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.ServerType | Should -BeExactly 'ECS', 'ECS'
        $problems.Count | Should -Be 2
    }

    It 'is worked on by the pair of cmdlets when the pipeline is split by type' {
        $servers = @(Get-EcsServer) + @(Get-BmsServer)
        $found = & {
            $servers | Where-Object ServerType -EQ ECS | Get-EcsServerPassword -KeyFile $keys
            $servers | Where-Object ServerType -EQ BMS | Get-BmsServerPassword -KeyFile $keys
        }
        $found.Status | Should -BeExactly (, 'Decrypted' * 4)
        $found.ServerName | Sort-Object | Should -BeExactly 'LIN-0001', 'LIN-0002', 'metal-0001', 'metal-0002'
    }

    It 'is named when ECS finds its ID' {
        foreach ($command in { Get-EcsServer -Id $ids['metal-0001'] -ErrorAction Stop }, { Get-EcsServerPassword $ids['metal-0001'] -ErrorAction Stop }) {
            $problem = $command | Should -Throw -ErrorId 'ServerNotFound,*' -PassThru
            "$($problem.Exception.Message) $($problem.Exception.RecommendedAction)" | Should -BeLike '*metal-0001 is a bare metal server (BMS)*Get-BmsServerPassword*'
        }
    }

    It 'is possible when BMS does not find an ID' {
        $problem = { Get-BmsServerPassword $ids['LIN-0001'] -ErrorAction Stop } | Should -Throw -ErrorId 'ServerNotFound,*' -PassThru
        "$($problem.Exception.RecommendedAction)" | Should -BeLike '*Ecs cmdlets find virtual servers only*'
    }
}

Describe 'A proxy that does not run' {
    It 'is named in the error, without its password: <_>' -ForEach 'HTTPS_PROXY', 'ALL_PROXY' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $proxy = "127.0.0.1:$($listener.LocalEndpoint.Port)"
        $listener.Stop()
        $environment = @{ HTTPS_PROXY = $null }
        $environment[$_] = "http://proxyuser:proxy-secret@$proxy"
        $shown = Invoke-PowerShell -Environment $environment "
            Import-Module '$module'
            `$token = ConvertTo-SecureString abc -AsPlainText -Force
            foreach (`$more in @{ Proxy = 'http://$proxy' }, @{}) {
                try { Connect-OtcSession -Region eu-de -Token `$token @more }
                catch [OtcPassword.OtcPasswordException] { `$_.Exception.ErrorId; `$_.Exception.Message; `$_.Exception.RecommendedAction }
            }"
        $text = $shown -join "`n"
        @($shown | Where-Object { $_ -eq 'NetworkFailure' }).Count | Should -Be 2
        @($shown | Where-Object { $_ -like "*iam.eu-de.otc.t-systems.com*through the proxy http://$proxy*" }).Count | Should -Be 2
        $text | Should -Match '-Proxy'
        $text | Should -Not -Match 'proxy-secret'
    }
}

Describe 'A secret in the variable of a proxy' {
    It 'is not quoted: <Variable>' -ForEach @{ Variable = 'HTTPS_PROXY'; First = 0 }, @{ Variable = 'HTTP_PROXY'; First = 1 }, @{ Variable = 'ALL_PROXY'; First = 2 } {
        $values = 'http://bob:p%40ss%2Fproxy-secret@127.0.0.1:9', 'bob:proxy-secret@127.0.0.1:9', 'socks5://bob:proxy-secret@127.0.0.1:9',
            'http://127.0.0.1:9/?p=proxy-secret', 'http://bob:proxy-secret', "-----BEGIN PRIVATE KEY-----`\nproxy-secret",
            ('proxysecret' * 5), ('http://' + 'proxysecret' * 5)
        # Each value in one of the variables, in a long run in all.
        for ($i = $First; $i -lt $values.Count; $i += $(if ($env:OTC_TEST_LONG -eq '1') { 1 } else { 3 })) {
            $environment = @{ HTTPS_PROXY = $null; HTTP_PROXY = $null; ALL_PROXY = $null }
            $environment[$Variable] = $values[$i]
            $shown = Invoke-PowerShell -Environment $environment "
                Import-Module '$module'
                try { Connect-OtcSession -AuthUrl https://127.0.0.1:9/v3 -Region eu-de -Token abc -Verbose 4>&1 }
                catch [OtcPassword.OtcPasswordException] { `$_ | Format-List * -Force | Out-String; Get-Error | Out-String }"
            $shown -join "`\n" | Should -Match 'NetworkFailure'
            $shown -join "`\n" | Should -Not -Match 'proxy-?secret' -Because $values[$i]
        }
    }
}

Describe 'A sign-in without a region' {
    It 'fails and asks for -Region' {
        $shown = Invoke-PowerShell -Environment @{ OS_AUTH_URL = $null; OS_REGION_NAME = $null; OS_CLOUD = $null } "
            Import-Module '$module'
            try { Connect-OtcSession -Token (ConvertTo-SecureString abc -AsPlainText -Force) }
            catch [OtcPassword.OtcPasswordException] { `$_.Exception.ErrorId; `$_.Exception.RecommendedAction }"
        @($shown)[0] | Should -BeExactly 'ConfigurationInvalid'
        @($shown)[1] | Should -BeLike '*-Region*'
    }
}
