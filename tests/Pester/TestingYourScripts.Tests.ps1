# docs/testing-your-scripts.md: the emulator is installed as a .NET tool from its package, and the example of the page runs.

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $script:Root = Split-Path (Split-Path $PSScriptRoot)
    $script:Page = Get-Content -LiteralPath (Join-Path $Root 'docs/testing-your-scripts.md') -Raw -Encoding UTF8

    $packages = Join-Path $TestDrive 'packages'
    $null = Invoke-Program dotnet -Argument 'pack', (Join-Path $Root 'tools/OtcPassword.Emulator'), '--no-build', '--nologo', '-c', (Get-BuiltConfiguration), '-o', $packages
    # Only the folder with the package is a source: the package must contain everything.
    [System.IO.File]::WriteAllText((Join-Path $TestDrive 'nuget.config'), "<configuration><packageSources><clear /><add key=`"folder`" value=`"$packages`" /></packageSources></configuration>")
    $script:Tools = Join-Path $TestDrive 'tools'
    $null = Invoke-Program dotnet -Argument 'tool', 'install', 'OtcPassword.Emulator', '--prerelease', '--tool-path', $Tools, '--configfile', (Join-Path $TestDrive 'nuget.config'), '--no-cache'
}

Describe 'Page about testing your scripts' {
    It 'shows a short test' {
        $test = [regex]::Matches($Page, '(?s)```powershell\r?\n(.*?)```')[1].Groups[1].Value
        ($test.Trim() -split "`n").Count | Should -BeLessOrEqual 16
    }

    It 'shows a script and a test that passes with the installed tool' {
        $blocks = [regex]::Matches($Page, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'scripts')).FullName
        Set-Content -LiteralPath (Join-Path $folder 'Get-WebPassword.ps1') -Value $blocks[0] -Encoding UTF8
        Set-Content -LiteralPath (Join-Path $folder 'Get-WebPassword.Tests.ps1') -Value $blocks[1] -Encoding UTF8
        $script = @"
`$ErrorActionPreference = 'Stop'
`$env:PATH = '$Tools' + [System.IO.Path]::PathSeparator + `$env:PATH
Import-Module '$((Get-Module Pester).Path)'
Import-Module '$(Get-BuiltModule)'
Set-Location '$folder'
`$result = Invoke-Pester -Path . -PassThru -Output None
'{0} passed, {1} failed: {2}' -f `$result.PassedCount, `$result.FailedCount, (`$result.Failed.ErrorRecord.Exception.Message -join '; ')
"@
        # The emulator writes its start text to the same console.
        (Invoke-PowerShell $script) -match '^\d+ passed' | Should -Be '1 passed, 0 failed:'
    }
}

Describe 'otc-emulator' {
    It 'has the version of the module' {
        $manifest = Import-PowerShellDataFile (Join-Path $Root 'OtcPassword.psd1')
        (Get-ChildItem (Join-Path $TestDrive 'packages')).Name | Should -BeLike "OtcPassword.Emulator.$($manifest.ModuleVersion)*.nupkg"
    }
}
