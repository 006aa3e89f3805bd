<#
.SYNOPSIS
    Runs the tests of the built module in this PowerShell and prints "N passed, N failed, N skipped".
#>
[CmdletBinding()]
param(
    # The tests to run. The default is all tests.
    [string] $Path = $PSScriptRoot,

    # The Pester module to use: a name, or the path of its manifest.
    [string] $Pester = 'Pester'
)

[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
$loaded = Import-Module $Pester -MinimumVersion 5.0 -PassThru
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
if ([Console]::IsOutputRedirected) { $configuration.Output.RenderMode = 'Plaintext' }
$result = Invoke-Pester -Configuration $configuration

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

$counts = "$($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount) skipped"
Write-Host "PowerShell $($PSVersionTable.PSVersion) (Pester $($loaded.Version)): $counts"
if ($result.FailedCount -gt 0 -or $result.FailedContainersCount -gt 0 -or $result.FailedBlocksCount -gt 0) { exit 1 }
