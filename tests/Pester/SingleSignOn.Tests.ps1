# How single sign-on starts a browser, and how it ends with Ctrl+C, with an emulator. PowerShell runs in processes of its own, which
# have a user, because these tests have none (-NonInteractive).

BeforeDiscovery { $script:onWindows = $env:OS -eq 'Windows_NT' }

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force

    $script:emulator = Start-Emulator
    $script:issuer = "$($emulator.AuthUrl -replace '/v3.*')/openid/corporate"
    $script:savedBrowser = $env:BROWSER
    $script:signIn = @'
Import-Module '{0}'
$sso = @{{
    AuthUrl = '{1}'; Region = 'eu-de'; ProjectName = 'eu-de_test'; IdentityProvider = 'corporate'; Issuer = '{2}'; ClientId = 'otc-cli'
}}
'@ -f (Get-BuiltModule), $emulator.AuthUrl, $issuer

    # Returns the start information of a PowerShell that has a user.
    function Get-UserPowerShell([string] $Script, [hashtable] $Environment = @{}) {
        $program, $first = Get-PowerShellProgram
        $start = [OtcPassword.TestTools.ChildProcess]::Command($program, [string[]] (@($first) + '-NoProfile' + '-Command' + $Script -ne $null))
        foreach ($name in 'BROWSER', 'DISPLAY', 'WAYLAND_DISPLAY', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY') { $null = $start.Environment.Remove($name) }
        foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
        $start
    }

    function Test-Port([int] $Port) {
        $client = New-Object System.Net.Sockets.TcpClient
        try { $client.Connect('127.0.0.1', $Port); $true } catch { $false } finally { $client.Dispose() }
    }

    function Get-RedirectPort([string] $Text) {
        if ($Text -match 'redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A(\d+)') { [int] $Matches[1] }
    }

    function Get-TokenRequestCount {
        [int] ((Invoke-EmulatorControl $emulator counters).requests | Where-Object path -Like '/openid/*/token' | Measure-Object count -Sum).Sum
    }
}

AfterAll {
    $env:BROWSER = $script:savedBrowser
    Stop-Emulator $script:emulator
}

Describe 'The browser of single sign-on' -Skip:$onWindows {
    BeforeAll {
        # In the place of the program that opens the browser of the desktop.
        $script:bin = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'bin')).FullName
        $script:log = Join-Path $TestDrive 'opened.txt'
        $script:opener = Join-Path $bin $(if ($IsMacOS) { 'open' } else { 'xdg-open' })
        Set-Content -LiteralPath $opener -Value @"
#!/bin/sh
echo "`$#|`$1" >>'$log'
echo 'a line that browsers write to the terminal'
exec curl --silent --location --noproxy '*' --output /dev/null "`$1"
"@
        chmod +x $opener
    }

    BeforeEach {
        Remove-Item -LiteralPath $log -ErrorAction SilentlyContinue
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'accepts'; deviceIntervalSeconds = 0.05 }
    }

    It '<Expected> with <What>' -ForEach @(
        @{ What = 'a display'; Environment = @{ DISPLAY = ':0' }; Expected = 'opens the page' }
        @{ What = 'Wayland'; Environment = @{ WAYLAND_DISPLAY = 'wayland-0' }; Expected = 'opens the page' }
        @{ What = 'no display, as in a container'; Environment = @{ }; Expected = 'shows a code' }
        @{ What = 'SSH'; Environment = @{ DISPLAY = ':10'; SSH_CONNECTION = '192.0.2.1 50000 192.0.2.2 22' }; Expected = 'shows a code' }
    ) {
        $Environment.PATH = "$bin$([System.IO.Path]::PathSeparator)$env:PATH"
        $script = "$signIn; `$session = Connect-OtcSession @sso -PassThru; `"in `$(`$session.ProjectName)`""
        $result = [OtcPassword.TestTools.ChildProcess]::Run((Get-UserPowerShell $script $Environment), [timespan]::FromSeconds(120))

        $result.Output | Should -Match '(?m)^in eu-de_test\r?$'
        $result.Output | Should -Not -Match 'a line that browsers write'
        if ($Expected -eq 'shows a code') {
            $result.Output | Should -Match 'enter the code [A-Z]{4}-[A-Z]{4}'
            $log | Should -Not -Exist
        }
        else {
            $result.Output | Should -Not -Match 'enter the code'
            $opened = @(Get-Content -LiteralPath $log)
            $opened.Count | Should -Be 1
            $opened[0] | Should -Match "^1\|$([regex]::Escape("$issuer/authorize?response_type=code"))&\S+&prompt=consent$"
            $result.Output | Should -Match ([regex]::Escape($opened[0].Substring(2)))
        }
    }

    It 'starts the first program of BROWSER that exists, also with SSH' {
        $environment = @{
            SSH_TTY = '/dev/pts/0'; PATH = "$bin$([System.IO.Path]::PathSeparator)$env:PATH"
            BROWSER = "/nonexistent/browser %s:$opener %s &:false"
        }
        $script = "$signIn; `$session = Connect-OtcSession @sso -PassThru; `"in `$(`$session.ProjectName)`""
        $result = [OtcPassword.TestTools.ChildProcess]::Run((Get-UserPowerShell $script $environment), [timespan]::FromSeconds(120))

        $result.Output | Should -Match '(?m)^in eu-de_test\r?$'
        @(Get-Content -LiteralPath $log) | Should -Match '^1\|http'
    }

    It 'warns that no browser could be started' {
        $environment = @{ DISPLAY = ':0'; PATH = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'empty')).FullName }
        $script = "$signIn; try { Connect-OtcSession @sso -TimeoutSec 2 } catch { `$_.FullyQualifiedErrorId }"
        $result = [OtcPassword.TestTools.ChildProcess]::Run((Get-UserPowerShell $script $environment), [timespan]::FromSeconds(120))

        $result.Output | Should -Match 'WARNING: Cannot start a browser\. .*-UseDeviceCode'
        $result.Output | Should -Match 'OperationTimeout,'
    }
}

Describe 'Ctrl+C during single sign-on' {
    BeforeEach {
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'waits'; deviceIntervalSeconds = 0.05 }
        $null = Invoke-EmulatorControl $emulator counters/reset -Method Post
        $env:BROWSER = Get-BrowserCommand
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$more) $signIn; Connect-OtcSession @sso @more")
    }

    AfterEach { $shell.Dispose() }

    It 'ends the wait for the browser, and closes its port' {
        $run = $shell.AddArgument(@{}).BeginInvoke()
        Wait-Until { $shell.Streams.Information.Count -eq 1 }
        $port = Get-RedirectPort $shell.Streams.Information[0]
        Test-Port $port | Should -BeTrue
        $run.IsCompleted | Should -BeFalse

        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        Test-Port $port | Should -BeFalse
        $shell.Streams.Error | Should -BeNullOrEmpty
        Get-TokenRequestCount | Should -Be 0
    }

    It 'ends the polls of a device code' {
        $run = $shell.AddArgument(@{ UseDeviceCode = $true }).BeginInvoke()
        Wait-Until { (Get-TokenRequestCount) -gt 1 }
        $run.IsCompleted | Should -BeFalse

        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        Wait-Until { (Invoke-EmulatorControl $emulator counters).inFlight -eq 0 }
        $before = Get-TokenRequestCount

        # Ten intervals of the poll.
        Start-Sleep -Milliseconds 500
        Get-TokenRequestCount | Should -Be $before
    }

    It 'as a signal ends the command, and PowerShell with it: <_>' -ForEach '', '-UseDeviceCode' -Skip:$onWindows {
        $start = Get-UserPowerShell "$signIn; try { Connect-OtcSession @sso $_ } finally { [Console]::Out.WriteLine('the end') }" @{ BROWSER = 'true' }
        $child = [OtcPassword.TestTools.ChildProcess]::Start($start)
        try {
            Wait-Until { $child.Output -match 'prompt=consent|enter the code' } -Seconds 60
            if ($_) { Wait-Until { (Get-TokenRequestCount) -gt 1 } -Seconds 60 }
            $port = Get-RedirectPort $child.Output
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            & kill -INT $child.Process.Id

            $result = $child.WaitForExit([timespan]::FromSeconds(30))
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
            $result.Output | Should -Match 'the end'
            if (-not $_) { Test-Port $port | Should -BeFalse }
        }
        finally { $child.Dispose() }
    }
}
