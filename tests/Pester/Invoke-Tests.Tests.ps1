# A run that tested nothing must not look like a success.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'ChildProcess.psm1') -Force
    $runner = Join-Path $PSScriptRoot 'Invoke-Tests.ps1'
    $pester = (Get-Module Pester).Path -replace '\.psm1$', '.psd1'

    function Invoke-Runner([string] $Test, [string] $Module = $pester, [string[]] $Option = @('-NonInteractive')) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid())/Sample.Tests.ps1"
        if ($Test) { $null = New-Item -Path $file -Value $Test -Force }
        $program, $arguments = @(Get-PowerShellProgram) + '-NoProfile' + $Option + @('-File', $runner, '-Path', $file, '-Pester', $Module)
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
        @{ Name = 'if a test fails'; Test = "Describe 'a' { It 'b' { 1 | Should -Be 2 } }" }
        @{ Name = 'if all tests are skipped'; Test = "Describe 'a' { It 'b' -Skip { } }" }
        @{ Name = 'if the file does not exist'; Test = '' }
        @{ Name = 'if the file contains no tests'; Test = "Describe 'a' { }" }
        @{ Name = 'if the file contains comments only'; Test = '# no tests' }
        @{ Name = 'if the file cannot be parsed'; Test = "Describe 'a' { It 'b' { 1 | Should -Be 1 }" }
        @{ Name = 'if the file cannot be discovered'; Test = "throw 'no discovery'; Describe 'a' { It 'b' { 1 | Should -Be 1 } }" }
        @{ Name = 'if something after a test fails'; Test = "Describe 'a' { It 'b' { 1 | Should -Be 1 }; AfterAll { throw 'no end' } }" }
    ) {
        $run = Invoke-Runner $Test
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'error Pester: '
        $run.Output | Should -Match ': \d+ passed, \d+ failed, \d+ skipped'
    }

    It 'fails if Pester does not exist' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { 1 | Should -Be 1 } }" -Module (Join-Path $TestDrive 'missing/Pester.psd1')
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match 'passed'
    }

    It 'does not wait at a prompt without -NonInteractive' {
        $run = Invoke-Runner "Describe 'a' { It 'b' { { Read-Host } | Should -Throw '*NonInteractive*' } }" -Option @()
        $run.Output | Should -Match ': 1 passed, 0 failed, 0 skipped'
        $run.ExitCode | Should -Be 0
    }
}
