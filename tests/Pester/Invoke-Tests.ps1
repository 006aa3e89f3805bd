<#
.SYNOPSIS
    Runs the tests of the built module in this PowerShell and prints "N passed, N failed, N skipped".
#>
[CmdletBinding()]
param(
    # The tests to run; default: all.
    [string] $Path = $PSScriptRoot
)

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
Write-Host "Pester: $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
if ($result.FailedCount -gt 0 -or $result.FailedContainersCount -gt 0 -or $result.FailedBlocksCount -gt 0) { exit 1 }
