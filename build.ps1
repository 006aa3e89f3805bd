<#
.SYNOPSIS
    A thin front over MSBuild and Pester for those who prefer PowerShell.
.DESCRIPTION
    Build  builds everything; the module is then in artifacts/module/OtcPassword
    Test   runs the xunit tests and, where Pester 5 is installed, the tests of the module in this PowerShell
    Demo   runs the main job through the cmdlets, against an emulator of its own
    Bench  measures the module against other ways to get many passwords, and writes a report to artifacts/bench
.EXAMPLE
    pwsh ./build.ps1 -Task Demo
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args -join ' ') failed with exit code $LASTEXITCODE." }
}

function Invoke-Build {
    Invoke-DotNet build $PSScriptRoot -c $Configuration --nologo
}

function Invoke-Test {
    Invoke-DotNet test $PSScriptRoot -c $Configuration --nologo
    if (Get-Module -Name Pester -ListAvailable | Where-Object { $_.Version.Major -ge 5 }) {
        & (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Tests.ps1')
    }
    else {
        Write-Host 'Skipped: the tests of the module in PowerShell (Pester 5 is not installed).'
    }
}

function Invoke-Demo {
    & (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Demo.ps1')
}

function Invoke-Bench {
    Invoke-DotNet run --no-build -c $Configuration --project (Join-Path $PSScriptRoot 'bench/OtcPassword.Bench') -- fleet
}

foreach ($name in $Task) {
    if ($name -ne 'Build') { Invoke-Build }
    & "Invoke-$name"
}
