# The package as a new user gets it: installed, found with Tab, explained by its help, and used.

BeforeDiscovery {
    $hasPSResourceGet = [bool](Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)
    if (-not $hasPSResourceGet) { Write-Host 'Skipped: Install-PSResource (PSResourceGet is not installed).' }
    # On Windows, HOME does not determine where modules are installed, so the test would change the modules of the user.
    $canInstall = $hasPSResourceGet -and $PSVersionTable.Platform -eq 'Unix'
}

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess', 'HelpPage') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    $script:Root = Split-Path (Split-Path $PSScriptRoot)
    $script:Repository = Join-Path $TestDrive 'repository'
    $null = Invoke-Program dotnet -Argument 'pack', (Join-Path $Root 'src/OtcPassword'), '--no-build', '--nologo', '-c', (Get-BuiltConfiguration), '-o', $Repository, "-p:NuspecOutputPath=$TestDrive/nuspec"
    $script:Package = (Get-ChildItem $Repository -Filter *.nupkg).FullName

    $script:Emulator = Start-Emulator -Scenario @{
        domains  = @(@{ name = 'OTC-EU-DE-00000000001000012345'; projects = @('eu-de_web'); users = @(@{ name = 'jdoe'; password = 'Emulator-1!' }) })
        keyPairs = @(@{ name = 'web'; user = 'jdoe' }; @{ name = 'db'; user = 'jdoe'; format = 'openSsh' })
        servers  = @(
            @{ name = 'web-{n}'; project = 'eu-de_web'; keyPair = 'web'; count = 40 }
            @{ name = 'db-{n}'; project = 'eu-de_web'; keyPair = 'db'; count = 10 }
        )
    }
    $script:Expected = @{}
    Get-EmulatorServer $Emulator | ForEach-Object { $Expected[$_.name] = $_.password }

    # The first commands of a new user, in a PowerShell without other modules.
    $script:FirstHour = @'
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$found = (TabExpansion2 'Get-EcsServerP' 14).CompletionMatches.CompletionText
$help = Get-Help Get-EcsServerPassword -Examples | Out-String
$password = [securestring]::new(); 'Emulator-1!'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
$credential = [pscredential]::new('jdoe', $password)
Connect-OtcSession -Region eu-de -DomainName OTC-EU-DE-00000000001000012345 -ProjectName eu-de_web -Credential $credential -AuthUrl AUTHURL
$one = Get-EcsServerPassword -Name web-0001 -KeyFile 'KEYS/web.pem' -AsPlainText
$fifty = Get-EcsServer | Get-EcsServerPassword -KeyFile 'KEYS'
$module = Get-Module OtcPassword
@{
    Found = @($found); Help = $help; Base = $module.ModuleBase; Version = "$($module.Version)"
    One = $one.PlainTextPassword
    Fifty = @($fifty | ForEach-Object { @{ Name = $_.ServerName; Password = $_.Credential.GetNetworkCredential().Password } })
} | ConvertTo-Json -Depth 4 -Compress
'@.Replace('AUTHURL', $Emulator.AuthUrl).Replace('KEYS', $Emulator.KeyFolder)

    # With a .config folder: without one, .NET knows no folder for settings, and NuGet writes its settings to the current folder.
    function New-UserHome([string] $Name) {
        $null = New-Item -ItemType Directory -Path (Join-Path $TestDrive "$Name/.config") -Force
        Join-Path $TestDrive $Name
    }

    function Invoke-FirstHour([string] $ModulePath) {
        $script = "`$env:PSModulePath = '$ModulePath' + [System.IO.Path]::PathSeparator + '$PSHOME/Modules'`n$FirstHour"
        Invoke-PowerShell $script | ConvertFrom-Json
    }

    function Assert-FirstHour([object] $Seen) {
        $Seen.Found | Should -Be @('Get-EcsServerPassword')
        $Seen.Help | Should -Match 'Get-EcsServerPassword -Name web-0001'
        $Seen.Base | Should -BeLike "$TestDrive*"
        $Seen.One | Should -BeExactly $Expected['web-0001']
        $Seen.Fifty.Count | Should -Be 50
        foreach ($server in $Seen.Fifty) { $server.Password | Should -BeExactly $Expected[$server.Name] }
    }
}

AfterAll {
    Stop-Emulator $Emulator
}

Describe 'The package' {
    It 'works after it is extracted like the tools of the Gallery do' {
        $target = Join-Path $TestDrive 'unpacked/OtcPassword/0.1.0'
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [System.IO.Compression.ZipFile]::ExtractToDirectory($Package, $target)
        foreach ($wrapping in '_rels', 'package', '`[Content_Types`].xml', 'OtcPassword.nuspec') { Remove-Item (Join-Path $target $wrapping) -Recurse -Force }

        Assert-FirstHour (Invoke-FirstHour (Join-Path $TestDrive 'unpacked'))
    }

    # In Windows PowerShell, the script would write to the folder of the user.
    It 'works after it is unpacked as the README describes' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'download')).FullName
        Copy-Item $Package $folder
        $modules = Join-Path $TestDrive 'offline'
        $script = (Get-DocumentScript | Where-Object { $_.Cmdlet -eq 'README.md' -and $_.Title -eq 'Install 2' }).Code
        $path = "`$env:PSModulePath = '$modules' + [System.IO.Path]::PathSeparator + '$PSHOME/Modules'"
        $null = Invoke-PowerShell "`$ErrorActionPreference = 'Stop'; $path`n$script" -WorkingDirectory $folder

        Assert-FirstHour (Invoke-FirstHour $modules)
    }

    It 'works after it is found and installed with PSResourceGet' -Skip:(-not $canInstall) {
        $userHome = New-UserHome 'home'
        $install = @'
$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name Local -Uri 'REPOSITORY' -Trusted
Find-PSResource -Name OtcPassword -Prerelease -Repository Local | Install-PSResource -Scope CurrentUser
$installed = Get-InstalledPSResource -Name OtcPassword
"$($installed.Version)-$($installed.Prerelease) $($installed.License) $($installed.InstalledLocation)"
'@.Replace('REPOSITORY', $Repository)
        $said = Invoke-PowerShell $install -Environment @{ HOME = $userHome; XDG_DATA_HOME = $null }

        $said | Should -BeLike '0.1.0-preview1 *'
        Assert-FirstHour (Invoke-FirstHour ($said -replace '^\S+ \S* ?'))
    }

    It 'can be published to a repository' -Skip:(-not $canInstall) {
        $target = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'gallery')).FullName
        $packages = Join-Path $Root 'artifacts/package'
        $userHome = New-UserHome 'publisher'
        $hadPackages = Test-Path $packages
        if ($hadPackages) { Set-ItResult -Skipped -Because 'there is a package of the user''s in artifacts/package'; return }
        try {
            Copy-Item $Repository $packages -Recurse
            $publish = "`$ErrorActionPreference = 'Stop'; Register-PSResourceRepository -Name Local -Uri '$target' -Trusted; & '$Root/build.ps1' -Task Publish -Repository Local"
            $said = Invoke-PowerShell $publish -Environment @{ HOME = $userHome }
        }
        finally {
            Remove-Item $packages -Recurse
        }

        (Get-ChildItem $target -Recurse -Filter OtcPassword.0.1.0-preview1.nupkg).Count | Should -Be 1 -Because "$said"
    }
}
