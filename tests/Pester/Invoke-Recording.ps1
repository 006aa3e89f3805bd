<#
.SYNOPSIS
    Records the picture of the README: a session in this PowerShell with an emulator, as an animated SVG.
.DESCRIPTION
    Types the commands into a PowerShell in tmux, and reads the screen while they run. Nothing on the picture is written by hand.
    Needs tmux, and the built module.
.EXAMPLE
    dotnet tool run pwsh -- tests/Pester/Invoke-Recording.ps1
#>
[CmdletBinding()]
param(
    # The picture to write.
    [string] $Path = (Join-Path $PSScriptRoot '../../docs/session.svg'),

    [int] $Width = 84,
    [int] $Height = 24
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }

$domain = 'OTC00000000001000000001'
$emulator = Start-Emulator -Scenario @{
    seed     = 3
    domains  = @(@{ name = $domain; projects = @('eu-de'); users = @(@{ name = 'jdoe'; password = 'Emulator-1!' }) })
    keyPairs = @(@{ name = 'web'; user = 'jdoe' }; @{ name = 'db'; user = 'jdoe'; format = 'openSsh' })
    servers  = @(
        @{ name = 'web-{n}'; project = 'eu-de'; keyPair = 'web'; count = 6; floatingAddress = $true }
        @{ name = 'db-{n}'; project = 'eu-de'; keyPair = 'db'; count = 3 }
    )
    # Slow enough to show the progress.
    faults   = @{ rules = @(@{ path = '*/os-server-password'; latencyMs = 1200; latencyJitterMs = 3500 }) }
}

# What the user does not see: the URL of the emulator, and a replacement for the prompt of Get-Credential.
$setup = @"
Import-Module '$(Join-Path $PSScriptRoot 'Emulator.psm1')'; Import-Module '$(Get-BuiltModule)'
`$PSDefaultParameterValues = @{ 'Connect-OtcSession:AuthUrl' = '$($emulator.AuthUrl)' }
function Get-Credential { Get-EmulatorCredential (@{ User = 'jdoe'; Password = 'Emulator-1!' }) }
function prompt { 'PS> ' }
Set-PSReadLineOption -PredictionSource None -HistorySaveStyle SaveNothing
Clear-Host
"@
$typed = @(
    "`$account = @{ Region = 'eu-de'; DomainName = '$domain' }"
    'Connect-OtcSession @account -ProjectName eu-de -Credential (Get-Credential)'
    'Get-EcsServer | Get-EcsServerPassword -KeyFile ~/.ssh'
    'Get-EcsServerPassword web-0001 -KeyFile ~/.ssh -AsPlainText'
)

# A terminal of its own, which no configuration file of the user changes.
function Invoke-Tmux {
    $output = & tmux -L $socket -f /dev/null @args
    if ($LASTEXITCODE) { throw "tmux $args failed." }
    $output
}

$frames = [System.Collections.Generic.List[object]]::new()
function Add-Frame {
    $screen = (@(Invoke-Tmux capture-pane -p -e -t session) -join "`n").TrimEnd()
    if ($frames.Count -eq 0 -or $frames[-1].Screen -cne $screen) {
        $frames.Add([pscustomobject]@{ Screen = $screen; At = $clock.Elapsed.TotalSeconds })
    }
    $screen -replace '\x1b\[[0-9;]*m'
}

# Reads the screen until the prompt is empty again.
function Wait-Prompt {
    $limit = $clock.Elapsed.TotalSeconds + 60
    do {
        Start-Sleep -Milliseconds 100
        $last = ((Add-Frame) -split "`n")[-1]
    } until ($last.TrimEnd() -eq 'PS>' -or $clock.Elapsed.TotalSeconds -gt $limit)
    if ($last.TrimEnd() -ne 'PS>') { throw "The command did not end: $last" }
}

$userHome = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "otc-recording-$PID")).FullName
$socket = "otc-recording-$PID"
$clock = [System.Diagnostics.Stopwatch]::new()
try {
    $setupFile = Join-Path $userHome 'setup.ps1'
    Set-Content -LiteralPath $setupFile -Value $setup
    Copy-Item $emulator.KeyFolder (Join-Path $userHome '.ssh') -Recurse
    $program = (@(Get-PowerShellProgram) + '-NoLogo', '-NoProfile', '-NoExit', '-File', $setupFile | ForEach-Object { "'$_'" }) -join ' '
    Invoke-Tmux new-session -d -s session -x $Width -y $Height "HOME='$userHome' TERM=xterm-256color $program"
    Wait-Until { ((Invoke-Tmux capture-pane -p -t session) -join "`n").Trim() -eq 'PS>' } -Seconds 60
    $clock.Start()
    foreach ($line in $typed) {
        # No part starts with ~, which PowerShell would expand for a native command.
        foreach ($part in [regex]::Matches($line, '.{1,4}~?')) {
            Invoke-Tmux send-keys -t session -l '--' $part.Value
            Start-Sleep -Milliseconds 100
            $null = Add-Frame
        }
        Start-Sleep -Milliseconds 300
        Invoke-Tmux send-keys -t session Enter
        Start-Sleep -Milliseconds 200
        Wait-Prompt
    }
}
finally {
    & tmux -L $socket kill-server 2>$null
    Stop-Emulator $emulator
    Remove-Item -LiteralPath $userHome -Recurse -Force
}

# From the screens to the picture: each different line once, and each screen as a list of lines. All screens are side by side, and
# the animation shows one after the other.
$colors = @('#3b4252', '#ff6b6b', '#5fd38d', '#f2c94c', '#6ca8ff', '#d08bff', '#56d6e0', '#d8dee9')
$bright = @('#8791a5', '#ff8f8f', '#8be8ae', '#ffe08a', '#9cc4ff', '#e2b6ff', '#8deaf2', '#ffffff')
$cell = @{ Width = 8.4; Height = 18 }

function Get-Number([double] $Value) { [math]::Round($Value, 2).ToString([cultureinfo]::InvariantCulture) }

function ConvertTo-SvgLine([string] $Line) {
    $color, $isBold, $isInverse, $column = $colors[7], $false, $false, 0
    $parts = foreach ($match in [regex]::Matches($Line, '\x1b\[([0-9;]*)m|[^\x1b]+')) {
        if ($match.Groups[1].Success) {
            switch -Regex ($match.Groups[1].Value -split ';') {
                '^0?$' { $color, $isBold, $isInverse = $colors[7], $false, $false }
                '^1$' { $isBold = $true }
                '^7$' { $isInverse = $true }
                '^27$' { $isInverse = $false }
                '^39$' { $color = $colors[7] }
                '^3([0-7])$' { $color = $colors[[int] $_ - 30] }
                '^9([0-7])$' { $color = $bright[[int] $_ - 90] }
            }
            continue
        }
        # Each word has its own position, so that the columns are aligned with every font.
        foreach ($word in [regex]::Matches($match.Value, $(if ($isInverse) { '.+' } else { '\S+(?: \S+)*' }))) {
            $x = Get-Number (($column + $word.Index) * $cell.Width)
            $fill = if ($isInverse) { '#1b2130' } else { $color }
            if ($isInverse) {
                "<rect x='$x' y='-14' width='$(Get-Number ($word.Length * $cell.Width))' height='$($cell.Height)' fill='$color'/>"
            }
            $weight = if ($isBold) { " font-weight='bold'" }
            "<text x='$x' fill='$fill'$weight>$([System.Security.SecurityElement]::Escape($word.Value))</text>"
        }
        $column += $match.Length
    }
    -join $parts
}

$lines = [ordered] @{}
$film = for ($i = 0; $i -lt $frames.Count; $i++) {
    $row = 0
    $uses = foreach ($line in $frames[$i].Screen -split "`n") {
        $row++
        $svg = ConvertTo-SvgLine $line
        if (-not $svg) { continue }
        if (-not $lines.Contains($svg)) { $lines[$svg] = "l$($lines.Count)" }
        "<use href='#$($lines[$svg])' y='$($row * $cell.Height)'/>"
    }
    "<g transform='translate($(Get-Number ($i * $Width * $cell.Width)) 0)'>$(-join $uses)</g>"
}

$seconds = $frames[-1].At + 5
$steps = for ($i = 0; $i -lt $frames.Count; $i++) {
    "$(Get-Number ($frames[$i].At / $seconds * 100))%{transform:translateX($(Get-Number (-$i * $Width * $cell.Width))px)}"
}
$last = "transform:translateX($(Get-Number (-($frames.Count - 1) * $Width * $cell.Width))px)"
$w, $h = (Get-Number ($Width * $cell.Width)), ($Height * $cell.Height + 10)
$svg = @"
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 $(Get-Number ($Width * $cell.Width + 24)) $($h + 24)' role='img'>
<title>A session in PowerShell: sign-in, the passwords of all servers with progress, and one password in plain text</title>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}
.film{$last;animation:film $(Get-Number $seconds)s steps(1,end) infinite}
@keyframes film{$(-join $steps)100%{$last}}
@media (prefers-reduced-motion:reduce){.film{animation:none}}
</style>
<defs>$(-join ($lines.Keys | ForEach-Object { "<g id='$($lines[$_])'>$_</g>" }))</defs>
<rect width='100%' height='100%' rx='8' fill='#1b2130'/>
<svg x='12' y='12' width='$w' height='$h' viewBox='0 0 $w $h'><g class='film'>
$($film -join "`n")
</g></svg>
</svg>
"@
if ($svg.Contains($HOME) -or $svg -match 'Recommendation:') { throw 'The session has an error, or shows a path of this computer.' }
[System.IO.File]::WriteAllText([System.IO.Path]::GetFullPath($Path), $svg.Replace("`r", '') + "`n")
Write-Host "$($frames.Count) screens, $(Get-Number $seconds) s, $([math]::Round($svg.Length / 1KB)) KB"
