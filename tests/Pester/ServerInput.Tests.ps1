BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $truth = @(Get-EmulatorServer $emulator | Where-Object { $_.service -eq 'ecs' -and $_.password -and $_.keyPairUser -eq $emulator.User })
    $id = $truth[0].id
    $other = $truth[1].id

    function New-Table([type] $Type) {
        $table = New-Object System.Data.DataTable
        $null = $table.Columns.Add('Id', $Type), $table.Columns.Add('Name', [string])
        $null = $table.Rows.Add([object[]] ($id, 'a')), $table.Rows.Add([object[]] ($other, 'b'))
        , $table
    }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Get-EcsServerPassword' {
    It 'accepts <Shape> from the pipeline' -ForEach @(
        @{ Shape = 'an ID'; Get = { $id } }
        @{ Shape = 'an ID in braces'; Get = { "{$id}" } }
        @{ Shape = 'an ID in capital letters with spaces around it'; Get = { "  $($id.ToUpperInvariant()) " } }
        @{ Shape = 'a GUID'; Get = { [guid] $id } }
        @{ Shape = 'an object with a GUID'; Get = { [pscustomobject] @{ Name = 'x'; Id = [guid] $id } } }
        @{ Shape = 'an object with an ID of another name'; Get = { [pscustomobject] @{ InstanceId = $id; Name = 'x' } } }
        @{ Shape = 'a hashtable'; Get = { @{ Id = $id; Name = 'x' } } }
        @{ Shape = 'a hashtable with a GUID'; Get = { @{ serverid = [guid] $id } } }
        @{ Shape = 'an ordered dictionary'; Get = { [ordered] @{ Name = 'x'; UUID = $id } } }
        @{ Shape = 'a row of a table'; Get = { (New-Table ([string])).Rows[0] } }
        @{ Shape = 'a row of a table with GUIDs'; Get = { (New-Table ([guid])).Rows[0] } }
        @{ Shape = 'a server object'; Get = { Get-EcsServer -Id $id } }
        @{ Shape = 'a password object'; Get = { Get-EcsServerPassword -ServerId $id } }
    ) {
        (& $Get | Get-EcsServerPassword).ServerId | Should -BeExactly $id
    }

    It 'accepts <Shape> as an argument' -ForEach @(
        @{ Shape = 'a GUID'; Get = { [guid] $id } }
        @{ Shape = 'GUIDs'; Get = { [guid] $id, [guid] $other }; Count = 2 }
        @{ Shape = 'a hashtable'; Get = { @{ Id = $id } } }
        @{ Shape = 'rows of a table'; Get = { (New-Table ([guid])).Rows }; Count = 2 }
        @{ Shape = 'a server object'; Get = { Get-EcsServer -Id $id } }
        @{ Shape = 'server objects'; Get = { Get-EcsServer -Id $id, $other }; Count = 2 }
    ) {
        $argument = & $Get
        (Get-EcsServerPassword $argument).ServerId | Should -BeExactly @($id, $other)[0..([Math]::Max(1, $Count) - 1)]
    }

    It 'requests a server that is an argument once' {
        $server = Get-EcsServer -Id $id
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        (Get-EcsServerPassword $server).ServerId | Should -BeExactly $id
        $paths = (Invoke-EmulatorControl $emulator counters).requests.path
        @($paths) | Should -HaveCount 1
        $paths | Should -BeLike '*/os-server-password'
    }

    It 'requests a server object from the pipeline once' {
        $server = Get-EcsServer -Id $id
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        ($server | Get-EcsServerPassword).ServerId | Should -BeExactly $id
        @((Invoke-EmulatorControl $emulator counters).requests.path) | Should -HaveCount 1
    }
}

Describe 'Get-EcsServer' {
    It 'accepts <Shape> from the pipeline' -ForEach @(
        @{ Shape = 'a GUID'; Get = { [guid] $id } }
        @{ Shape = 'a hashtable with a GUID'; Get = { @{ Id = [guid] $id } } }
        @{ Shape = 'a row of a table with GUIDs'; Get = { (New-Table ([guid])).Rows[0] } }
    ) {
        (& $Get | Get-EcsServer).Id | Should -BeExactly $id
    }
}

Describe 'Clear-EcsServerPassword' {
    It 'accepts <Shape>' -ForEach @(
        @{ Shape = 'a row of a table with GUIDs'; Get = { (New-Table ([guid])).Rows[1] } }
        @{ Shape = 'a server object'; Get = { Get-EcsServer -Id $other } }
    ) {
        $argument = & $Get
        (Clear-EcsServerPassword $argument -PassThru -Confirm:$false).Id | Should -BeExactly $other
        ($argument | Clear-EcsServerPassword -PassThru -Confirm:$false).Id | Should -BeExactly $other
    }
}

Describe 'Unprotect-OtcServerPassword' {
    BeforeAll {
        $encrypted = (Get-EcsServerPassword -ServerId $id).EncryptedPassword
        $keys = @{ KeyFile = $truth[0].keyFile }
    }

    It 'accepts a response of the API as <Shape>' -ForEach @(
        @{ Shape = 'an object'; Get = { [pscustomobject] @{ password = $encrypted } } }
        @{ Shape = 'JSON text'; Get = { ConvertTo-Json @{ password = $encrypted } -Compress } }
        @{ Shape = 'indented JSON text'; Get = { ConvertTo-Json @{ password = $encrypted } } }
    ) {
        (& $Get | Unprotect-OtcServerPassword @keys -AsPlainText).PlainTextPassword | Should -BeExactly $truth[0].password
    }

    It 'reports JSON text without a password as an invalid encrypted password' {
        '{"itemNotFound": {"code": 404}}' | Unprotect-OtcServerPassword @keys -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'EncryptedPasswordInvalid,*'
    }
}

Describe 'Input that cannot work' {
    It 'is a name with brackets, which are wildcards: a warning says so' {
        Get-EcsServer -Name 'web[xyz]9' -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeExactly ("No ECS server matches the wildcard pattern 'web[xyz]9'. " +
            'If brackets are part of the name, write a backtick before each of them.')
    }

    It 'is a session of another process' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-OtcSession)))
        { Get-EcsServer -Session $copy } | Should -Throw -ExpectedMessage '*exists only in the PowerShell process that signed in*'
    }
}
