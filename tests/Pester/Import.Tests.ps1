# The methods to load the module, and the hosts that load it.

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $module = Get-BuiltModule
    Import-Module $module -Force
    $root = Join-Path $PSScriptRoot '../..'
    $emulator = Start-Emulator
    $keys = $emulator.KeyFolder
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $password = @(Get-EmulatorServer $emulator | Where-Object name -EQ 'web-0001')[0].password

    # Runs a script in a separate PowerShell that finds the module by its name.
    function Invoke-Shell([string] $Script) {
        Invoke-PowerShell $Script -Environment @{ PSModulePath = (Split-Path $module) + [System.IO.Path]::PathSeparator + $env:PSModulePath }
    }
    function Wait-Job([object] $Job) {
        $null = $Job | Microsoft.PowerShell.Core\Wait-Job -Timeout 120
        Receive-Job $Job -ErrorAction SilentlyContinue
        Remove-Job $Job -Force
    }
}

AfterAll {
    Import-Module $module -Force
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Loading the module' {
    It 'happens automatically when a cmdlet is used' {
        Invoke-Shell 'Get-OtcKeyFile (Join-Path $PSHOME none) -ErrorAction SilentlyContinue; [string] (Get-Module OtcPassword).Version' | Should -BeExactly '0.1.0'
    }

    It 'happens with using module' {
        Invoke-Shell "using module OtcPassword`n[OtcPassword.OtcPasswordException].Name; (Get-Command -Module OtcPassword).Count" | Should -BeExactly 'OtcPasswordException', '12'
    }

    It 'happens for a module that requires it' {
        $needy = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'Needy')).FullName
        New-ModuleManifest -Path (Join-Path $needy 'Needy.psd1') -RequiredModules @{ ModuleName = 'OtcPassword'; ModuleVersion = '0.1.0' }
        Invoke-Shell "#requires -Modules @{ ModuleName = 'OtcPassword'; RequiredVersion = '0.1.0' }`nRemove-Module OtcPassword; Import-Module '$needy'; (Get-Module OtcPassword).Name" | Should -BeExactly 'OtcPassword'
    }

    It 'works in strict mode with $ErrorActionPreference = "Stop"' {
        Invoke-Shell @"
Set-StrictMode -Version Latest
`$ErrorActionPreference = 'Stop'
Import-Module OtcPassword
`$secret = New-Object System.Security.SecureString
'$($emulator.Password)'.ToCharArray() | ForEach-Object { `$secret.AppendChar(`$_) }
Connect-OtcSession -AuthUrl $($emulator.AuthUrl) -DomainName $($emulator.Domain) -ProjectName $($emulator.Project) -Credential (New-Object pscredential $($emulator.User), `$secret)
`$found = Get-EcsServer web-0001 | Get-EcsServerPassword -KeyFile '$keys' -AsPlainText
`$null = `$found | Out-String
`$found.PlainTextPassword
try { Clear-EcsServerPassword -Name web-0001 } catch { `$_.FullyQualifiedErrorId }
"@ | Should -BeExactly $password, 'InvalidOperation,OtcPassword.Cmdlets.ClearEcsServerPasswordCommand'
    }

    It 'exports only the cmdlets of the manifest, and removes them with the module' {
        $manifest = Import-PowerShellDataFile (Join-Path $root 'OtcPassword.psd1')
        (Get-Command -Module OtcPassword).Name | Sort-Object | Should -BeExactly ($manifest.CmdletsToExport | Sort-Object)
        Remove-Module OtcPassword
        @(Get-Module | Where-Object Path -Like "$module*") | Should -BeNullOrEmpty
        try { Get-Command Get-OtcSession -ErrorAction SilentlyContinue | Should -BeNullOrEmpty }
        finally { Import-Module $module }
    }

    It 'keeps the session when the module is loaded again' {
        $before = Get-OtcSession
        Remove-Module OtcPassword
        Import-Module $module
        Get-OtcSession | Should -Be $before
        Import-Module $module -Force
        (Get-EcsServer web-0001 | Get-EcsServerPassword).Status | Should -Be 'Encrypted'
    }

    It 'supports -Prefix' {
        Remove-Module OtcPassword
        try {
            Import-Module $module -Prefix T
            (Get-TEcsServer web-0001 | Get-TEcsServerPassword -KeyFile $keys -AsPlainText).PlainTextPassword | Should -BeExactly $password
        }
        finally {
            Remove-Module OtcPassword
            Import-Module $module
        }
    }
}

Describe 'The host' {
    BeforeAll {
        # Slow enough for progress to be shown.
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @(@{ path = '*/os-server-password'; latencyMs = 1300 }) }
    }

    AfterAll { Invoke-EmulatorControl $emulator faults -Method Put -Body @{ rules = @() } }

    It 'can be a runspace pool that shares the session' {
        $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        $state.ImportPSModule($module)
        $pool = [runspacefactory]::CreateRunspacePool($state)
        $null = $pool.SetMaxRunspaces(4)
        $pool.Open()
        try {
            $calls = foreach ($number in 1..8) {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddCommand('Get-EcsServerPassword').AddParameter('Name', "web-000$number").AddParameter('KeyFile', $keys)
                @{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            $passwords = $calls | ForEach-Object { $_.Shell.EndInvoke($_.Result); $_.Shell.Dispose() }
        }
        finally { $pool.Dispose() }
        $passwords.ServerName | Should -BeExactly (1..8 | ForEach-Object { "web-000$_" })
        $passwords.Status | Sort-Object -Unique | Should -Be 'Decrypted'
    }

    It 'can be missing' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; Get-EcsServerPassword -Name web-0001 -KeyFile '$keys' -AsPlainText")
            $shell.Invoke().PlainTextPassword | Should -BeExactly $password
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Progress | Should -Not -BeNullOrEmpty
            $shell.Commands.Clear()
            $null = $shell.AddScript('Clear-EcsServerPassword -Name web-0001')
            $problem = try { $null = $shell.Invoke(); $shell.Streams.Error[0] } catch { $_.Exception.InnerException.ErrorRecord }
            $problem.FullyQualifiedErrorId | Should -BeLike '*,OtcPassword.Cmdlets.ClearEcsServerPasswordCommand'
        }
        finally { $shell.Dispose() }
        @(Get-EmulatorServer $emulator | Where-Object name -EQ 'web-0001')[0].passwordState | Should -BeExactly 'available'
    }

    It 'can be the remote host of a job' {
        $result = Wait-Job (Start-Job -ArgumentList $module, $signIn, $keys {
                param($Module, $SignIn, $Keys)
                Import-Module $Module
                Connect-OtcSession @SignIn
                $Host.Name
                Get-EcsServerPassword -Name web-0001 -KeyFile $Keys -AsPlainText
                Clear-EcsServerPassword -Name web-0001 -Confirm:$false -WhatIf
            })
        $result[0] | Should -BeExactly 'ServerRemoteHost'
        $result[1].PlainTextPassword | Should -BeExactly $password
        # The deserialized object has the same view.
        $result[1] | Out-String -Width 79 | Should -Match 'ServerName +Status +Password +Address'
    }
}

Describe 'Import on an unsupported version' {
    It 'fails and names the required version on PowerShell earlier than 7.4' {
        # This PowerShell imports a module that requires a later one.
        $copy = Join-Path $TestDrive 'OtcPassword'
        Copy-Item $module $copy -Recurse
        $script = Join-Path $copy 'OtcPassword.Core.ps1'
        (Get-Content -LiteralPath $script)[0] | Should -BeExactly '#requires -Version 7.4'
        (Get-Content -LiteralPath $script) -replace '7\.4', '99.0' | Set-Content -LiteralPath $script
        $said = Invoke-PowerShell "Import-Module '$copy' -ErrorVariable problems -ErrorAction SilentlyContinue; `$problems[0].Exception.Message; @(Get-Module OtcPassword).Count"
        $said[0] | Should -BeLike "*requires*PowerShell 99.0*$($PSVersionTable.PSVersion)*"
        $said[-1] | Should -Be 0
    }

    Context '.NET Framework' {
        BeforeAll {
            # The script of Windows PowerShell, with the release number of another .NET Framework.
            $desktop = (Get-Content -LiteralPath (Join-Path $root 'src/OtcPassword/OtcPassword.Desktop.ps1') -Raw).Replace('$PSScriptRoot', '$module')
            function Invoke-DesktopScript([object] $Release) {
                function Get-ItemProperty { if ($null -ne $Release) { [pscustomobject]@{ Release = $Release } } }
                function Import-Module([string] $Name) { $Name.Substring($module.Length + 1).Replace('\', '/') }
                & ([scriptblock]::Create("param(`$module) Set-StrictMode -Off; $desktop")) $module
            }
        }

        It 'fails and names the required version with release <Release>' -ForEach @{ Release = $null }, @{ Release = 394802 }, @{ Release = 461308 } {
            { Invoke-DesktopScript $Release } | Should -Throw '*requires .NET Framework 4.7.2 or later*https://*'
        }

        It 'loads the module with release <Release>' -ForEach @{ Release = 461808 }, @{ Release = 528449 } {
            Invoke-DesktopScript $Release | Should -BeExactly 'bin/net472/OtcPassword.dll'
        }
    }
}
