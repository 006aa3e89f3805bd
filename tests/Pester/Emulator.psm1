# Functions of the tests and the demo: emulators, key files, and secrets.

Set-StrictMode -Version Latest

$script:RepositoryRoot = Split-Path (Split-Path $PSScriptRoot)

<#
.SYNOPSIS
    Returns the folder of the module to test: the value of OTC_TEST_MODULE, or the folder of the built module.
#>
function Get-BuiltModule {
    if ($env:OTC_TEST_MODULE) { return $env:OTC_TEST_MODULE }
    Join-Path $script:RepositoryRoot 'artifacts/module/OtcPassword'
}

<#
.SYNOPSIS
    Returns the configuration that was built last: Debug or Release.
#>
function Get-BuiltConfiguration {
    $newest = Get-ChildItem (Join-Path $script:RepositoryRoot 'src/OtcPassword/bin') -Directory |
        Sort-Object { (Get-ChildItem $_.FullName -Recurse -Filter OtcPassword.dll | Measure-Object LastWriteTime -Maximum).Maximum } | Select-Object -Last 1
    $newest.Name
}

<#
.SYNOPSIS
    Starts an emulator on a free port, and returns its endpoints and its first user.
.DESCRIPTION
    One process serves all emulators, because its start takes longer than most tests. It ends with the PowerShell that started it.
#>
function Start-Emulator {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        # The object to write as the scenario file. The default is the built-in scenario.
        [object] $Scenario
    )

    if (-not $PSCmdlet.ShouldProcess('emulator', 'Start')) { return }
    Invoke-EmulatorControl @{ ControlUrl = Get-EmulatorProcess } emulators -Method Post -Body $Scenario
}

<#
.SYNOPSIS
    Returns the URL of the control API of the process that serves all emulators, and starts this process if there is none.
#>
function Get-EmulatorProcess {
    # Child processes also find the process in this variable.
    if ($env:OTC_TEST_EMULATOR) { return $env:OTC_TEST_EMULATOR }
    $assembly = Get-ChildItem (Join-Path $script:RepositoryRoot 'tools/OtcPassword.Emulator/bin') -Recurse -Filter OtcPassword.Emulator.dll |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    if (-not $assembly) { throw 'The emulator is not built: run "dotnet build" first.' }

    $folder = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))
    try {
        $readyFile = Join-Path $folder 'ready.json'
        $errorFile = Join-Path $folder 'err.txt'
        $process = Start-Process dotnet -ArgumentList $assembly.FullName, '--port', '0', '--ready-file', $readyFile, '--parent', $PID -PassThru -RedirectStandardOutput (Join-Path $folder 'out.txt') -RedirectStandardError $errorFile
        Wait-Until { (Test-Path -LiteralPath $readyFile) -or $process.HasExited } -Seconds 60
        if ($process.HasExited) { throw "The emulator did not start: $(Get-Content $errorFile -Raw)" }
        $env:OTC_TEST_EMULATOR = (Get-Content -LiteralPath $readyFile -Raw | ConvertFrom-Json).controlUrl
        $env:OTC_TEST_EMULATOR
    }
    finally { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }
}

<#
.SYNOPSIS
    Ends an emulator that Start-Emulator started, and waits until it has ended.
#>
function Stop-Emulator {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [object] $Emulator)

    # The emulator deletes its keys last.
    if ($PSCmdlet.ShouldProcess('emulator', 'Stop') -and (Test-Path -LiteralPath $Emulator.KeyFolder)) {
        Invoke-EmulatorControl $Emulator stop -Method Post
        Wait-Until { -not (Test-Path -LiteralPath $Emulator.KeyFolder) }
    }
}

<#
.SYNOPSIS
    Returns the servers of an emulator, with their decrypted passwords.
#>
function Get-EmulatorServer {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [object] $Emulator,
        [string] $Service = '*',
        [string] $Project = $Emulator.Project
    )

    (Invoke-RestMethod "$($Emulator.ControlUrl)/state").servers |
        Where-Object { $_.service -like $Service -and $_.project -eq $Project }
}

<#
.SYNOPSIS
    Sends a request to the control API of an emulator.
#>
function Invoke-EmulatorControl {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [object] $Emulator,
        [Parameter(Mandatory)] [string] $Path,
        [string] $Method = 'Get',
        [object] $Body
    )

    $parameters = @{ Uri = "$($Emulator.ControlUrl)/$Path"; Method = $Method }
    if ($null -ne $Body) {
        $parameters.Body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Body -Depth 10))
        $parameters.ContentType = 'application/json'
    }
    Invoke-RestMethod @parameters
}

<#
.SYNOPSIS
    Returns an ID token that an identity provider of an emulator issues.
#>
function Get-EmulatorIdToken {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [object] $Emulator,
        [string] $IdentityProvider = 'corporate',
        [string] $UserName = $Emulator.User,
        [int] $LifetimeSeconds = 300,
        [string] $Audience = 'otc-cli',
        [int] $Groups = 1
    )

    $body = @{
        identityProvider = $IdentityProvider
        user             = $UserName
        lifetimeSeconds  = $LifetimeSeconds
        audience         = $Audience
        groups           = $Groups
    }
    (Invoke-EmulatorControl $Emulator id-tokens -Method Post -Body $body).idToken
}

<#
.SYNOPSIS
    Waits until a condition is true. It fails if the condition is not true in time.
#>
function Wait-Until {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [scriptblock] $Condition,
        [int] $Seconds = 30
    )

    $limit = (Get-Date).AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ((Get-Date) -gt $limit) { throw "Not within $Seconds seconds: $Condition" }
        Start-Sleep -Milliseconds 50
    }
}

<#
.SYNOPSIS
    Converts text to a SecureString.
#>
function ConvertTo-Secret {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Text)

    $secret = New-Object System.Security.SecureString
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret
}

<#
.SYNOPSIS
    Returns the manifest of the key files that tests/data/make-keys.sh creates, and their folder.
#>
function Get-TestKey {
    $folder = Join-Path (Split-Path $PSScriptRoot) 'data/keys'
    $manifest = Get-Content -LiteralPath (Join-Path $folder 'manifest.json') -Raw -Encoding UTF8 | ConvertFrom-Json
    $manifest | Add-Member -NotePropertyName Folder -NotePropertyValue $folder -PassThru
}

<#
.SYNOPSIS
    Returns the credential of a user of the emulator. The default is the first user.
#>
function Get-EmulatorCredential {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [object] $Emulator,
        [string] $UserName = $Emulator.User,
        [string] $Password = $Emulator.Password
    )

    New-Object System.Management.Automation.PSCredential $UserName, (ConvertTo-Secret $Password)
}

<#
.SYNOPSIS
    Returns the parameters with which Connect-OtcSession signs in to an emulator as its first user.
#>
function Get-EmulatorSignIn {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [object] $Emulator)

    @{
        AuthUrl     = $Emulator.AuthUrl
        Region      = $Emulator.Region
        DomainName  = $Emulator.Domain
        ProjectName = $Emulator.Project
        Credential  = Get-EmulatorCredential $Emulator
    }
}

# Returns a value of BROWSER: a browser that follows the redirects of the emulator, whose sign-in page needs no user.
function Get-BrowserCommand {
    if (Get-Command curl -CommandType Application -ErrorAction Ignore) {
        return 'curl --silent --location --noproxy * --output {0}' -f $(if ($env:OS -eq 'Windows_NT') { 'NUL' } else { '/dev/null' })
    }
    '"{0}" -NoLogo -NoProfile -NonInteractive -Command "$null = Invoke-WebRequest -NoProxy ''%s''"' -f (Get-Process -Id $PID).Path
}

Export-ModuleMember -Function *
