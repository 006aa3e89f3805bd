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
    The scripts in README.md, docs/automation.md, and about_OtcPassword_SingleSignOn: Cmdlet (the page), Title (the heading, and the number of the script below it),
    and Code. In YAML and Groovy, the script is the text after "run: |" or "script: |", or between three quotation marks.
#>
function Get-DocumentScript {
    foreach ($page in 'README.md', 'docs/automation.md', 'docs/help/about_OtcPassword_SingleSignOn.md') {
        $path = Join-Path (Split-Path (Split-Path $PSScriptRoot)) $page
        $text = (Get-Content -LiteralPath $path -Raw -Encoding UTF8).Replace("`r`n", "`n")
        foreach ($section in [regex]::Split($text, '(?m)^## ') | Select-Object -Skip 1) {
            $number = 0
            foreach ($block in [regex]::Matches($section, '(?ms)^```(powershell|yaml|groovy)\n(.*?)^```$')) {
                $code = $block.Groups[2].Value
                switch ($block.Groups[1].Value) {
                    yaml { $code = [regex]::Match($code, '(?m)^( *)(?:run|script): \|\n((?:\1  .*\n|\n)+)').Groups[2].Value }
                    groovy { $code = [regex]::Match($code, "(?s)'{3}\n(.*?)'{3}").Groups[1].Value }
                }
                $indent = [regex]::Match($code, '^ *').Value
                $number++
                @{ Cmdlet = $page; Title = "$($section.Split("`n")[0]) $number"; Code = $code -replace "(?m)^$indent"; Output = '' }
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

Export-ModuleMember -Function Get-DocumentScript, Get-HelpPageExample, Get-HelpPageParagraph
