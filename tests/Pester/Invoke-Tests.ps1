<#
.SYNOPSIS
    Runs the tests of the built module in this PowerShell and prints "N passed, N failed, N skipped".
.DESCRIPTION
    The exit code is 1 if a test failed, if no test passed, or if the tests could not be run.
#>
[CmdletBinding()]
param(
    # The tests to run. The default is all tests.
    [string] $Path = $PSScriptRoot,

    # The Pester module to use: a name, or the path of its manifest.
    [string] $Pester = 'Pester'
)

$ErrorActionPreference = 'Stop'
if (-not ([Environment]::GetCommandLineArgs() -match '^[-/]noni')) {
    # A prompt, such as that of a mandatory parameter, would wait forever. Without a user, it is an error that a test can expect.
    Import-Module (Join-Path $PSScriptRoot 'ChildProcess.psm1')
    $program, $arguments = @(Get-PowerShellProgram) + '-NoLogo' + '-NoProfile' + '-NonInteractive' + '-File' + $PSCommandPath
    & $program $arguments -Path $Path -Pester $Pester
    exit $LASTEXITCODE
}

[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$loaded = Import-Module $Pester -MinimumVersion 5.0 -PassThru
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
# The tests run with the default of PowerShell, as a user does.
$ErrorActionPreference = 'Continue'
$result = Invoke-Pester -Configuration $configuration
$ErrorActionPreference = 'Stop'

# Writes each failure again in the form that MSBuild reports as an error: failures of tests, blocks, and files.
$root = Split-Path (Split-Path $PSScriptRoot)
foreach ($failure in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {
    foreach ($record in $failure.ErrorRecord) {
        $block = $failure.ScriptBlock
        $file = if ($block) { $block.File } else { "$($failure.Item)" }
        $line = if ($block) { $block.StartPosition.StartLine } else { 1 }
        $name = if ($failure.ExpandedPath) { $failure.ExpandedPath } else { $failure.Name }
        $file = "$file".Replace($root, '').TrimStart('/', '\') -replace '\s', '_'
        Write-Host "$file($line): error Pester: $name`: $("$record" -replace '\s*\r?\n\s*', ' ')"
    }
}

# Pester returns no result if it finds no tests.
$passed = [int] $result.PassedCount
$skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
$counts = "$passed passed, $([int] $result.FailedCount) failed, $([int] $skipped) skipped"
Write-Host "PowerShell $($PSVersionTable.PSVersion) (Pester $($loaded.Version)): $counts"
if ($passed -eq 0) { Write-Host "Invoke-Tests.ps1(1): error Pester: no test passed in $Path" }
if ($passed -eq 0 -or $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount -gt 0) { exit 1 }
