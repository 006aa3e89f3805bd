# Reads the pages in docs/help for the tests.

Set-StrictMode -Version Latest

$script:Folder = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/help'

function ConvertTo-Line([string] $Text) {
    ($Text -replace '\s+', ' ').Trim()
}

<#
.SYNOPSIS
    The examples on the pages of all cmdlets: Cmdlet, Title, Introduction, Code, and Output, which is empty if there is none.
#>
function Get-HelpPageExample {
    foreach ($page in Get-ChildItem -Path (Join-Path $script:Folder '*-*.md')) {
        $text = (Get-Content -LiteralPath $page.FullName -Raw -Encoding UTF8).Replace("`r`n", "`n")
        $examples = [regex]::Match($text, '(?s)\n## EXAMPLES\n(.*?)\n## ').Groups[1].Value
        foreach ($example in [regex]::Split($examples, '(?m)^### ') | Select-Object -Skip 1) {
            $output = [regex]::Match($example, '(?s)```output\n(.*?)\n```')
            @{
                Cmdlet       = $page.BaseName
                Title        = $example.Split("`n")[0]
                Introduction = ConvertTo-Line ([regex]::Match($example, '(?s)\n(.*?)```').Groups[1].Value)
                Code         = [regex]::Match($example, '(?s)```powershell\n(.*?)\n```').Groups[1].Value
                Output       = $output.Groups[1].Value
            }
        }
    }
}

<#
.SYNOPSIS
    The paragraphs of a page below its front matter, each on one line. Numbers of examples are left out.
#>
function Get-HelpPageParagraph([string] $Cmdlet) {
    $text = (Get-Content -LiteralPath (Join-Path $script:Folder "$Cmdlet.md") -Raw -Encoding UTF8).Replace("`r`n", "`n")
    $body = [regex]::Match($text, '(?s)\n---\n(.*)').Groups[1].Value -replace '(?m)^### Example \d+', '### Example'
    [regex]::Split($body, '\n\s*\n') | ForEach-Object { ConvertTo-Line $_ } | Where-Object { $_ }
}

Export-ModuleMember -Function Get-HelpPageExample, Get-HelpPageParagraph
