# Another module with other versions of the same libraries, used before and after this module, each in a new process. The
# older versions are real. The newer versions are the same files with a higher number in their names and references.

BeforeDiscovery {
    # Only .NET has load contexts and the classes that write version numbers.
    $isDesktop = $PSVersionTable.PSVersion.Major -lt 7
}

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $newest = '99'

    # Writes another major version into an assembly and its references.
    function Set-MajorVersion([string] $Path, [string[]] $Library) {
        $bytes = [System.IO.File]::ReadAllBytes($Path)
        $file = New-Object System.Reflection.PortableExecutable.PEReader (, [System.IO.MemoryStream]::new($bytes))
        $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($file)
        $table = { param($Index) $file.PEHeaders.MetadataStartOffset + [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableMetadataOffset($metadata, $Index) }
        if ($metadata.GetString($metadata.GetAssemblyDefinition().Name) -in $Library) {
            # ECMA-335 II.22.2: the hash algorithm's four bytes come first.
            [BitConverter]::GetBytes([uint16] $newest).CopyTo($bytes, (& $table Assembly) + 4)
        }
        $size = [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableRowSize($metadata, 'AssemblyRef')
        $row = & $table AssemblyRef
        foreach ($handle in $metadata.AssemblyReferences) {
            if ($metadata.GetString($metadata.GetAssemblyReference($handle).Name) -in $Library) {
                [BitConverter]::GetBytes([uint16] $newest).CopyTo($bytes, $row)
            }
            $row += $size
        }
        $file.Dispose()
        [System.IO.File]::WriteAllBytes($Path, $bytes)
    }

    $built = Get-ChildItem (Join-Path $PSScriptRoot '../OtherModule/bin') -Recurse -Filter OtherModule.dll |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $built) { throw 'The other module is not built: run "dotnet build" first.' }
    foreach ($folder in 'older', 'newer', 'newer-json') {
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive $folder)
        Copy-Item -Path (Join-Path $built.DirectoryName '*.dll') -Destination (Join-Path $TestDrive $folder)
    }
    if ($PSVersionTable.PSVersion.Major -ge 7) {
        # A System.Text.Json newer than that of PowerShell can be loaded only in a context other than that of PowerShell.
        Get-ChildItem (Join-Path $TestDrive 'newer') | ForEach-Object { Set-MajorVersion $_.FullName YamlDotNet }
        Get-ChildItem (Join-Path $TestDrive 'newer-json') | ForEach-Object { Set-MajorVersion $_.FullName YamlDotNet, System.Text.Json }
    }

    $emulator = Start-Emulator
    $server = @(Get-EmulatorServer $emulator -Service ecs | Where-Object name -EQ 'web-0001')[0]
    Set-Content -LiteralPath (Join-Path $TestDrive 'clouds.yaml') -Encoding UTF8 -Value @"
clouds:
  test:
    auth: {auth_url: '$($emulator.AuthUrl)', username: '$($emulator.User)', password: '$($emulator.Password)', user_domain_name: '$($emulator.Domain)', project_name: '$($emulator.Project)'}
"@

    Set-Content -LiteralPath (Join-Path $TestDrive 'use.ps1') -Encoding UTF8 -Value @'
param($Module, $Other, $Context, $Order, $Folder, $KeyFolder)
$ErrorActionPreference = 'Stop'
function Use-Other {
    if ($Context -eq 'own' -and -not (Get-Command Invoke-OtherModule -ErrorAction Ignore)) {
        $global:own = New-Object System.Runtime.Loader.AssemblyLoadContext 'Other'
        $assemblies = Get-ChildItem -Path $Other -Filter *.dll | ForEach-Object { $own.LoadFromAssemblyPath($_.FullName) }
        Import-Module -Assembly ($assemblies | Where-Object { $_.GetName().Name -eq 'OtherModule' })
    }
    elseif ($Context -ne 'own') { Import-Module (Join-Path $Other 'OtherModule.dll') }
    Invoke-OtherModule | ForEach-Object { @{ Library = $_.Library; Major = $_.Version.Major; Result = $_.Result } }
}
function Use-This {
    Import-Module $Module
    Connect-OtcSession -Cloud test -CloudsFile (Join-Path $Folder 'clouds.yaml')
    (Get-EcsServerPassword -Name web-0001 -KeyFile $KeyFolder -AsPlainText).PlainTextPassword
}
$result = @{}
if ($Order -eq 'before') { Use-Other | Out-Null; $result.Password = Use-This; $result.Other = @(Use-Other) }
else { Use-This | Out-Null; $result.Other = @(Use-Other); $result.Password = Use-This }
$result.Own = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not $_.IsDynamic -and $_.Location -like "$Module*" } | ForEach-Object { $_.GetName().Name })
ConvertTo-Json $result -Depth 4 -Compress
'@

    # The processes run concurrently, because most of the time is the start of PowerShell.
    $running = @{}
    foreach ($context in 'shared', 'own') {
        foreach ($age in 'older', 'newer') {
            foreach ($order in 'before', 'after') {
                if ($PSVersionTable.PSVersion.Major -lt 7 -and "$context $age" -ne 'shared older') { continue }
                $name = "$context-$age-$order"
                $other = Join-Path $TestDrive $(if ("$context $age" -eq 'own newer') { 'newer-json' } else { $age })
                $running[$name] = Start-PowerShell "& '$TestDrive/use.ps1' '$(Get-BuiltModule)' '$other' $context $order '$TestDrive' '$($emulator.KeyFolder)'"
            }
        }
    }
}

AfterAll {
    $running.Values | ForEach-Object Dispose
    Stop-Emulator $emulator
}

Describe 'A module with <Age> libraries in its <Context> context' -ForEach @(
    @{ Context = 'shared'; Age = 'older' }
    @{ Context = 'shared'; Age = 'newer' }
    @{ Context = 'own'; Age = 'older' }
    @{ Context = 'own'; Age = 'newer' }
) {
    It 'works <_> this module, and so does this module' -Skip:($isDesktop -and "$Context $Age" -ne 'shared older') -ForEach 'before', 'after' {
        $name = "$Context-$Age-$_"
        $child = $running[$name].WaitForExit([timespan]::FromMinutes(5))
        $result = try { $child.Output | ConvertFrom-Json } catch { $null }
        $result | Should -Not -BeNullOrEmpty -Because ($child.Output + $child.Error)

        $result.Password | Should -BeExactly $server.password
        $result.Other.Result | Sort-Object -Unique | Should -BeExactly "value: $([char] 0xE4)$([char] 0xF6)$([char] 0xFC)"
        $version = @{}
        $result.Other | ForEach-Object { $version[$_.Library] = [string] $_.Major }
        $version['YamlDotNet'] | Should -BeExactly $(if ($Age -eq 'older') { '13' } else { $newest })
        if ($Context -eq 'own') { $version['System.Text.Json'] | Should -BeExactly $(if ($Age -eq 'older') { '8' } else { $newest }) }

        # This module still used its own library.
        $result.Own | Should -Contain 'YamlDotNet'
    }
}

Describe 'The assemblies of PowerShell 7' {
    It 'are only those that .NET does not have' {
        (Get-ChildItem (Join-Path (Get-BuiltModule) 'bin/net8.0')).Name | Sort-Object |
            Should -BeExactly 'Konscious.Security.Cryptography.Argon2.dll', 'Konscious.Security.Cryptography.Blake2.dll',
                'OtcPassword.Client.dll', 'OtcPassword.dll', 'YamlDotNet.dll'
    }
}
