# A run that tested nothing must not look like a success.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'ChildProcess.psm1') -Force
    $runner = Join-Path $PSScriptRoot 'Invoke-Tests.ps1'
    $pester = (Get-Module Pester).Path -replace '\.psm1$', '.psd1'

    function Invoke-Runner([string[]] $Test, [string] $Module = $pester, [string[]] $Option = @('-NonInteractive')) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $Test | Where-Object { $_ } | ForEach-Object { $number = 1 } { Set-Content -LiteralPath (Join-Path $folder "$number.Tests.ps1") -Value $_; $number++ }
        $program, $arguments = @(Get-PowerShellProgram) + '-NoProfile' + $Option + @('-File', $runner, '-Path', $folder, '-Pester', $Module, '-Jobs', "$([Math]::Min(2, $Test.Count))")
        $command = [OtcPassword.TestTools.ChildProcess]::Command($program, [string[]] $arguments)
        [OtcPassword.TestTools.ChildProcess]::Run($command, [timespan] '00:02:00')
    }
}

Describe 'Invoke-Tests.ps1' {
    It 'succeeds with a test that passes' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { 1 | Should -Be 1 } }"
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match ': 1 passed, 0 failed, 0 skipped'
    }

    It 'fails <Name>' -TestCases @(
        @{ Name = 'if all tests are skipped'; Test = "Describe 'a' { It 'b' -Skip { } }" }
        @{ Name = 'if the file does not exist'; Test = '' }
    ) {
        $run = Invoke-Runner $Test
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'error Pester: no test passed'
        $run.Output | Should -Match ': 0 passed, 0 failed, \d+ skipped'
    }

    It 'fails for each file that fails, cannot be read, or contains no tests' {
        $run = Invoke-Runner @(
            "Describe 'a' { It 'b' { 1 | Should -Be 2 } }"
            "Describe 'a' { }"
            '# no tests'
            "Describe 'a' { It 'b' { 1 | Should -Be 1 }"
            "throw 'no discovery'; Describe 'a' { It 'b' { 1 | Should -Be 1 } }"
            "Describe 'a' { It 'b' { 1 | Should -Be 1 }; AfterAll { throw 'no end' } }"
        )
        $run.ExitCode | Should -Be 1
        1..6 | Where-Object { $run.Output -notmatch "\b$_\.Tests\.ps1\(\d+\): error Pester: " } | Should -BeNullOrEmpty
        $run.Output | Should -Match ': 1 passed, 6 failed, 0 skipped'
    }

    It 'adds up the files of two processes' {
        $run = Invoke-Runner (1..3 | ForEach-Object { "Describe 'a' { It 'b' { $_ | Should -BeLessThan 3 }; It 'c' -Skip { }; It 'd' { } }" })
        $run.Output | Should -Match ': 5 passed, 1 failed, 3 skipped'
        $run.ExitCode | Should -Be 1
    }

    It 'fails if the process ends before the tests' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { } }", "Describe 'long a' { It 'b' { [Environment]::Exit(0) } }"
        $run.Output | Should -Match ': error Pester: the process ended before the tests'
        $run.Output | Should -Match ': 1 passed, 1 failed, 0 skipped'
        $run.ExitCode | Should -Be 1
    }

    It 'fails if Pester does not exist' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { 1 | Should -Be 1 } }" -Module (Join-Path $TestDrive 'missing/Pester.psd1')
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match ': 0 passed'
    }

    It 'does not wait at a prompt without -NonInteractive' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { { Read-Host } | Should -Throw '*NonInteractive*' } }" -Option @()
        $run.Output | Should -Match ': 1 passed, 0 failed, 0 skipped'
        $run.ExitCode | Should -Be 0
    }
}
