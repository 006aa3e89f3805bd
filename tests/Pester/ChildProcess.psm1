# Child processes of the tests, all run by OtcPassword.TestTools: with a time limit, and read as UTF-8.

Set-StrictMode -Version Latest

$framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
$assembly = Get-ChildItem (Join-Path $PSScriptRoot '../OtcPassword.TestTools/bin') -Recurse -Filter OtcPassword.TestTools.dll -ErrorAction SilentlyContinue |
    Where-Object { $_.Directory.Name -eq $framework } | Sort-Object LastWriteTime -Descending | Select-Object -First 1
if (-not $assembly) { throw 'The test tools are not built: run "dotnet build" first.' }
Add-Type -Path $assembly.FullName

<#
.SYNOPSIS
    Returns the program, and the arguments if any, with which this PowerShell was started. The PowerShell of a tool manifest
    is started with "dotnet", because only the owner of its files can run the program next to it.
#>
function Get-PowerShellProgram {
    $process = (Get-Process -Id $PID).Path
    $process
    if ([System.IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
}

<#
.SYNOPSIS
    Returns the start information of another process of this PowerShell with the specified arguments.
#>
function Get-PowerShellCommand {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string[]] $Argument)

    $program, $first = Get-PowerShellProgram
    [OtcPassword.TestTools.ChildProcess]::Command($program, [string[]] (@($first) + '-NoProfile' + '-NonInteractive' + $Argument -ne $null))
}

<#
.SYNOPSIS
    Starts a script in another process of this PowerShell, and returns the child process.
#>
function Start-PowerShell {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        # The script's text.
        [Parameter(Mandatory)] [string] $Script,

        # Environment variables to set, or to remove if the value is $null.
        [hashtable] $Environment = @{},

        [string] $WorkingDirectory
    )

    # A file, because the length of a command line is limited. UTF-8, because the console of Windows has its own code page.
    $file = Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).ps1"
    [System.IO.File]::WriteAllText($file, $Script, (New-Object System.Text.UTF8Encoding $true))
    $start = Get-PowerShellCommand -Argument '-Command', "[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding `$false; try { & '$file' } finally { Remove-Item -LiteralPath '$file' }"
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) }
        else { $start.Environment[$name] = $Environment[$name] }
    }
    if ($WorkingDirectory) { $start.WorkingDirectory = $WorkingDirectory }
    if ($PSCmdlet.ShouldProcess('PowerShell', 'Start')) {
        $child = [OtcPassword.TestTools.ChildProcess]::Start($start)
        $child.Process.StandardInput.Close()
        $child
    }
}

<#
.SYNOPSIS
    Runs a script in another process of this PowerShell, and returns its lines of output, followed by its errors.
#>
function Invoke-PowerShell {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Script,
        [hashtable] $Environment = @{},
        [string] $WorkingDirectory,
        [int] $TimeoutSec = 300
    )

    $child = Start-PowerShell -Script $Script -Environment $Environment -WorkingDirectory $WorkingDirectory
    try {
        $result = $child.WaitForExit([timespan]::FromSeconds($TimeoutSec))
        ($result.Output + $result.Error).TrimEnd() -split '\r?\n'
    }
    finally { $child.Dispose() }
}

<#
.SYNOPSIS
    Runs a program, and returns its output. It fails with both outputs if the exit code is not 0.
#>
function Invoke-Program {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Program,
        [string[]] $Argument = @(),
        [int] $TimeoutSec = 300
    )

    $start = [OtcPassword.TestTools.ChildProcess]::Command($Program, $Argument)
    [OtcPassword.TestTools.ChildProcess]::Run($start, [timespan]::FromSeconds($TimeoutSec)).RequireSuccess()
}

Export-ModuleMember -Function *
