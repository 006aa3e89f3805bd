# Generates wrong uses of the cmdlets from their metadata: a secret in each parameter, and in the pipeline.

Set-StrictMode -Version Latest

$script:shownErrors = New-Object 'System.Collections.Generic.HashSet[string]'

<#
.SYNOPSIS
    The uses of a cmdlet with a secret in each of its parameters, and in the pipeline: objects with Cmdlet, Place, Arguments
    (without the secret), and Parameter ('' for the pipeline).
#>
function Get-MisplacedUse {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory)] [System.Management.Automation.CommandInfo] $Command,

        # What each parameter can take, by name: other mandatory parameters get it, and those in AlwaysGiven.
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Valid,

        # The names of parameters that are specified whenever the parameter set has them.
        [string[]] $AlwaysGiven = @()
    )

    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    foreach ($parameter in $Command.Parameters.Values | Where-Object Name -NotIn $common) {
        # In the set that needs the least of other parameters.
        $set = $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $parameter.Name } |
            Sort-Object { @($_.Parameters | Where-Object IsMandatory).Count } | Select-Object -First 1
        [pscustomobject]@{
            Cmdlet    = $Command.Name
            Place     = "-$($parameter.Name)"
            Parameter = $parameter.Name
            Arguments = Get-OtherArgument $set $parameter.Name $Valid $AlwaysGiven
        }
    }

    $set = $Command.ParameterSets | Where-Object { $_.Parameters | Where-Object ValueFromPipeline } | Select-Object -First 1
    if (-not $set) { $set = $Command.ParameterSets | Where-Object IsDefault | Select-Object -First 1 }
    if (-not $set) { $set = $Command.ParameterSets | Select-Object -First 1 }
    $piped = @($set.Parameters | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName } | ForEach-Object Name)
    [pscustomobject]@{
        Cmdlet    = $Command.Name
        Place     = 'pipeline'
        Parameter = ''
        Arguments = Get-OtherArgument $set $piped $Valid $AlwaysGiven
    }
    $byName = @($Command.Parameters.Values | Where-Object { $_.ParameterSets.Values | Where-Object ValueFromPipelineByPropertyName } | ForEach-Object Name)
    foreach ($name in $byName) {
        [pscustomobject]@{
            Cmdlet    = $Command.Name
            Place     = "property $name"
            Parameter = ''
            Arguments = Get-OtherArgument $set $piped $Valid $AlwaysGiven
        }
    }
}

function Get-OtherArgument($Set, [string[]] $Except, $Valid, [string[]] $AlwaysGiven) {
    $arguments = @{}
    foreach ($other in $Set.Parameters | Where-Object Name -NotIn $Except) {
        if ($other.IsMandatory -or $other.Name -in $AlwaysGiven) {
            if (-not $Valid.Contains($other.Name)) { throw "The test does not know a valid value of the mandatory parameter -$($other.Name)." }
            $arguments[$other.Name] = $Valid[$other.Name]
        }
    }
    $arguments
}

<#
.SYNOPSIS
    Runs a use with a secret, and returns everything that comes back as one text: all streams, errors with their exceptions,
    details, targets, and the parameters that PowerShell keeps with them.
#>
function Invoke-MisplacedUse {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [object] $Use,
        [Parameter(Mandatory)] [AllowNull()] [object] $Secret
    )

    $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = $ErrorActionPreference = 'Continue'
    $arguments = $Use.Arguments.Clone()
    if ($Use.Parameter) { $arguments[$Use.Parameter] = $Secret }
    $global:Error.Clear()
    $output = New-Object System.Collections.ArrayList
    try {
        & {
            if ($Use.Place -eq 'pipeline') { $Secret | & $Use.Cmdlet @arguments }
            elseif ($Use.Place -like 'property *') { New-Object psobject -Property @{ ($Use.Place -replace '^property ') = $Secret } | & $Use.Cmdlet @arguments }
            else { & $Use.Cmdlet @arguments }
        } *>&1 | ForEach-Object { $null = $output.Add($_) }
    }
    catch { $null = $output.Add($_) }
    $unseen = @($global:Error | Where-Object { -not $output.Contains($_) })
    foreach ($item in @($output) + $unseen) {
        if ($item -is [System.Management.Automation.ErrorRecord]) { Get-ErrorText $item }
        elseif ($item -is [System.Exception]) { $item.ToString() }
        elseif ($item -is [System.Management.Automation.InformationalRecord] -or $item -is [System.Management.Automation.InformationRecord]) { "$item" }
        else { "$item"; $item | Out-String -Width 4000; $item | Format-List * -Force | Out-String -Width 4000 }
    }
}

function Get-ErrorText([System.Management.Automation.ErrorRecord] $Record) {
    $Record.FullyQualifiedErrorId
    # The view of errors takes 30 ms, and shows the same texts as the other forms: it shows one error of each kind.
    if ($shownErrors.Add($Record.FullyQualifiedErrorId)) { $Record | Out-String -Width 4000 }
    $Record | Format-List * -Force | Out-String -Width 4000
    "$($Record.CategoryInfo)"
    if ($Record.ErrorDetails) { $Record.ErrorDetails | Format-List * -Force | Out-String -Width 4000 }
    "$($Record.TargetObject)"
    $Record.TargetObject | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
    $Record.InvocationInfo.Line
    $Record.InvocationInfo.BoundParameters | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
    $Record.InvocationInfo.UnboundArguments | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
    for ($e = $Record.Exception; $e; $e = $e.InnerException) {
        $e.ToString()
        $e | Format-List * -Force | Out-String -Width 4000
        $e.Data.GetEnumerator() | Out-String -Width 4000
    }
}

<#
.SYNOPSIS
    The parts of a key's text of which each piece of 16 characters or more contains at least one.
#>
function Get-KeyPiece {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Text)

    foreach ($line in $Text -split "`r?`n" | Where-Object { $_ -match '^[A-Za-z0-9+/=]{16,}$' }) {
        for ($i = 0; $i + 8 -le $line.Length; $i += 8) { $line.Substring($i, 8) }
    }
}

Export-ModuleMember -Function Get-MisplacedUse, Invoke-MisplacedUse, Get-KeyPiece
