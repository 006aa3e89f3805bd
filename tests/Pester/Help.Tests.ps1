BeforeDiscovery {
    foreach ($tool in 'Emulator', 'HelpPage') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force
    $module = Get-Module OtcPassword
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $commands = foreach ($command in $module.ExportedCmdlets.Values) { @{ Name = $command.Name; Command = $command } }
    $parameters = foreach ($command in $module.ExportedCmdlets.Values) {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            @{ Cmdlet = $command.Name; Name = $parameter.Name; Parameter = $parameter; Command = $command }
        }
    }
    $examples = Get-HelpPageExample
    $scripts = Get-DocumentScript
    # The installation from the Gallery is not run.
    $runnable = @($examples) + @($scripts | Where-Object { $_.Cmdlet -ne 'README.md' -or $_.Title -notlike 'Install*' } | Where-Object Title -NotLike 'JEA endpoint *')
    $platyPS = [bool](Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
    $all = Get-ChildItem (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/help/*.md') | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
    $pages = Get-ChildItem (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/help/*-*.md') | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
}

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess', 'HelpPage') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force
    $script:Common = [System.Management.Automation.PSCmdlet]::CommonParameters
    $script:ProjectUri = "$((Get-Module OtcPassword).ProjectUri)"

    function Get-ShortName([type] $Type) {
        ($Type.Name -replace '^Switch.*', 'SwitchParameter')
    }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll {
        $script:Help = Get-Help $Name -Full
    }

    It 'describes the cmdlet' {
        $Help.Synopsis | Should -Not -BeLike "*$Name*"
        ($Help.description | Out-String).Length | Should -BeGreaterThan 100
    }

    It 'names the API and the permission' {
        $notes = $Help.alertSet | Out-String -Width 1000
        $notes | Should -Match 'API|[Nn]othing is sent'
        $notes | Should -Match '[Pp]ermission'
    }

    It 'has examples, two of them with output if there is any' {
        $least = if ($Name -like 'Get-*ServerPassword') { 6 } else { 3 }
        @($Help.examples.example).Count | Should -BeGreaterOrEqual $least
        if ($Command.OutputType) {
            @(Get-HelpPageExample | Where-Object { $_.Cmdlet -eq $Name -and $_.Output }).Count | Should -BeGreaterOrEqual 2
        }
    }

    It 'shows every example of its page, each below an empty line and a title that fits 80 columns' {
        $lines = (Get-Help $Name -Examples | Out-String -Width 80) -split '\r?\n'
        foreach ($example in Get-HelpPageExample | Where-Object Cmdlet -EQ $Name) {
            $title = $lines.IndexOf("    --- $($example.Title) ---")
            $title | Should -BeGreaterThan 0 -Because $example.Title
            $lines[$title - 1].Trim() | Should -BeNullOrEmpty -Because 'a title is separated from the example before it'
            $code = [array]::IndexOf($lines, "    $($example.Code.Split("`n")[0])", $title)
            $code | Should -BeGreaterThan $title -Because $example.Title
            $lines[$code - 1].Trim() | Should -BeNullOrEmpty -Because 'the code is separated from its introduction'
        }
    }

    It 'links to the online page' {
        $Help.relatedLinks.navigationLink[0].linkText | Should -Be 'Online Version'
        $Help.relatedLinks.navigationLink[0].uri | Should -Be "$ProjectUri/blob/main/docs/help/$Name.md"
    }

    It 'shows the real parameter sets' {
        $shown = $Help.syntax.syntaxItem | ForEach-Object { @($_.parameter.name) -join ' ' }
        $sets = @($Command.ParameterSets | Where-Object IsDefault) + @($Command.ParameterSets | Where-Object { -not $_.IsDefault })
        $real = $sets | ForEach-Object {
            $set = $_
            @($set.Parameters | Where-Object Name -NotIn $Common | ForEach-Object Name | Sort-Object) -join ' '
        }
        # PowerShell chooses the order within a line. The test requires each set with its parameters.
        ($shown | ForEach-Object { ($_ -split ' ' | Sort-Object) -join ' ' }) | Should -Be $real
    }

    It 'describes every output type, with all its properties' {
        $documented = @($Help.returnValues.returnValue | Where-Object { $_ } | ForEach-Object { $_.type.name })
        $documented | Should -Be @(if ($Command.OutputType) { $Command.OutputType.Name } else { 'None' })
        if ($Name -like 'Get-*') {
            foreach ($value in $Help.returnValues.returnValue) {
                $text = $value.description | Out-String -Width 1000
                foreach ($property in ($value.type.name -as [type]).GetProperties().Name) {
                    $text | Should -Match "\b$property\b"
                }
            }
        }
    }

    It 'describes every type of pipeline input' {
        $piped = $Command.Parameters.Values | Where-Object { $_.Attributes.ValueFromPipeline -contains $true } | ForEach-Object { $_.ParameterType.FullName } | Sort-Object -Unique
        @($Help.inputTypes.inputType | Where-Object { $_ } | ForEach-Object { $_.type.name } | Sort-Object -Unique) | Should -Be @(if ($piped) { $piped } else { 'None' })
    }
}

Describe 'Help of <Cmdlet> -<Name>' -ForEach $parameters {
    It 'describes the parameter correctly' {
        $shown = Get-Help $Cmdlet -Parameter $Name
        $first = $Command.ParameterSets | ForEach-Object { $_.Parameters | Where-Object Name -EQ $Name } | Select-Object -First 1
        ($shown.description | Out-String).Trim().Length | Should -BeGreaterThan 15
        $shown.type.name | Should -Be (Get-ShortName $Parameter.ParameterType)
        $shown.globbing | Should -Be "$([bool]($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }))".ToLowerInvariant()
        $aliases = if ($Parameter.Aliases.Count) { $Parameter.Aliases -join ', ' } else { 'none' }
        $shown.aliases | Should -Be $aliases
        $shown.required | Should -Be "$($first.IsMandatory)".ToLowerInvariant()
        $shown.position | Should -Be $(if ($first.Position -ge 0) { "$($first.Position)" } else { 'named' })
        $pipeline = @(if ($first.ValueFromPipeline) { 'ByValue' }; if ($first.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
        $shown.pipelineInput | Should -Be $(if ($pipeline) { "True ($($pipeline -join ', '))" } else { 'False' })
    }
}

Describe 'Topics' {
    It 'include <_> without an import of the module, in at most 80 columns' -ForEach 'about_OtcPassword', 'about_OtcPassword_Keys', 'about_OtcPassword_SingleSignOn' {
        $root = Join-Path $TestDrive 'modules'
        $installed = Join-Path $root "OtcPassword/$((Get-Module OtcPassword).Version)"
        Copy-Item (Get-BuiltModule) $installed -Recurse -Force
        $text = Invoke-PowerShell "`$env:PSModulePath = '$root'; (Get-Help $_) -as [string]; (Get-Help Get-EcsServerPassword).Synopsis"
        $text[0] | Should -Match 'TOPIC'
        $text | Should -Contain "    $_"
        $text | Select-Object -SkipLast 1 | ForEach-Object Length | Should -BeLessOrEqual 80
        $text[-1] | Should -BeLike 'Gets the initial Administrator passwords*'
    }
}

Describe 'Pages' {
    It 'name the cloud with its former name once: <Name>' -ForEach $all {
        $text = (Get-Content -LiteralPath $Path -Raw -Encoding UTF8) -replace '\s+', ' '
        [regex]::Matches($text, 'T Cloud Public \(formerly Open Telekom Cloud\)').Count | Should -Be 1
        [regex]::Matches($text, 'Open Telekom Cloud').Count | Should -Be 1
    }

    It 'have the form of PlatyPS: <Name>.md' -ForEach $pages -Skip:(-not $platyPS) {
        Import-Module Microsoft.PowerShell.PlatyPS
        Test-MarkdownCommandHelp -Path $Path | Should -BeTrue
        $read = Import-MarkdownCommandHelp -Path $Path
        $read.Title | Should -Be $Name
        $read.Diagnostics.Messages | Where-Object Severity -EQ 'Error' | Should -BeNullOrEmpty
    }
}

Describe 'Pages of <Ecs> and <Bms>' -ForEach @(
    @{ Ecs = 'Get-EcsServer'; Bms = 'Get-BmsServer' }
    @{ Ecs = 'Get-EcsServerPassword'; Bms = 'Get-BmsServerPassword' }
    @{ Ecs = 'Clear-EcsServerPassword'; Bms = 'Clear-BmsServerPassword' }
) {
    It 'differ only where the services do' {
        # The names in the examples, then those of the service.
        $names = [ordered]@{
            'db-\*' = 'metal-*'; 'db\.ppk' = 'metal.ppk'; 'web' = 'metal'; 'WEB_KEY' = 'METAL_KEY'
            'virtual servers \(Elastic Cloud Server, ECS\)' = 'bare metal servers (Bare Metal Server, BMS)'; 'Ecs' = 'Bms'
        }
        # Permissions, the API, what only OpenStack's client for virtual servers can do, and the example for both services.
        $ofOneService = '^(Required permission|API): |The cmdlet requires |^\[.* API Reference\)\]|server list|`openstack` command|both services|ServerType -EQ|of one service|The default is (900|2700)|DefaultValue: (900|2700)|(fourth|eighth) minute'
        $expected = foreach ($paragraph in Get-HelpPageParagraph $Ecs) {
            foreach ($name in $names.Keys) { $paragraph = $paragraph -creplace $name, $names[$name] }
            $paragraph
        }
        $real = Get-HelpPageParagraph $Bms
        $real.Count | Should -BeGreaterThan 50
        Compare-Object @($expected) @($real) | ForEach-Object InputObject | Where-Object { $_ -notmatch $ofOneService } | Should -BeNullOrEmpty
    }
}

Describe 'Example on the page of <Cmdlet>: <Title>' -ForEach $examples {
    It 'is introduced by a sentence' {
        $Introduction | Should -Match '^This example .*\.$'
    }

    It 'has lines of code and output that fit 80 columns' {
        "$Code`n$Output" -split '\n' | Where-Object Length -GT 76 | Should -BeNullOrEmpty
    }

    It 'writes the names of parameters in full' {
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
        foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command -Name $call.GetCommandName() -Module OtcPassword -ErrorAction Ignore
            if (-not $command) { continue }
            $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } |
                ForEach-Object ParameterName | Where-Object { -not $command.Parameters.ContainsKey($_) } | Should -BeNullOrEmpty
            $after = @($call.CommandElements | Select-Object -Skip 1)
            for ($i = 0; $i -lt $after.Count; $i++) {
                $isValue = $i -gt 0 -and $after[$i - 1] -is [System.Management.Automation.Language.CommandParameterAst]
                $isSplat = $after[$i] -is [System.Management.Automation.Language.VariableExpressionAst] -and $after[$i].Splatted
                $after[$i] -is [System.Management.Automation.Language.CommandParameterAst] -or $isValue -or $isSplat | Should -BeTrue -Because "$($after[$i]) has no parameter name"
            }
        }
    }
}

Describe 'Script in <Cmdlet>: <Title>' -ForEach $scripts {
    It 'is valid, and names existing parameters of the cmdlets' {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $Code | Should -Not -BeNullOrEmpty
        foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command -Name "$($call.GetCommandName())" -Module OtcPassword -ErrorAction Ignore
            $named = $call.CommandElements | Where-Object { $command -and $_ -is [System.Management.Automation.Language.CommandParameterAst] }
            $named | ForEach-Object ParameterName | Where-Object { -not $command.Parameters.ContainsKey($_) } | Should -BeNullOrEmpty
        }
    }

    It 'has lines of at most 140 characters, in the README of at most 100' {
        $Code -split '\n' | Where-Object Length -GT $(if ($Cmdlet -eq 'README.md') { 100 } else { 140 }) | Should -BeNullOrEmpty
    }
}

# .NET Framework can neither start the process that the examples need nor write an encrypted key.
Describe 'Examples' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
    BeforeAll {
        $script:Emulator = Start-Emulator -Scenario @{
            region   = 'eu-de'
            domains  = @(
                @{
                    name     = 'OTC-EU-DE-00000000001000012345'
                    projects = @('eu-de_web', 'eu-de_test')
                    users    = @(
                        @{ name = 'jdoe'; password = 'Emulator-1!'; accessKey = 'QTWAOYTTINDUT2QVKYUC'; secretKey = 'help-secret-key'; applicationCredentials = @(@{ name = 'monitoring'; secret = 'help-secret-key' }) }
                        @{ name = 'mfa'; password = 'Emulator-1!'; passcode = '123456' }
                    )
                    identityProviders = @(@{ name = 'corporate'; clients = @(@{ id = 'otc-cli' }, @{ id = 'otc-web'; secret = 'help-client-secret' }) })
                    agencies = @(@{ name = 'password_agency'; trustedDomain = 'OTC00000000001000000002' })
                }
                @{ name = 'OTC00000000001000000002'; projects = @('eu-de'); users = @(@{ name = 'partner'; password = 'Emulator-1!' }) }
            )
            keyPairs = @(
                @{ name = 'web'; user = 'jdoe'; format = 'pkcs1' }
                @{ name = 'db'; user = 'jdoe'; format = 'pkcs8' }
                @{ name = 'metal'; user = 'jdoe'; format = 'pkcs8' }
                @{ name = 'lost'; user = 'jdoe' }
            )
            servers  = @(
                @{ name = 'web-{n}'; project = 'eu-de_web'; keyPair = 'web'; count = 12; floatingAddress = $true }
                @{ name = 'web-young'; project = 'eu-de_web'; keyPair = 'web'; ageMinutes = 2; passwordDelaySeconds = 123 }
                @{ name = 'web-lin'; project = 'eu-de_web'; keyPair = 'web'; osType = 'Linux' }
                @{ name = 'db-{n}'; project = 'eu-de_web'; keyPair = 'db'; count = 3 }
                @{ name = 'web-{n}'; project = 'eu-de_test'; keyPair = 'web'; count = 2 }
                @{ name = 'jump'; project = 'eu-de_web'; agency = 'password_agency' }
                @{ name = 'metal-{n}'; project = 'eu-de_web'; keyPair = 'metal'; count = 3; bareMetal = $true }
            )
        }

        # The home folder of a user who has the keys, each also in a passphrase-protected file. That file is not in the
        # format of PuTTY, as its name suggests: the name is not what determines the format.
        $userHome = Join-Path $TestDrive 'home'
        $keys = New-Item -ItemType Directory -Path (Join-Path $userHome '.ssh')
        New-Item -ItemType Directory -Path (Join-Path $userHome 'work') | Out-Null
        $encryption = [System.Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 2048)
        foreach ($name in 'web', 'db', 'metal') {
            Copy-Item (Join-Path $Emulator.KeyFolder "$name.pem") $keys
            $rsa = [System.Security.Cryptography.RSA]::Create()
            $rsa.ImportFromPem((Get-Content (Join-Path $keys "$name.pem") -Raw))
            $rsa.ExportEncryptedPkcs8PrivateKeyPem('help-passphrase', $encryption) | Set-Content (Join-Path $keys "$name.ppk")
            $rsa.Dispose()
        }

        $examplesFile = Join-Path $TestDrive 'examples.json'
        $resultsFile = Join-Path $TestDrive 'results.json'
        $readyFile = Join-Path $TestDrive 'ready.json'
        $runnable = @(Get-HelpPageExample) + @(Get-DocumentScript | Where-Object { $_.Cmdlet -ne 'README.md' -or $_.Title -notlike 'Install*' })
        ConvertTo-Json -InputObject $runnable | Set-Content $examplesFile
        $Emulator | Select-Object AuthUrl, Region, Domain, Project, User, Password, ControlUrl | ConvertTo-Json | Set-Content $readyFile

        $environment = @{ HOME = $userHome; USERPROFILE = $userHome; OTC_KEY_PATH = $null; OTC_PRIVATE_KEY = $null }
        foreach ($variable in Get-ChildItem Env: | Where-Object Name -Like 'OS_*') { $environment[$variable.Name] = $null }
        $said = Invoke-PowerShell -Environment $environment -WorkingDirectory (Join-Path $userHome work) -TimeoutSec 600 -Script (
            "& '$PSScriptRoot/Invoke-HelpExample.ps1' -Module '$(Get-BuiltModule)' -Examples '$examplesFile' -Results '$resultsFile' -Ready '$readyFile'")
        if (-not (Test-Path $resultsFile)) { throw "The examples did not run: $said" }
        $script:Results = Get-Content $resultsFile -Raw | ConvertFrom-Json
    }

    AfterAll {
        Stop-Emulator $Emulator
    }

    It 'run without an error: <Cmdlet>, <Title>' -ForEach $runnable {
        $result = $Results | Where-Object { $_.Cmdlet -eq $Cmdlet -and $_.Title -eq $Title }
        @($result).Count | Should -Be 1
        $result.Errors | Should -BeNullOrEmpty
        $isSilent = $Cmdlet -like '*.md' -or $Cmdlet -match '^(Clear|Connect|Disconnect)-' -or $Code -match 'Set-Secret|Enter-PSSession|Set-Clipboard|if \(-not'
        if (-not $isSilent -or $Output) { $result.OutputTypes | Should -Not -BeNullOrEmpty }
        # The first line of the output names the columns or the first property.
        $head = $Output.Trim().Split("`n")[0].Split(':')[0] -replace '\s+', ' '
        $result.Text -replace '\s+', ' ' | Should -BeLike "*$([wildcardpattern]::Escape($head))*"
    }
}
