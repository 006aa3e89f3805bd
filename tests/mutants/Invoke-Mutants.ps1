<#
.SYNOPSIS
    Measures the mutation score: applies each fault of mutants.txt to the client, runs the tests of its folder, and reverts it.
.DESCRIPTION
    A fault is found if a test fails. Tests that do not end are counted separately, because a busy computer also causes this. Run
    "dotnet build tests/OtcPassword.Tests -f net10.0" first, and change nothing in the working copy meanwhile.
#>
[CmdletBinding()]
param(
    # Only the faults whose file or text matches this wildcard pattern.
    [string] $Like = '*',

    # The time after which the tests of a fault are ended. Without a fault, they take less than a minute.
    [int] $TimeoutSec = 300
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/ChildProcess.psm1')
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$client = Join-Path $root 'src/OtcPassword.Client'
$tests = Join-Path $root 'tests/OtcPassword.Tests/bin/Debug/net10.0'
$classes = @{
    Passwords = 'OtcPassword.Tests.Passwords.*'
    # Most of these faults are in the decryption.
    Keys      = 'OtcPassword.Tests.Keys.*', 'OtcPassword.Tests.Passwords.PasswordDecryptorTests'
    Transport = 'OtcPassword.Tests.Transport.*'
    Identity  = 'OtcPassword.Tests.Identity.*'
}

# Builds the client, and puts it where the tests load it.
function Build-Client {
    # A fault can cause a warning.
    $null = Invoke-Program dotnet -Argument 'build', $client, '-f', 'net8.0', '--no-restore', '--nologo', '-v', 'quiet',
        '-p:RunAnalyzers=false', '-p:TreatWarningsAsErrors=false'
    Copy-Item -LiteralPath (Join-Path $client 'bin/Debug/net8.0/OtcPassword.Client.dll') -Destination $tests
}

# Returns the first test of these classes that fails, if any.
function Test-Client([string[]] $Class) {
    # Without the tests that take a minute or wait until a token expires, which a busy computer delays.
    $arguments = @(Join-Path $tests 'OtcPassword.Tests.dll') + '-noColor'
    '*.Mutated_files_*', '*.Short_lived_token_*', '*.Valid_token_stays_*' | ForEach-Object { $arguments += '-method-', $_ }
    $Class | ForEach-Object { $arguments += '-class', $_ }
    $child = [OtcPassword.TestTools.ChildProcess]::Start([OtcPassword.TestTools.ChildProcess]::Command('dotnet', [string[]] $arguments))
    try {
        # Not to the end of the run: with a fault, the other tests can wait for minutes.
        $limit = (Get-Date).AddSeconds($TimeoutSec)
        do {
            $hasEnded = $child.Process.WaitForExit(200)
            $failed = [regex]::Match($child.Output, '(?m)^ +OtcPassword\.Tests\.(\S+).* \[FAIL\]').Groups[1].Value
        } until ($hasEnded -or $failed -or (Get-Date) -gt $limit)
        if ($failed) { $failed }
        elseif (-not $hasEnded) { "no end after $TimeoutSec seconds" }
        elseif ($child.Process.ExitCode) { "exit code $($child.Process.ExitCode)" }
    }
    finally { $child.Dispose() }
}

$mutants = @()
switch -Regex -File (Join-Path $PSScriptRoot 'mutants.txt') {
    '^file +(.+)' { $file = $Matches[1] }
    '^tests +(.+)' { $first = -split $Matches[1] | ForEach-Object { "*.$_" } }
    '^fault +(.+)' { $fault = $Matches[1] }
    '^- {5}(.+)' { $old = $Matches[1] }
    '^\+ {0,5}(.*)' { $mutants += [pscustomobject]@{ File = $file; First = $first; Fault = $fault; Old = $old; New = $Matches[1] } }
}

Build-Client
$failed = Test-Client ($classes.GetEnumerator() | ForEach-Object Value)
if ($failed) { throw "A test fails without a fault: $failed" }

$count = @{ 'found    ' = 0; 'no end   ' = 0; 'NOT FOUND' = 0 }
$selected = @($mutants | Where-Object { $_.File -like $Like -or $_.Fault -like $Like })
foreach ($mutant in $selected) {
    $path = Join-Path $client $mutant.File
    $text = [System.IO.File]::ReadAllText($path)
    $at = $text.IndexOf($mutant.Old, [System.StringComparison]::Ordinal)
    if ($at -lt 0) { throw "$($mutant.File) does not contain '$($mutant.Old)'." }
    try {
        [System.IO.File]::WriteAllText($path, $text.Remove($at, $mutant.Old.Length).Insert($at, $mutant.New))
        Build-Client
        $by = Test-Client $mutant.First
        if (-not $by) { $by = Test-Client $classes[($mutant.File -split '/')[0]] }
    }
    finally { [System.IO.File]::WriteAllText($path, $text) }
    $outcome = if (-not $by) { 'NOT FOUND' } elseif ($by -like 'no end*') { 'no end   ' } else { 'found    ' }
    $count[$outcome]++
    Write-Host "$outcome $($mutant.File): $($mutant.Fault) $(if ($by) { "[$by]" })"
}

Build-Client
$found = $count['found    ']
$score = '{0} of {1} ({2:p0})' -f $found, $selected.Count, ($found / $selected.Count)
Write-Host "Mutation score: $score; $($count['no end   ']) without an end"
