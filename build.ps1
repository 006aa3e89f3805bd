<#
.SYNOPSIS
    A thin front over MSBuild and Pester for those who prefer PowerShell.
.DESCRIPTION
    Build    builds everything; the module is then in artifacts/module/OtcPassword
    Test     runs dotnet test: the xunit tests, and those of the module in this PowerShell
    Demo     runs the main job through the cmdlets, against an emulator of its own
    Bench    measures the module against other ways to get many passwords, and writes a report to artifacts/bench
    Help     makes what Get-Help reads from docs/help, into artifacts/module/OtcPassword/en-US
    Package  makes the module's package in artifacts/package: the same bytes from the same sources
    Publish  pushes that package to a repository; needs PSResourceGet 1.1, which PowerShell 7.5 has
.EXAMPLE
    pwsh ./build.ps1 -Task Demo
.EXAMPLE
    pwsh ./build.ps1 -Task Package, Publish -ApiKey (Get-Secret gallery)
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Help', 'Package', 'Publish')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Where Publish pushes the package: the name of a repository that Get-PSResourceRepository lists.
    [string] $Repository = 'PSGallery',

    # The key for that repository.
    [securestring] $ApiKey
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
    # The PowerShell of the tool manifest is a program of dotnet: without a switch it is the one that runs the tests.
    $process = (Get-Process -Id $PID).Path
    $instead = @(if ([System.IO.Path]::GetFileNameWithoutExtension($process) -ne 'dotnet') { "-p:PowerShell=$process" })
    Invoke-DotNet test $PSScriptRoot -c $Configuration --nologo @instead
}

function Invoke-Demo {
    & (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Demo.ps1')
}

function Invoke-Bench {
    Invoke-DotNet run --no-build -c $Configuration --project (Join-Path $PSScriptRoot 'bench/OtcPassword.Bench') -- fleet
}

function Invoke-Help {
    Invoke-DotNet build (Join-Path $PSScriptRoot 'src/OtcPassword') -c $Configuration --nologo
}

function Invoke-Package {
    # Nothing of an earlier build may slip in, nor the path of this folder.
    $module = Join-Path $PSScriptRoot 'artifacts/module'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    Invoke-DotNet pack (Join-Path $PSScriptRoot 'src/OtcPassword') -c Release --nologo '-p:ContinuousIntegrationBuild=true' -o (Join-Path $PSScriptRoot 'artifacts/package')
}

function Invoke-Publish {
    $package = Get-ChildItem (Join-Path $PSScriptRoot 'artifacts/package/OtcPassword.*.nupkg')
    if (@($package).Count -ne 1) { throw 'There must be one package in artifacts/package: run -Task Package first.' }
    $key = if ($ApiKey) { @{ ApiKey = [System.Net.NetworkCredential]::new('', $ApiKey).Password } } else { @{} }
    Publish-PSResource -NupkgPath $package.FullName -Repository $Repository @key
}

foreach ($name in $Task) {
    if ($name -in 'Test', 'Demo', 'Bench') { Invoke-Build }
    & "Invoke-$name"
}
