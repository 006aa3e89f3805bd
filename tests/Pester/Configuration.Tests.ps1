# Configurations as people have them, and hostile ones, in a real PowerShell. CloudsFileTests tests the rules of the files.

BeforeAll {
    foreach ($tool in 'Emulator', 'ChildProcess') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $saved = @{}
    foreach ($name in @((Get-ChildItem env:).Name -like 'OS_*') + 'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'XDG_CONFIG_HOME') {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $(if ($name -notlike 'OS_*') { "$TestDrive" }))
    }
    $at = @{ AuthUrl = $emulator.AuthUrl; Region = 'eu-de'; ProjectName = 'eu-de_web' }
    function Write-Cloud([string] $Text, [string] $Name = 'clouds.yaml') {
        Set-Content -LiteralPath (Join-Path $TestDrive $Name) -Encoding UTF8 -Value $Text
        Join-Path $TestDrive $Name
    }
    function Get-RequestCount { [int] ((Invoke-EmulatorControl $emulator counters).requests | Measure-Object count -Sum).Sum }
}

AfterAll {
    foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    Stop-Emulator $emulator
}

Describe 'A credential that nobody types' {
    It 'is refused without a request: <Name>' -ForEach @(
        @{ Name = 'the empty credential'; More = @{ Credential = [pscredential]::Empty; DomainName = 'd' } }
        @{ Name = 'an empty user name'; More = @{ Credential = New-Object pscredential 'DOM\', (ConvertTo-SecureString x -AsPlainText -Force) } }
        @{ Name = 'an empty password'; More = @{ Credential = New-Object pscredential 'u', (New-Object securestring); DomainName = 'd' } }
        @{ Name = 'an empty passcode'; More = @{ Credential = New-Object pscredential 'u', (ConvertTo-SecureString x -AsPlainText -Force); DomainName = 'd'; Passcode = '' } }
        @{ Name = 'an empty token'; More = @{ Token = New-Object securestring } }
        @{ Name = 'an empty secret key'; More = @{ AccessKey = 'A'; SecretKey = New-Object securestring } }
        @{ Name = 'an empty secret'; More = @{ ApplicationCredentialId = 'i'; ApplicationCredentialSecret = '' } }
        @{ Name = 'an empty ID token'; More = @{ IdToken = ''; IdentityProvider = 'corporate' } }
        @{ Name = 'an empty proxy credential'; More = @{ Token = 't'; Proxy = 'http://127.0.0.1:9'; ProxyCredential = [pscredential]::Empty } }
        @{ Name = 'a password with a line break'; More = @{ Credential = New-Object pscredential 'u', (ConvertTo-SecureString "x`r`n" -AsPlainText -Force); DomainName = 'd' } }
    ) {
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        { Connect-OtcSession @at @More } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExceptionType ([OtcPassword.OtcPasswordException])
        Get-RequestCount | Should -Be 0
    }

    It 'signs in with the user name <User> although -DomainName is specified too' -ForEach @{ User = '{0}\admin' }, @{ User = 'admin' }, @{ User = "admin`r`n" } {
        $credential = Get-EmulatorCredential $emulator -UserName ($User -f $emulator.Domain)
        (Connect-OtcSession @at $credential -DomainName $emulator.Domain -PassThru).UserName | Should -BeExactly 'admin'
    }

    It 'completes a cloud without a password, and replaces another sign-in method' {
        $path = Write-Cloud "clouds:`n  none: {auth: {auth_url: '$($emulator.AuthUrl)', user_domain_name: '$($emulator.Domain)', project_name: eu-de_web}}`n  token: {auth_type: token, auth: {auth_url: '$($emulator.AuthUrl)', token: old, project_name: eu-de_web}}"
        (Connect-OtcSession -Cloud none -CloudsFile $path -Credential (Get-EmulatorCredential $emulator) -PassThru).UserName | Should -BeExactly 'admin'
        (Connect-OtcSession -Cloud token -CloudsFile $path -Credential (Get-EmulatorCredential $emulator) -DomainName $emulator.Domain -PassThru).SignInMethod |
            Should -BeExactly 'Password'
    }
}

Describe 'Configuration files' {
    BeforeEach { Push-Location $TestDrive }

    AfterEach {
        Pop-Location
        Remove-Item (Join-Path $TestDrive '*.yaml') -Force
        Remove-Item env:OS_CLIENT_CONFIG_FILE -ErrorAction Ignore
    }

    It 'fail within seconds, also in tab completion: <Name>' -Skip:($IsWindows -or $PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
        @{ Name = 'a bomb of merged lists'; Make = { Write-Cloud ("l0: &l0 []`n" + (-join (1..28 | ForEach-Object { "l${_}: &l$_ [*l$($_ - 1), *l$($_ - 1), *l$($_ - 1), *l$($_ - 1)]`n" })) + "clouds: {c: {<<: *l28}}`n") } }
        @{ Name = 'a pipe'; Make = { mkfifo (Join-Path $TestDrive 'clouds.yaml') } }
        @{ Name = 'an endless device'; Make = { $env:OS_CLIENT_CONFIG_FILE = '/dev/zero' } }
        @{ Name = 'a terminal'; Make = { $env:OS_CLIENT_CONFIG_FILE = '/dev/ptmx' } }
    ) {
        $null = & $Make
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        { Connect-OtcSession -Cloud c } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
        TabExpansion2 'Connect-OtcSession -Cloud c' 27 | Out-Null
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'can be interrupted while they are read' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        # Nested so deeply that it is read for seconds. Ctrl+C stops one of two commands: it ends while the other one still reads.
        $path = Write-Cloud ("l0: &l0 {}`n" + (-join (1..40000 | ForEach-Object { "l${_}: &l$_ [*l$($_ - 1)]`n" })) + "clouds: {c: {<<: *l40000}}`n")
        $shells = 1, 2 | ForEach-Object {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-BuiltModule)'; 'ready'; Connect-OtcSession -Cloud c -CloudsFile '$path'")
            $output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
            [pscustomobject]@{ Shell = $shell; Output = $output; Run = $shell.BeginInvoke((New-Object 'System.Management.Automation.PSDataCollection[psobject]'), $output) }
        }
        try {
            Wait-Until { $shells[0].Output.Count + $shells[1].Output.Count -eq 2 } -Seconds 60
            $shells[0].Shell.Stop()
            $shells[0].Shell.InvocationStateInfo.State | Should -BeExactly 'Stopped'
            $shells[1].Shell.InvocationStateInfo.State | Should -BeExactly 'Running'
        }
        finally { $shells | ForEach-Object { $_.Shell.Dispose() } }
    }

    It 'that others can write are skipped with a verbose message' -Skip:($IsWindows -or $PSVersionTable.PSVersion.Major -lt 7) {
        $path = Write-Cloud "clouds: {c: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}"
        chmod o+w $path
        $output = & { try { Connect-OtcSession -Cloud c -Verbose } catch { $_ } } 4>&1
        "$output" | Should -BeLike "*Skipped '$path' because other users can write to '$path'.*"
        $output[-1].FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
        (TabExpansion2 'Connect-OtcSession -Cloud ' 26).CompletionMatches.CompletionText | Should -Not -Contain 'c'
        { Connect-OtcSession -Cloud c -CloudsFile $path } | Should -Throw -ErrorId 'NetworkFailure,*'
    }

    It 'are not searched where a variable contains no path' -Skip:($PSVersionTable.Platform -eq 'Unix') {
        # Windows PowerShell rejects more characters than PowerShell 7. Both reject this one.
        $env:OS_CLIENT_CONFIG_FILE = 'C:\clouds|yaml'
        { Connect-OtcSession -Cloud c } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*OS_CLIENT_CONFIG_FILE does not contain a valid path of a file.*'
        $env:OS_CLIENT_CONFIG_FILE = '"{0}"' -f (Write-Cloud "clouds: {c: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}" 'mine.yaml')
        { Connect-OtcSession -Cloud c } | Should -Throw -ErrorId 'NetworkFailure,*'
    }

    It 'with names that would control the terminal are not completed' {
        $path = Write-Cloud "clouds: {`"a\e[31mred`": {}, `"a\u202etxet`": {}, alpha: {}, `"a b`": {}}"
        (TabExpansion2 "Connect-OtcSession -CloudsFile '$path' -Cloud a" ("Connect-OtcSession -CloudsFile '$path' -Cloud a").Length).CompletionMatches.CompletionText |
            Should -Be 'alpha', "'a b'"
    }

    It 'with a misspelled setting get a warning' {
        $path = Write-Cloud "clouds: {c: {auth: {token: x, auth_url: 'http://127.0.0.1:9', user_domian_name: x}, region_name: eu-de}}"
        { Connect-OtcSession -Cloud c -CloudsFile $path -WarningVariable script:warnings -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'NetworkFailure,*'
        "$warnings" | Should -BeLike "'user_domian_name' ($path, line 1) is not a known setting, and is ignored. Did you mean 'user_domain_name'*"
    }

    It 'are found from a location that is no folder, with ~' {
        $path = Write-Cloud "clouds: {c: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}" 'mine.yaml'
        Copy-Item -LiteralPath (Join-Path (Get-TestKey).Folder pkcs1-2048.pem) -Destination (Join-Path $TestDrive key.pem)
        foreach ($drive in @('Env:', 'Variable:') + @(if (Get-PSDrive Cert -ErrorAction Ignore) { 'Cert:' })) {
            Set-Location $drive
            foreach ($form in '~/mine.yaml', '"~/mine.yaml"', "`"$path`"") {
                { Connect-OtcSession -Cloud c -CloudsFile $form } | Should -Throw -ErrorId 'NetworkFailure,*' -Because "$form in $drive"
            }
            (Get-OtcKeyFile '~/key.pem').KeySize | Should -Be 2048
            (Get-OtcKeyFile '~/k*.pem').KeySize | Should -Be 2048
        }
    }
}

Describe 'A clouds.yaml for all users of Windows' -Skip:($PSVersionTable.Platform -eq 'Unix') {
    BeforeAll {
        $data = $env:PROGRAMDATA
        $env:PROGRAMDATA = Join-Path $TestDrive 'ProgramData'
        $folder = Join-Path $env:PROGRAMDATA 'OpenStack\openstack'
        $null = New-Item -ItemType Directory -Path $folder
        Write-Cloud "clouds: {all: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}" 'ProgramData\OpenStack\openstack\clouds.yaml'
        $acl = Get-Acl -LiteralPath $folder
        $users = [System.Security.Principal.SecurityIdentifier] 'S-1-1-0'
        $acl.AddAccessRule((New-Object System.Security.AccessControl.FileSystemAccessRule $users, 'Modify', 'ContainerInherit, ObjectInherit', 'None', 'Allow'))
        Set-Acl -LiteralPath $folder -AclObject $acl
        $problem = try { Connect-OtcSession -Cloud all } catch { $_ }
    }

    AfterAll { $env:PROGRAMDATA = $data }

    It 'is not used if others can write to its folder, and the message names the command that prevents this' {
        $problem.FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
        "$problem" | Should -BeLike "*because other users can write to '$folder'; to prevent this, run: icacls `"$folder`" *"
    }

    It 'is used after the command of the message' {
        $null = cmd /c ([regex]::Match("$problem", 'run: (icacls .+?RX")').Groups[1].Value)
        { Connect-OtcSession -Cloud all } | Should -Throw -ErrorId 'NetworkFailure,*'
    }

    It 'can be written by administrators of the computer and the domain only: <_>' -ForEach @(
        'S-1-5-32-544 True', 'S-1-5-18 True', 'S-1-5-21-1-2-3-512 True', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464 True'
        'S-1-5-21-1-2-3-513 False', 'S-1-5-21-1-2-3-500 False', 'S-1-5-32-545 False', 'S-1-5-11 False', 'S-1-1-0 False'
    ) {
        # No file of a computer without a domain can belong to its administrators, so the rule itself is called.
        $identity, $expected = $_ -split ' '
        $client = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'OtcPassword.Client' } | Select-Object -Last 1
        $rule = $client.GetType('OtcPassword.Client.Configuration.WindowsFileAccess', $true).GetMethod('IsTrusted', [System.Reflection.BindingFlags] 'Static, NonPublic')
        "$($rule.Invoke($null, @([System.Security.Principal.SecurityIdentifier] $identity, [System.Security.Principal.WindowsIdentity]::GetCurrent())))" |
            Should -BeExactly $expected
    }
}

Describe 'A session of another process' {
    It 'is refused with the reason: <Name>' -ForEach @(
        @{ Name = 'Clixml'; Copy = { param($s) [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($s)) } }
    ) {
        $session = Connect-OtcSession @at -DomainName $emulator.Domain -Credential (Get-EmulatorCredential $emulator) -PassThru
        $copy = & $Copy $session
        { Get-EcsServer -Session $copy } | Should -Throw -ExpectedMessage '*only in the PowerShell process that signed in*'
        { $copy | Disconnect-OtcSession -ErrorAction Stop } | Should -Throw -ExpectedMessage '*only in the PowerShell process that signed in*'
    }
}

Describe 'A JEA endpoint' {
    BeforeAll {
        $file = Join-Path $TestDrive 'endpoint.pssc'
        New-PSSessionConfigurationFile -Path $file -SessionType RestrictedRemoteServer -VisibleCmdlets 'Connect-OtcSession', 'Get-OtcKeyFile', 'Unprotect-OtcServerPassword' -ModulesToImport ([string[]] (Get-BuiltModule))
        $state = [initialsessionstate]::CreateFromSessionConfigurationFile($file)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        function Invoke-Endpoint([string] $Command, [hashtable] $Parameters) {
            $shell = [powershell]::Create($runspace).AddCommand($Command).AddParameters($Parameters)
            try { $shell.Invoke(); $shell.Streams.Error } catch { $_.Exception.InnerException.ErrorRecord } finally { $shell.Dispose() }
        }
        $path = Write-Cloud "clouds: {c: {auth: {token: x, auth_url: 'http://127.0.0.1:9'}, region_name: eu-de}}" 'jea.yaml'
        $key = Join-Path (Get-TestKey).Folder pkcs1-2048.pem
    }

    AfterAll { $runspace.Dispose() }

    It 'reads files with full paths without the FileSystem provider' {
        (Invoke-Endpoint Get-OtcKeyFile @{ Path = $key }).KeySize | Should -Be 2048
        (Invoke-Endpoint Connect-OtcSession @{ Cloud = 'c'; CloudsFile = $path }).FullyQualifiedErrorId | Should -BeLike 'NetworkFailure,*'
        $fact = (Get-TestKey).files | Where-Object file -EQ pkcs1-2048.pem
        (Invoke-Endpoint Unprotect-OtcServerPassword @{ EncryptedPassword = $fact.ciphertext; KeyFile = $key; AsPlainText = $true }).PlainTextPassword |
            Should -Not -BeNullOrEmpty
    }

    It 'says what is missing for other paths: <_>' -ForEach 'key.pem', './key.pem', '/tmp/*.pem' {
        $problem = Invoke-Endpoint Get-OtcKeyFile @{ Path = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'KeyFileNotFound,*'
        $problem.Exception.Message | Should -BeLike '*this PowerShell session does not have the FileSystem provider*'
    }

    It 'signs in without parameters or with a cloud as far as the settings reach' {
        (Invoke-Endpoint Connect-OtcSession @{}).FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
        (Invoke-Endpoint Connect-OtcSession @{ Cloud = 'none' }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
    }
}

Describe 'The JEA endpoint of docs/automation.md' {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'HelpPage.psm1') -Force
        $null = Invoke-EmulatorControl $emulator servers -Method Post -Body @{ name = 'jump-0001'; project = $emulator.Project; agency = 'password_agency' }
        Invoke-EmulatorControl $emulator settings -Method Put -Body @{ metadataServer = 'jump-0001' }
        $env:OTC_TEST_METADATA_URL = $emulator.AuthUrl
        $root = $emulator.AuthUrl -replace '/v3.*'
        $create, $use = Get-DocumentScript | Where-Object Title -Like 'JEA endpoint *' | ForEach-Object { $_.Code }
        $create = $create.Replace("= 'OtcPassword'", "= '$(Get-BuiltModule)'").Replace('-FromServerAgency', "-FromServerAgency -AuthUrl '$($emulator.AuthUrl)' -EcsEndpoint '$root'").
            Replace('C:\Keys\web.pem', "'$(Join-Path $emulator.KeyFolder KeyPair-web.pem)'").Replace('./ServerPassword.pssc', (Join-Path $TestDrive ServerPassword.pssc))

        # Each connection to an endpoint has a runspace of its own.
        function Open-Endpoint([string] $Role) {
            $state = [initialsessionstate]::CreateFromSessionConfigurationFile($endpointFile, [Func[string, bool]] { param($name) $name -eq $Role })
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $runspace
        }
        function Register-PSSessionConfiguration([string] $Name, [string] $Path, [switch] $Force) {
            if ($Name -ne 'ServerPassword' -or -not $Force) { throw 'Nothing to register.' }
            $script:endpointFile = $Path
        }
        function Invoke-Command([string] $ComputerName, [string] $ConfigurationName, [scriptblock] $ScriptBlock, [string] $Role = 'CONTOSO\HelpDesk') {
            $runspace = Open-Endpoint $Role
            $shell = $ScriptBlock.GetPowerShell()
            $shell.Runspace = $runspace
            try { $shell.Invoke() }
            catch { throw $_.Exception.InnerException.ErrorRecord }
            finally { $shell.Dispose(); $runspace.Dispose() }
        }
        & ([scriptblock]::Create($create))
    }

    AfterAll {
        Remove-Item env:OTC_TEST_METADATA_URL
        Invoke-EmulatorControl $emulator settings -Method Put -Body @{ metadataServer = '' }
    }

    It 'gives the help desk a password' {
        $found = & ([scriptblock]::Create($use))
        $server = Get-EmulatorServer $emulator | Where-Object name -EQ web-0001
        $found.Password | Should -BeExactly $server.password
        $found.UserName | Should -BeExactly 'Administrator'
        $found.Address | Should -Not -BeNullOrEmpty
    }

    It 'refuses the names of other servers' {
        { Invoke-Command -ScriptBlock { Get-ServerPassword -Name metal-0001 } } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'reports a server that does not exist' {
        { Invoke-Command -ScriptBlock { Get-ServerPassword -Name web-9999 } } | Should -Throw -ErrorId 'ServerNotFound,*'
    }

    It 'hides the key file, the session, and the cmdlets of the module: <_>' -ForEach @(
        { Get-Content -Path C:\Keys\web.pem }, { Get-OtcKeyFile -Path C:\Keys }, { Connect-OtcSession -FromServerAgency }, { Get-OtcSession },
        { Get-EcsServerPassword -Name web-0001 }, { Invoke-Expression -Command 'Get-OtcSession' }
    ) {
        { Invoke-Command -ScriptBlock $_ } | Should -Throw -ErrorId 'CommandNotFoundException*'
    }

    It 'has no function for others' {
        { Invoke-Command -ScriptBlock { Get-ServerPassword -Name web-0001 } -Role 'CONTOSO\Others' } | Should -Throw -ErrorId 'CommandNotFoundException*'
    }
}
