<#
.SYNOPSIS
    Runs the tests of the built module in this PowerShell and prints "N passed, N failed, N skipped".
.DESCRIPTION
    Several processes share the files. The exit code is 1 if a test failed, if no test passed, or if the tests could not be run.
#>
[CmdletBinding()]
param(
    # The tests to run: a file or a folder. The default is all tests.
    [string] $Path = $PSScriptRoot,

    # The Pester module to use: a name, or the path of its manifest.
    [string] $Pester = 'Pester',

    # The number of processes.
    [int] $Jobs = [Math]::Min([Environment]::ProcessorCount, 4),

    # Only for the processes that this script starts: the folder in which each of them reserves the files that it runs.
    [string] $Queue
)

$ErrorActionPreference = 'Stop'
# Large files first, so that no process works alone for long at the end.
$files = @(Get-ChildItem -Path $Path -Filter *.Tests.ps1 -Recurse -ErrorAction SilentlyContinue | Sort-Object Length -Descending)

# Runs the files that no other process has reserved.
function Invoke-Queue {
    $loaded = Import-Module $Pester -MinimumVersion 5.0 -PassThru
    $root = Split-Path (Split-Path $PSScriptRoot)
    foreach ($file in $files) {
        $reservation = Join-Path $Queue $file.Name
        try { [System.IO.File]::Open($reservation, 'CreateNew').Dispose() } catch [System.IO.IOException] { continue }

        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $file.FullName
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Normal'
        $configuration.Output.RenderMode = 'Plaintext'
        # The tests run with the default of PowerShell, as a user does.
        $result = & { $global:ErrorActionPreference = 'Continue'; Invoke-Pester -Configuration $configuration }

        # Writes each failure again in the form that MSBuild reports as an error: failures of tests, blocks, and files.
        foreach ($failure in @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers)) {
            foreach ($record in $failure.ErrorRecord) {
                $block = $failure.ScriptBlock
                $source = if ($block) { $block.File } else { "$($failure.Item)" }
                $line = if ($block) { $block.StartPosition.StartLine } else { 1 }
                $name = if ($failure.ExpandedPath) { $failure.ExpandedPath } else { $failure.Name }
                $source = "$source".Replace($root, '').TrimStart('/', '\') -replace '\s', '_'
                Write-Host "$source($line): error Pester: $name`: $("$record" -replace '\s*\r?\n\s*', ' ')"
            }
        }

        $isEmpty = -not $result -or ($result.TotalCount -eq 0 -and $result.FailedContainersCount -eq 0)
        if ($isEmpty) { Write-Host "tests/Pester/$($file.Name)(1): error Pester: the file contains no tests" }
        $isBroken = $isEmpty -or $result.FailedContainersCount + $result.FailedBlocksCount -gt 0
        $failed = [Math]::Max([int] $result.FailedCount, [int] $isBroken)
        $skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
        Set-Content -LiteralPath $reservation "$([int] $result.PassedCount) $failed $([int] $skipped) $($loaded.Version)"
    }
}

if ($Queue) {
    [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
    Invoke-Queue
    exit
}

Import-Module (Join-Path $PSScriptRoot 'ChildProcess.psm1')
$Queue = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
try {
    # Without a user: a prompt, such as that of a mandatory parameter, would wait forever. It is an error that a test can expect.
    $children = @(1..[Math]::Max(1, [Math]::Min($Jobs, $files.Count)) | ForEach-Object {
            $command = Get-PowerShellCommand '-File', $PSCommandPath, '-Path', $Path, '-Pester', $Pester, '-Queue', $Queue
            @{ Process = [OtcPassword.TestTools.ChildProcess]::Start($command); Shown = 0 }
        })
    $children | ForEach-Object { $_.Process.Process.StandardInput.Close() }
    do {
        Start-Sleep -Milliseconds 200
        $isRunning = @($children | Where-Object { -not $_.Process.Process.HasExited }).Count -gt 0
        foreach ($child in $children) {
            $text = if ($isRunning) { $child.Process.Output } else { $child.Process.WaitForExit([timespan]::FromMinutes(1)).Output }
            if ($text.Length -gt $child.Shown) { Write-Host $text.Substring($child.Shown) -NoNewline }
            $child.Shown = $text.Length
            if (-not $isRunning) { Write-Host $child.Process.Printed.Substring($text.Length) }
        }
    } while ($isRunning)

    $passed = $failed = $skipped = 0
    $version = 'unknown'
    foreach ($file in $files) {
        # The file is missing or empty if its tests did not start or did not end.
        $counts = -split "$(Get-Content -LiteralPath (Join-Path $Queue $file.Name) -ErrorAction SilentlyContinue)"
        if ($counts.Count -eq 4) {
            $passed += [int] $counts[0]
            $failed += [int] $counts[1]
            $skipped += [int] $counts[2]
            $version = $counts[3]
        }
        else {
            Write-Host "tests/Pester/$($file.Name)(1): error Pester: the process ended before the tests"
            $failed++
        }
    }
    Write-Host "PowerShell $($PSVersionTable.PSVersion) (Pester $version): $passed passed, $failed failed, $skipped skipped"
    if ($passed -eq 0) { Write-Host "Invoke-Tests.ps1(1): error Pester: no test passed in $Path" }
    if ($passed -eq 0 -or $failed -gt 0) { exit 1 }
}
finally {
    $children | ForEach-Object { $_.Process.Dispose() }
    Remove-Item -LiteralPath $Queue -Recurse
}
