# The manifest and the scripts follow the rules of the PowerShell Gallery.

BeforeDiscovery {
    $hasAnalyzer = $null -ne (Get-Module PSScriptAnalyzer -ListAvailable)
    if (-not $hasAnalyzer) { Write-Host 'Skipped: the rules of PSScriptAnalyzer, which is missing.' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
    $module = Get-BuiltModule
    function Find-Problem([string] $Path, [string[]] $ExcludeRule = @()) {
        Invoke-ScriptAnalyzer -Path $Path -Recurse -Settings PSGallery -Severity Error, Warning -ExcludeRule $ExcludeRule |
            ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName): $($_.Message)" }
    }
}

Describe 'The manifest' {
    It 'is valid without a warning' {
        $manifest = Test-ModuleManifest -Path (Join-Path $module 'OtcPassword.psd1') -WarningVariable warnings -ErrorAction Stop
        $warnings | Should -BeNullOrEmpty
        $manifest.ExportedCmdlets.Count | Should -Be 12
        "$($manifest.PowerShellVersion)" | Should -BeExactly '5.1'
    }

    It 'is plain data' {
        (Import-PowerShellDataFile -LiteralPath (Join-Path $root 'OtcPassword.psd1')).RootModule | Should -Not -BeNullOrEmpty
    }
}

Describe 'The rules of the Gallery' {
    It 'are followed by the shipped files and the build script' -Skip:(-not $hasAnalyzer) {
        Find-Problem $module | Should -BeNullOrEmpty
        Find-Problem (Join-Path $root 'build.ps1') | Should -BeNullOrEmpty
    }

    It 'are followed by the tests, except for rules that do not fit tests' -Skip:(-not $hasAnalyzer) {
        # Pester blocks share variables, helper functions do not need -WhatIf, and the passwords are not real.
        Find-Problem $PSScriptRoot -ExcludeRule PSUseDeclaredVarsMoreThanAssignments, PSUseShouldProcessForStateChangingFunctions, PSAvoidUsingPlainTextForPassword |
            Should -BeNullOrEmpty
    }
}
