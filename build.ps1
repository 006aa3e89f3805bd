<#
.SYNOPSIS
    Builds, tests, and packages the module. Wraps MSBuild and Pester.
.DESCRIPTION
    Build    builds everything; the module is then in artifacts/module/OtcPassword
    Test     runs dotnet test: the xunit tests, and those of the module in this PowerShell
    Demo     runs the main task with the cmdlets and a new emulator
    Bench    compares the module with other methods to get many passwords, and writes a report to artifacts/bench
    Help     creates the help files for Get-Help from docs/help in artifacts/module/OtcPassword/en-US
    Package  creates the package of the module in artifacts/package: the same bytes from the same sources. On Windows,
             -CertificateThumbprint signs the files and adds a catalog
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
    [securestring] $ApiKey,

    # The code signing certificate in the store of the user. Without it, the package is not signed.
    [string] $CertificateThumbprint
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
    # The process of the PowerShell from the tool manifest is dotnet. This PowerShell runs the tests by default.
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
    # The package must contain neither files of an earlier build nor the path of this folder.
    $module = Join-Path $PSScriptRoot 'artifacts/module'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    $project = Join-Path $PSScriptRoot 'src/OtcPassword'
    $options = '-c', 'Release', '--nologo', '-p:ContinuousIntegrationBuild=true'
    Invoke-DotNet build $project @options
    if ($CertificateThumbprint) { Add-Signature (Join-Path $module 'OtcPassword') (Get-Item "Cert:/CurrentUser/My/$CertificateThumbprint") }
    Invoke-DotNet pack $project --no-build @options -o (Join-Path $PSScriptRoot 'artifacts/package')
}

# Signs the files that have no signature yet, and a catalog with the hashes of all files.
function Add-Signature([string] $Folder, [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate) {
    $signing = @{
        Certificate     = $Certificate
        HashAlgorithm   = 'SHA256'
        IncludeChain    = 'All'
        TimestampServer = 'http://timestamp.digicert.com'
    }
    $files = Get-ChildItem $Folder -Recurse -Include *.dll, *.psd1, *.psm1, *.ps1, *.ps1xml |
        Where-Object { (Get-AuthenticodeSignature -LiteralPath $_.FullName).Status -eq 'NotSigned' }
    $catalog = Join-Path $Folder 'OtcPassword.cat'
    $signed = @($files | ForEach-Object { Set-AuthenticodeSignature -LiteralPath $_.FullName @signing })
    $null = New-FileCatalog -Path $Folder -CatalogFilePath $catalog -CatalogVersion 2
    $signed += Set-AuthenticodeSignature -LiteralPath $catalog @signing
    $signed | Where-Object Status -NE Valid | ForEach-Object { throw "Cannot sign '$($_.Path)': $($_.StatusMessage)" }
}

function Invoke-Publish {
    $package = Get-ChildItem (Join-Path $PSScriptRoot 'artifacts/package/OtcPassword.*.nupkg')
    if (@($package).Count -ne 1) { throw 'Expected exactly one package in artifacts/package. Run -Task Package first.' }
    $key = if ($ApiKey) { @{ ApiKey = [System.Net.NetworkCredential]::new('', $ApiKey).Password } } else { @{} }
    Publish-PSResource -NupkgPath $package.FullName -Repository $Repository @key
}

foreach ($name in $Task) {
    if ($name -in 'Test', 'Demo', 'Bench') { Invoke-Build }
    & "Invoke-$name"
}
