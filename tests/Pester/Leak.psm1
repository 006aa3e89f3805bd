# Shows objects in every form of PowerShell, and searches the output for secrets.

Set-StrictMode -Version Latest

$script:shownErrors = New-Object 'System.Collections.Generic.HashSet[string]'

<#
.SYNOPSIS
    Returns an object as text, in every form in which PowerShell shows objects.
#>
function Get-ShownText {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [AllowNull()] [object] $Thing)

    "$Thing"
    $Thing | Out-String -Width 4000
    $Thing | Format-Table * -Force | Out-String -Width 4000
    $Thing | Format-List * -Force | Out-String -Width 4000
    $Thing | Get-Member -Force | Out-String -Width 4000
    $Thing | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
    $Thing | ConvertTo-Csv
    $path = [System.IO.Path]::GetTempFileName()
    $Thing | Export-Clixml -LiteralPath $path -Depth 2
    Get-Content -LiteralPath $path -Raw -Encoding Unicode
    Get-Content -LiteralPath $path -Raw
    Remove-Item -LiteralPath $path
}

<#
.SYNOPSIS
    Returns an error record as text: with all inner exceptions, and with the parameters of the command that PowerShell
    keeps.
#>
function Get-ShownError {
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)] [System.Management.Automation.ErrorRecord] $Record)

    Get-ShownText $Record
    $Record.InvocationInfo | Format-List * -Force | Out-String -Width 4000
    $Record.InvocationInfo | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
    for ($e = $Record.Exception; $e; $e = $e.InnerException) {
        $e.ToString()
        $e.Data.GetEnumerator() | Out-String
        Get-ShownText $e
    }
    # Get-Error takes 0.2 s, and shows the same members as the other forms: it shows one error of each kind.
    if ($PSVersionTable.PSVersion.Major -ge 7 -and $shownErrors.Add($Record.FullyQualifiedErrorId)) { Get-Error -InputObject $Record | Out-String -Width 4000 }
}

<#
.SYNOPSIS
    Returns the secrets that a text contains, in any encoding, with the text around them.
#>
function Find-ShownSecret {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Text,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Secret
    )

    foreach ($name in $Secret.Keys) {
        $plain = $Secret[$name]
        $forms = $plain, ($plain -split "`n")[0], [System.Net.WebUtility]::HtmlEncode($plain), [uri]::EscapeDataString($plain),
            (ConvertTo-Json $plain).Trim('"'), [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($plain))
        foreach ($form in $forms | Select-Object -Unique) {
            $index = $Text.IndexOf($form, [StringComparison]::Ordinal)
            if ($index -ge 0) {
                $start = [Math]::Max(0, $index - 200)
                "$name near: $($Text.Substring($start, [Math]::Min(400, $Text.Length - $start)))"
            }
        }
    }
}

Export-ModuleMember -Function *
