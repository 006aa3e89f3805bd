BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator -Scenario (ConvertFrom-Json @'
{
  "domains": [ { "name": "OTC1", "projects": [ "eu-de_a" ], "users": [ { "name": "u", "password": "P-1!" } ] } ],
  "keyPairs": [ { "name": "KeyPair-a", "user": "u" }, { "name": "KeyPair-b", "user": "u" } ],
  "servers": [
    { "name": "web-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "count": 20 },
    { "name": "Names[with] brackets", "project": "eu-de_a", "keyPair": "KeyPair-a" },
    { "name": "lin-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": "Linux", "count": 6 },
    { "name": "keyless-{n}", "project": "eu-de_a", "count": 2 },
    { "name": "young", "project": "eu-de_a", "keyPair": "KeyPair-a", "ageMinutes": 1 },
    { "name": "cleared", "project": "eu-de_a", "keyPair": "KeyPair-a", "cleared": true },
    { "name": "silent", "project": "eu-de_a", "keyPair": "KeyPair-a", "osType": null, "posts": false },
    { "name": "late-{n}", "project": "eu-de_a", "keyPair": "KeyPair-b", "ageMinutes": 0, "passwordDelaySeconds": 100000, "count": 5 },
    { "name": "metal-{n}", "project": "eu-de_a", "keyPair": "KeyPair-a", "bareMetal": true, "count": 2 }
  ]
}
'@)
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $truth = @(Get-EmulatorServer $emulator)
    $ids = @{}
    $truth | ForEach-Object { $ids[$_.name] = $_.id }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'What names a server' {
    It '<Cmdlet> accepts <Shape> by position and from the pipeline' -ForEach $(foreach ($cmdlet in 'Get-EcsServer', 'Get-EcsServerPassword') {
            @{ Cmdlet = $cmdlet; Shape = 'a name'; Get = { 'web-0001' }; Expected = 'web-0001' }
            @{ Cmdlet = $cmdlet; Shape = 'a name in another case'; Get = { 'WEB-0001' }; Expected = 'web-0001' }
            @{ Cmdlet = $cmdlet; Shape = 'an ID'; Get = { $ids['web-0002'] }; Expected = 'web-0002' }
            @{ Cmdlet = $cmdlet; Shape = 'an ID in capitals'; Get = { $ids['web-0002'].ToUpperInvariant() }; Expected = 'web-0002' }
            @{ Cmdlet = $cmdlet; Shape = 'wildcards'; Get = { 'web-001?' }; Expected = 10..19 | ForEach-Object { "web-00$_" } }
            @{ Cmdlet = $cmdlet; Shape = 'names and IDs together'; Get = { 'web-0003', $ids['web-0001'], 'web-0002' }; Expected = 'web-0003', 'web-0001', 'web-0002' }
            @{ Cmdlet = $cmdlet; Shape = 'a server object'; Get = { Get-EcsServer -Name web-0004 }; Expected = 'web-0004' }
            @{ Cmdlet = $cmdlet; Shape = 'the output of openstack server list'; Get = { [pscustomobject] @{ ID = $ids['web-0005']; Name = 'x'; Status = 'ACTIVE' } }; Expected = 'web-0005' }
            @{ Cmdlet = $cmdlet; Shape = 'an object with instance_id'; Get = { [pscustomobject] @{ instance_id = $ids['web-0006'] } }; Expected = 'web-0006' }
        }) {
        $argument = & $Get
        $name = if ($Cmdlet -eq 'Get-EcsServer') { 'Name' } else { 'ServerName' }
        $found = @(& $Cmdlet $argument)
        @($found.$name | Sort-Object) | Should -BeExactly @($Expected | Sort-Object)
        $piped = @($argument | & $Cmdlet)
        $piped.$name | Should -BeExactly $found.$name
        if ($Shape -like 'names and*') { $found.$name | Should -BeExactly $Expected }
    }

    It 'works with bare metal servers' {
        ('metal-0001' | Get-BmsServerPassword).ServerName | Should -BeExactly 'metal-0001'
        (Get-BmsServerPassword $ids['metal-0002']).ServerName | Should -BeExactly 'metal-0002'
        (Get-BmsServer metal*).Name | Sort-Object | Should -BeExactly 'metal-0001', 'metal-0002'
    }

    It 'works with Clear-EcsServerPassword' {
        'web-0020' | Clear-EcsServerPassword -Confirm:$false
        (Get-EcsServerPassword web-0020 -WarningAction Ignore).Status | Should -BeExactly 'NotAvailable'
    }

    It 'reports a name that no server has, and an object whose ID is not valid' {
        'nosuch', [pscustomobject] @{ Id = 'not-an-id' } | Get-EcsServerPassword -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ServerNotFound,*'
        $problems[1].FullyQualifiedErrorId | Should -BeLike 'InvalidServerId,*'
    }

    It 'lists the project once for many names from the pipeline' {
        $names = 1..19 | ForEach-Object { 'web-{0:0000}' -f $_ }
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        ($names + 'nosuch' | Get-EcsServerPassword -ErrorAction SilentlyContinue -ErrorVariable problems).ServerName | Should -BeExactly $names
        $problems.TargetObject | Should -BeExactly 'nosuch'
        ((Invoke-EmulatorControl $emulator counters).requests | Where-Object path -Like '*/servers/detail').count | Should -Be 17
    }

    It 'never asks the cloud for the lines of a key file' {
        $key = Get-Content (Join-Path $emulator.KeyFolder 'KeyPair-a.pem')
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        { $key | Get-EcsServerPassword -ErrorAction SilentlyContinue } | Should -Throw
        $key[3] | Get-EcsServerPassword -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -BeLike 'InvalidServerId,*'
        "$problems $($problems.TargetObject)" | Should -Not -Match ([regex]::Escape($key[3]))
        (Invoke-EmulatorControl $emulator counters).requests | Should -BeNullOrEmpty
    }

    It 'is completed on an empty argument, and keeps the name that was typed' {
        $line = 'Get-EcsServerPassword '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'web-0001'
        $line = 'Get-EcsServerPassword web-000'
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -BeExactly (1..9 | ForEach-Object { "web-000$_" })
        $line = 'Get-EcsServerPassword Names'
        $text = (TabExpansion2 $line $line.Length).CompletionMatches[0].CompletionText
        (Invoke-Expression "Get-EcsServerPassword $text").ServerName | Should -BeExactly 'Names[with] brackets'
    }
}

Describe 'Why there is no password' {
    It 'is the property StatusReason, one word: <Reason>' -ForEach @(
        @{ Reason = 'Linux'; Name = 'lin-0001' }
        @{ Reason = 'NoKeyPair'; Name = 'keyless-0001' }
        @{ Reason = 'NotYet'; Name = 'young' }
        @{ Reason = 'NotStored'; Name = 'cleared' }
        @{ Reason = 'Unknown'; Name = 'silent' }
    ) {
        $password = Get-EcsServerPassword $Name -WarningVariable warnings -WarningAction SilentlyContinue
        $password.StatusReason | Should -BeExactly $Reason
        ($password | ConvertTo-Csv)[-1] | Should -Match "`"$Reason`""
        ($password | Format-List | Out-String) | Should -Match "StatusReason\s+: $Reason"

        # The long explanation for a server that is named singly.
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match "^Server $Name \([-0-9a-f]{36}\) has no "
    }

    It 'is empty for a password' {
        (Get-EcsServerPassword web-0001).StatusReason | Should -BeNullOrEmpty
        (Get-EcsServerPassword web-0001 | Format-List | Out-String) | Should -Match 'MayBeOutdated\s+: False'
    }

    It 'is one closing warning per reason for many servers, with at most five names' {
        $all = Get-EcsServer | Where-Object Name -NotLike 'late-*' |
            Get-EcsServerPassword -WarningVariable warnings -WarningAction SilentlyContinue
        $all | Should -HaveCount 32
        $warnings.Message | Should -HaveCount 5
        $warnings.Message | Should -Contain '6 servers run Linux and have no password: lin-0006, lin-0005, lin-0004, lin-0003, lin-0002, and 1 more.'
        $warnings.Message | Should -Contain '2 servers were created without a key pair and have no password: keyless-0002, keyless-0001.'
        $warnings.Message | Should -Contain 'Server young has no password yet. Use -Wait, or try again later.'
        $warnings.Message | Where-Object { $_.Length -gt 400 } | Should -BeNullOrEmpty
    }

    It 'comes after the last result' {
        $stream = Get-EcsServerPassword lin-0001, keyless-0001, web-0001 3>&1
        $stream[0..2] | Should -BeOfType [OtcPassword.ServerPassword]
        $stream[3..4] | Should -BeOfType [System.Management.Automation.WarningRecord]
    }
}

Describe 'The table of passwords' {
    It 'shows no part of an ID, <Width> columns wide' -ForEach @(60, 80, 100, 120, 200 | ForEach-Object { @{ Width = $_ } }) {
        # Half an ID is of no use. The lists contain it.
        (Get-EcsServerPassword web-0001 | Out-String -Width $Width) | Should -Not -Match 'ServerId|[0-9a-f]{8}-'
        (Get-EcsServerPassword web-0001 | Format-List | Out-String) | Should -Match $ids['web-0001']
    }
}

Describe 'Awaited passwords' {
    BeforeAll { $names = 1..5 | ForEach-Object { "late-000$_" } }

    AfterAll {
        $names | ForEach-Object { Invoke-EmulatorControl $emulator "servers/$($ids[$_])/password" -Method Delete }
    }

    It 'come out in the order in which they arrive, even if the next command is slow' {
        $out = New-Object System.Collections.Generic.List[string]
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($module, $signIn, $ids, $names, $out)
                Import-Module $module
                Connect-OtcSession @signIn
                Get-EcsServerPassword -ServerId ($names | ForEach-Object { $ids[$_] }) -Wait -TimeoutSec 120 -PollIntervalSec 1 | ForEach-Object {
                    $out.Add($_.ServerName)
                    # The first result holds the pipeline until all others have arrived.
                    while ($out.Count -eq 1 -and -not $ids.goOn) { Start-Sleep -Milliseconds 50 }
                }
            }).AddArgument((Get-BuiltModule)).AddArgument($signIn).AddArgument($ids).AddArgument($names).AddArgument($out)
        $run = $shell.BeginInvoke()
        try {
            foreach ($name in $names) {
                Invoke-EmulatorControl $emulator "servers/$($ids[$name])/password" -Method Put -Body @{ }
                Invoke-EmulatorControl $emulator counters/reset -Method Post

                # The last server was requested twice since then, so this one was requested at least once.
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                do {
                    Start-Sleep -Milliseconds 100
                    $asked = @((Invoke-EmulatorControl $emulator counters).passwordRequests.($ids['late-0005'])).Count
                } while ($asked -lt 2 -and $name -ne 'late-0005' -and $clock.Elapsed.TotalSeconds -lt 60)
            }
            $ids.goOn = $true
            $run.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
            $out | Should -BeExactly $names
        }
        finally {
            $ids.goOn = $true
            $shell.Dispose()
        }
    }
}
