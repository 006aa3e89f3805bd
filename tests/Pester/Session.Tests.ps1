# Every sign-in method, as a user types it, with an emulator.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force

    $script:emulator = Start-Emulator
    $script:partner = 'OTC00000000001000000002'
    $script:folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName

    # The environment variables and folders of the computer must not matter. They are restored at the end.
    $script:saved = @{}
    Get-ChildItem env: | Where-Object Name -Like 'OS_*' | ForEach-Object { $script:saved[$_.Name] = $_.Value }
    foreach ($name in 'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'XDG_CONFIG_HOME') {
        $script:saved[$name] = [System.Environment]::GetEnvironmentVariable($name)
    }

    function Clear-SignInVariable {
        Get-ChildItem env: | Where-Object Name -Like 'OS_*' | Remove-Item
        foreach ($name in 'HOME', 'USERPROFILE', 'LOCALAPPDATA', 'XDG_CONFIG_HOME') {
            [System.Environment]::SetEnvironmentVariable($name, $script:folder)
        }
    }

    function Get-Token([string] $Project = $script:emulator.Project) {
        $body = ConvertTo-Json -Depth 9 @{ auth = @{
                identity = @{ methods = @('password'); password = @{ user = @{ name = $emulator.User; password = $emulator.Password; domain = @{ name = $emulator.Domain } } } }
                scope    = @{ project = @{ name = $Project; domain = @{ name = $emulator.Domain } } }
            }
        }
        $answer = Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($emulator.AuthUrl)/auth/tokens" -Body $body -ContentType application/json
        [string] $answer.Headers['X-Subject-Token']
    }

    function Write-CloudsFile([string] $Path) {
        Set-Content -LiteralPath $Path -Encoding UTF8 -Value @"
clouds:
  operator:
    auth:
      auth_url: $($emulator.AuthUrl)
      username: operator
      user_domain_name: $($emulator.Domain)
      project_domain_name: $($emulator.Domain)
      project_name: eu-de_web
    region_name: eu-de
    interface: public
    identity_api_version: 3
  with space:
    auth: {auth_url: '$($emulator.AuthUrl)', ak: EMULATORADMINACCESS1, sk: emulator-admin-secret-key-0000000000001, project_name: eu-de_test}
  broken:
    auth: {auth_url: '$($emulator.AuthUrl)', username: operator, user_domain_name: '$($emulator.Domain)'}
    verify: false
"@
        Set-Content -LiteralPath (Join-Path (Split-Path $Path) 'secure.yaml') -Encoding UTF8 -Value "clouds:`n  operator:`n    auth:`n      password: 'p@ss `"wörd`" 1'"
    }
}

AfterAll {
    Disconnect-OtcSession
    foreach ($name in $script:saved.Keys) { [System.Environment]::SetEnvironmentVariable($name, $script:saved[$name]) }
    Stop-Emulator $script:emulator
    Remove-Item -LiteralPath $script:folder -Recurse -Force
}

Describe 'Connect-OtcSession' {
    BeforeEach {
        Clear-SignInVariable
        $at = @{ AuthUrl = $emulator.AuthUrl; Region = 'eu-de' }
    }

    It 'signs in with user name and password' {
        Connect-OtcSession @at -DomainName $emulator.Domain -ProjectName eu-de_test -Credential (Get-EmulatorCredential $emulator)

        $session = Get-OtcSession
        $session.UserName | Should -BeExactly 'admin'
        $session.DomainName | Should -BeExactly $emulator.Domain
        $session.ProjectName | Should -BeExactly 'eu-de_test'
        $session.Region | Should -BeExactly 'eu-de'
        $session.SignInMethod | Should -BeExactly 'Password'
        $session.EcsEndpoint | Should -Match '/v2\.1/'
        $session.BmsEndpoint | Should -Match '/v1/'
        $session.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddHours(20))
        @(Get-EcsServer).Count | Should -Be 3
    }

    It 'reads the account before the backslash of the user name' {
        $credential = New-Object pscredential "$($emulator.Domain)\admin", (ConvertTo-Secret $emulator.Password)

        (Connect-OtcSession @at $credential -PassThru).UserName | Should -BeExactly 'admin'
    }

    It 'signs in with a passcode' {
        $mfa = Get-EmulatorCredential $emulator -UserName mfa -Password 'Emulator-2!'

        (Connect-OtcSession @at $mfa -DomainName $emulator.Domain -Passcode 123456 -PassThru).SignInMethod |
            Should -BeExactly 'Password and passcode'
        (Connect-OtcSession @at $mfa -DomainName $emulator.Domain -Passcode (ConvertTo-Secret '123456') -PassThru).UserName |
            Should -BeExactly 'mfa'
        { Connect-OtcSession @at $mfa -DomainName $emulator.Domain } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'signs in with a passcode by user ID' {
        $mfa = Get-EmulatorCredential $emulator -UserName mfa -Password 'Emulator-2!'
        $user = (Invoke-EmulatorControl $emulator state).users | Where-Object name -EQ mfa

        (Connect-OtcSession @at $mfa -UserId $user.id -ProjectId $emulator.ProjectId -Passcode 123456 -PassThru).UserName |
            Should -BeExactly 'mfa'
        $env:OS_AUTH_URL = $emulator.AuthUrl
        $env:OS_USER_ID = $user.id
        $env:OS_PASSWORD = 'Emulator-2!'
        $env:OS_PROJECT_ID = $emulator.ProjectId
        (Connect-OtcSession -Passcode 123456 -PassThru).UserName | Should -BeExactly 'mfa'
    }

    It 'recommends the user ID if a passcode with a user name is rejected, and never repeats the sign-in: <Shape>' -ForEach @(
        @{ Shape = 'keystone' }, @{ Shape = 'iam' }, @{ Shape = 'iamTexts' }
    ) {
        $mfa = Get-EmulatorCredential $emulator -UserName mfa -Password 'Emulator-2!'
        $user = (Invoke-EmulatorControl $emulator state).users | Where-Object name -EQ mfa
        Invoke-EmulatorControl $emulator settings Put @{ passcodeByName = $false; identityErrors = $Shape }
        Invoke-EmulatorControl $emulator counters/reset Post
        try {
            $problem = { Connect-OtcSession @at $mfa -DomainName $emulator.Domain -Passcode 123456 } |
                Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-UserId*'
            $problem.ErrorDetails.RecommendedAction | Should -BeLike '*My Credentials*'
            (Invoke-EmulatorControl $emulator counters).failedSignIns | Should -Be 1
            (Connect-OtcSession @at $mfa -UserId $user.id -ProjectId $emulator.ProjectId -Passcode 123456 -PassThru).UserName |
                Should -BeExactly 'mfa'
        }
        finally { Invoke-EmulatorControl $emulator settings Put @{ passcodeByName = $true; identityErrors = 'keystone' } }
    }

    It 'sends a passcode once, also if the identity service fails: HTTP <Status>' -ForEach @(
        @{ Status = 401 }, @{ Status = 429 }, @{ Status = 500 }, @{ Status = 503 }, @{ Status = 'reset' }
    ) {
        $mfa = Get-EmulatorCredential $emulator -UserName mfa -Password 'Emulator-2!'
        $rule = @{ service = 'iam'; method = 'POST' }
        if ($Status -eq 'reset') { $rule.resets = 1 } else { $rule.errors = @{ "$Status" = 1 } }
        Invoke-EmulatorControl $emulator faults Put @{ rules = @($rule) }
        Invoke-EmulatorControl $emulator counters/reset Post
        try {
            { Connect-OtcSession @at $mfa -DomainName $emulator.Domain -Passcode 123456 } | Should -Throw
            (Invoke-EmulatorControl $emulator counters).requests | Where-Object method -EQ POST | ForEach-Object count | Should -Be 1
        }
        finally { Invoke-EmulatorControl $emulator faults Put @{} }
    }

    It 'acts through an agency with an access key' {
        $key = @{ AccessKey = 'EMULATORPARTNERACC01'; SecretKey = ConvertTo-Secret 'emulator-partner-secret-key-00000000001' }

        $session = Connect-OtcSession @at @key -AgencyName password_agency -AgencyDomainName $emulator.Domain -ProjectName eu-de_web -PassThru
        $session.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(50))
        (Get-EcsServer -Name web-0001 | Get-EcsServerPassword).Status | Should -BeExactly 'Encrypted'
    }

    It 'lets Get-BmsServer name the regions with bare metal servers' {
        Invoke-EmulatorControl $emulator settings Put @{ bmsElsewhere = $true }
        try {
            Connect-OtcSession @at -DomainName $emulator.Domain -ProjectName eu-de_web -Credential (Get-EmulatorCredential $emulator)
            { Get-BmsServer } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "*Regions with BMS: eu-nl.*"
        }
        finally { Invoke-EmulatorControl $emulator settings Put @{ bmsElsewhere = $false } }
    }

    It 'reports a region that is not in the service catalog' {
        $signIn = Get-EmulatorSignIn $emulator
        $signIn.Region = 'eu-dee'
        { Connect-OtcSession @signIn } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "*'eu-dee'*eu-de, eu-nl*"
    }

    It 'keeps the leading zero of a passcode' {
        $other = Start-Emulator -Scenario @{
            domains = @(@{ name = 'd'; projects = @('eu-de'); users = @(@{ name = 'u'; password = 'p'; passcode = '012345' }) })
        }
        try {
            $user = Get-EmulatorCredential $other -UserName u -Password p
            (Connect-OtcSession -AuthUrl $other.AuthUrl $user -DomainName d -Passcode 012345 -PassThru).UserName | Should -BeExactly 'u'
        }
        finally { Stop-Emulator $other }
    }

    It 'signs in with a token, for its own or another project' {
        $token = ConvertTo-Secret (Get-Token)

        (Connect-OtcSession @at -Token $token -PassThru).ProjectName | Should -BeExactly 'eu-de_web'
        (Connect-OtcSession @at -Token $token -ProjectName eu-de_test -PassThru).ProjectName | Should -BeExactly 'eu-de_test'
        @(Get-EcsServer).Count | Should -Be 3
        { Connect-OtcSession @at -Token (ConvertTo-Secret nonsense) } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'signs requests with an access key' {
        $key = @{ AccessKey = 'EMULATORADMINACCESS1'; SecretKey = ConvertTo-Secret 'emulator-admin-secret-key-0000000000001' }

        $session = Connect-OtcSession @at @key -ProjectName eu-de_web -PassThru
        $session.AccessKey | Should -BeExactly 'EMULATORADMINACCESS1'
        $session.ExpiresAt | Should -BeNullOrEmpty
        $found = Get-EcsServer -Name web-0001 | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -AsPlainText
        $found.PlainTextPassword | Should -BeExactly (Get-EmulatorServer $emulator | Where-Object name -EQ web-0001).password
        { Connect-OtcSession @at @key } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
        { Connect-OtcSession @at @key -ProjectName none } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
    }

    It 'signs requests with a temporary access key' {
        $key = @{
            AccessKey     = 'EMULATORTEMPACCESS01'
            SecretKey     = ConvertTo-Secret 'emulator-temporary-secret-key-000000001'
            SecurityToken = ConvertTo-Secret 'emulator-security-token-000000000000001'
        }

        # A temporary access key cannot read the service catalog, so the session needs a specified endpoint.
        Connect-OtcSession @at @key -ProjectId $emulator.ProjectId
        { Get-BmsServer } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*did not return a service catalog*'
        $bms = $emulator.AuthUrl -replace '/v3.*'
        (Connect-OtcSession @at @key -ProjectId $emulator.ProjectId -BmsEndpoint $bms -PassThru).ProjectName | Should -BeExactly 'eu-de_web'
        @(Get-BmsServer).Count | Should -BeGreaterThan 0
    }

    It 'signs in with an application credential, by ID or by name' {
        $secret = ConvertTo-Secret 'emulator-application-credential-0000001'
        $admin = (Invoke-EmulatorControl $emulator state).users | Where-Object name -EQ admin
        $byName = @{ ApplicationCredentialName = 'monitoring'; ApplicationCredentialSecret = $secret }

        $session = Connect-OtcSession @at -ApplicationCredentialId $admin.applicationCredentials[0].id -ApplicationCredentialSecret $secret -PassThru
        $session.SignInMethod | Should -BeExactly 'Application credential'
        $session.UserName | Should -BeExactly 'admin'
        $session.ProjectName | Should -BeExactly 'eu-de_web'
        @(Get-EcsServer -Name web-0001).Count | Should -Be 1
        (Connect-OtcSession @at @byName -UserName admin -DomainName $emulator.Domain -PassThru).UserName | Should -BeExactly 'admin'
        (Connect-OtcSession @at @byName -UserId $admin.id -ProjectName eu-de_web -PassThru).UserName | Should -BeExactly 'admin'
        { Connect-OtcSession @at @byName -UserId $admin.id -ProjectName eu-de_test } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
        { Connect-OtcSession @at @byName -UserName admin } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '-DomainName is missing*'
        $byName.ApplicationCredentialSecret = ConvertTo-Secret wrong
        { Connect-OtcSession @at @byName -UserId $admin.id } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'signs in with an ID token of OpenID Connect' {
        $own = @{ IdentityProvider = 'corporate'; IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator) }

        $session = Connect-OtcSession @at @own -ProjectName eu-de_test -PassThru
        $session.SignInMethod | Should -BeExactly 'OpenID Connect'
        $session.UserName | Should -BeExactly 'admin'
        $session.ProjectName | Should -BeExactly 'eu-de_test'
        @(Get-EcsServer).Count | Should -Be 3
        { Connect-OtcSession @at @own } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*eu-de_web, eu-de_test*'
        { Connect-OtcSession @at @own -Protocol saml } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "*protocol 'saml'*"
        $own.IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator -LifetimeSeconds -60)
        { Connect-OtcSession @at @own -ProjectName eu-de_test } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        $own.IdentityProvider = 'nobody'
        { Connect-OtcSession @at @own -ProjectName eu-de_test } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "*identity provider 'nobody'*"
    }

    It 'says why IAM rejects an ID token, and warns of a long one' {
        $own = @{ IdentityProvider = 'corporate'; ProjectName = 'eu-de_test'; WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
        Invoke-EmulatorControl $emulator settings -Method Put -Body @{ identityErrors = 'iamTexts' }
        try {
            foreach ($case in @(
                    @{ More = @{ Audience = 'other' }; Advice = '*(aud)*(iss)*signing key*'; Warning = '' }
                    @{ More = @{ LifetimeSeconds = -60 }; Advice = 'The ID token expired at 20*'; Warning = '' }
                    @{ More = @{ Groups = 150 }; Advice = '*fewer groups*'; Warning = 'The ID token has * characters*2,300*fewer groups.' }
                )) {
                $more = $case.More
                $own.IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator @more)
                # Should -Throw runs in a scope of its own, where the variable with the warnings would stay.
                try { Connect-OtcSession @at @own; $problem = $null } catch { $problem = $_ }
                $problem.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
                "$problem" | Should -BeLike "*(HTTP 400): `"Request parameter 'id token' is invalid.`"*"
                $problem.ErrorDetails.RecommendedAction | Should -BeLike $case.Advice
                "$warnings" | Should -BeLike $case.Warning
            }
        }
        finally { Invoke-EmulatorControl $emulator settings -Method Put -Body @{ identityErrors = 'keystone' } }

        $own.IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator)
        $own.Remove('ProjectName')
        { Connect-OtcSession @at @own -ProjectName nosuch } |
            Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*Available projects: eu-de_web, eu-de_test.'
        $own.IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator -UserName operator)
        (Connect-OtcSession @at @own -PassThru).ProjectName | Should -BeExactly 'eu-de_web'
        (Connect-OtcSession @at @own -Verbose 4>&1) -like 'The ID token has * characters and expires at 20*' | Should -HaveCount 1
    }

    It 'acts through an agency with an ID token' {
        $own = @{
            IdentityProvider = 'partner corporate'
            Protocol         = 'openid'
            IdToken          = ConvertTo-Secret (Get-EmulatorIdToken $emulator -IdentityProvider 'partner corporate' -UserName partner)
        }

        $session = Connect-OtcSession @at @own -AgencyName password_agency -AgencyDomainName $emulator.Domain -ProjectName eu-de_web -PassThru
        $session.SignInMethod | Should -BeLike "OpenID Connect, agency 'password_agency'*"
        @(Get-EcsServer -Name web-*).Count | Should -BeGreaterThan 0
    }

    It 'reads application credentials and ID tokens from clouds.yaml and the OS_* variables' {
        $path = Join-Path $folder 'methods.yaml'
        Set-Content -LiteralPath $path -Encoding UTF8 -Value @"
clouds:
  app:
    auth_type: v3applicationcredential
    auth: {auth_url: '$($emulator.AuthUrl)', application_credential_name: monitoring, username: admin, user_domain_name: '$($emulator.Domain)'}
  oidc:
    auth_type: v3oidcaccesstoken
    auth: {auth_url: '$($emulator.AuthUrl)', identity_provider: corporate, protocol: oidc, project_name: eu-de_test}
"@
        $env:OS_APPLICATION_CREDENTIAL_SECRET = 'emulator-application-credential-0000001'
        $env:OS_ACCESS_TOKEN = Get-EmulatorIdToken $emulator

        (Connect-OtcSession -CloudsFile $path -Cloud app -PassThru).SignInMethod | Should -BeExactly 'Application credential'
        (Connect-OtcSession -CloudsFile $path -Cloud oidc -PassThru).ProjectName | Should -BeExactly 'eu-de_test'
        $env:OS_AUTH_URL = $emulator.AuthUrl
        $env:OS_AUTH_TYPE = 'v3applicationcredential'
        $env:OS_APPLICATION_CREDENTIAL_NAME = 'monitoring'
        $env:OS_USERNAME = 'admin'
        $env:OS_USER_DOMAIN_NAME = $emulator.Domain
        (Connect-OtcSession -FromEnvironment -PassThru).SignInMethod | Should -BeExactly 'Application credential'
        $env:OS_AUTH_TYPE = 'v3oidcaccesstoken'
        $env:OS_IDENTITY_PROVIDER = 'corporate'
        $env:OS_PROJECT_NAME = 'eu-de_web'
        (Connect-OtcSession -FromEnvironment -PassThru).SignInMethod | Should -BeExactly 'OpenID Connect'
    }

    It 'reads the profile of a cloud from clouds-public.yaml in the same folder' {
        $place = (New-Item -ItemType Directory -Path (Join-Path $folder 'profiles') -Force).FullName
        Set-Content -LiteralPath (Join-Path $place 'clouds-public.yaml') -Encoding UTF8 -Value @"
public-clouds:
  local: {auth: {auth_url: '$($emulator.AuthUrl)', user_domain_name: '$($emulator.Domain)'}, region_name: eu-de}
"@
        Set-Content -LiteralPath (Join-Path $place 'clouds.yaml') -Encoding UTF8 -Value @"
clouds:
  mine: {profile: local, auth: {username: admin, password: '$($emulator.Password)', project_name: eu-de_test}}
  lost: {profile: nowhere, auth: {username: admin, password: '$($emulator.Password)', project_name: eu-de_test}}
"@
        (Connect-OtcSession -CloudsFile (Join-Path $place 'clouds.yaml') -Cloud mine -PassThru).ProjectName | Should -BeExactly 'eu-de_test'
        { Connect-OtcSession -CloudsFile (Join-Path $place 'clouds.yaml') -Cloud lost } |
            Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "*Cannot find the profile that 'profile' (*, line 3)*"
    }

    It 'acts through an agency' {
        $own = @{ Credential = Get-EmulatorCredential $emulator -UserName partner -Password 'Emulator-5!'; DomainName = $partner }

        Connect-OtcSession @at @own -AgencyName password_agency -AgencyDomainName $emulator.Domain -ProjectName eu-de_web
        @(Get-EcsServer -Name web-*).Count | Should -BeGreaterThan 0
        { Connect-OtcSession @at @own -AgencyName none -AgencyDomainName $emulator.Domain -ProjectName eu-de_web } |
            Should -Throw -ErrorId 'PermissionDenied,*'
        { Connect-OtcSession @at @own -AgencyName none } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
    }

    It 'signs in to a cloud of clouds.yaml in the current folder' {
        Write-CloudsFile (Join-Path $folder 'clouds.yaml')
        Push-Location $folder
        try { $session = Connect-OtcSession -Cloud operator -PassThru } finally { Pop-Location }

        $session.UserName | Should -BeExactly 'operator'
        (Connect-OtcSession -CloudsFile (Join-Path $folder 'clouds.yaml') -Cloud 'with space' -PassThru).ProjectName |
            Should -BeExactly 'eu-de_test'
    }

    It 'names the file and line of an error in clouds.yaml' {
        $path = Join-Path $folder 'clouds.yaml'
        Write-CloudsFile $path

        $problem = { Connect-OtcSession -CloudsFile $path -Cloud broken } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
        "$problem" | Should -BeLike "*'verify' ($path, line 16)*"
        $problem = { Connect-OtcSession -CloudsFile $path -Cloud nothing } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
        "$problem" | Should -BeLike '*operator, with space, broken*'
    }

    It 'uses the OS_* variables with -FromEnvironment or by default, with a verbose message' {
        $env:OS_AUTH_URL = $emulator.AuthUrl
        $env:OS_USERNAME = 'operator'
        $env:OS_PASSWORD = 'p@ss "wörd" 1'
        $env:OS_USER_DOMAIN_NAME = $emulator.Domain
        $env:OS_PROJECT_NAME = 'eu-de_web'
        $env:OS_REGION_NAME = 'eu-de'

        (Connect-OtcSession -FromEnvironment -PassThru).UserName | Should -BeExactly 'operator'
        (Connect-OtcSession -Verbose 4>&1) -join "`n" | Should -BeLike '*OS_`* environment variables*'
        $env:OS_PASSWORD = $null
        $problem = { Connect-OtcSession } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
        "$problem" | Should -BeLike '*OS_PASSWORD*'
    }

    It 'prefers the cloud of OS_CLOUD to the other variables by default' {
        Write-CloudsFile (Join-Path $folder 'clouds.yaml')
        $env:OS_CLIENT_CONFIG_FILE = Join-Path $folder 'clouds.yaml'
        $env:OS_CLOUD = 'operator'
        $env:OS_TOKEN = 'of another cloud'

        (Connect-OtcSession -Verbose 4>&1) -join "`n" | Should -BeLike "*OS_CLOUD: cloud 'operator' (*"
        (Get-OtcSession).UserName | Should -BeExactly 'operator'
    }

    It 'names the locations searched if it finds no sign-in settings' {
        Remove-Item (Join-Path $folder '*.yaml')
        Push-Location $folder
        try { $problem = { Connect-OtcSession } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru } finally { Pop-Location }

        "$problem" | Should -BeLike '*OS_CLOUD*OS_USERNAME*clouds.yaml*'
    }

    It 'rejects contradictory parameters: <Part>' -ForEach @(
        @{ More = @{ ProjectName = 'a'; ProjectId = 'b' }; Part = '-ProjectName and -ProjectId' }
        @{ More = @{ AgencyDomainName = 'a' }; Part = '-AgencyName' }
        @{ More = @{ ProxyCredential = (New-Object pscredential 'a', (New-Object securestring)); ProxyUseDefaultCredentials = $true }; Part = '-ProxyUseDefaultCredentials' }
        @{ More = @{ AuthUrl = 'http://iam.example.com' }; Part = 'https' }
        @{ More = @{ EcsEndpoint = 'http://ecs.example.com' }; Part = 'https' }
    ) {
        $signIn = Get-EmulatorSignIn $emulator
        $signIn.Remove('ProjectName')
        foreach ($name in $More.Keys) { $signIn[$name] = $More[$name] }

        $problem = { Connect-OtcSession @signIn } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
        "$problem" | Should -BeLike "*$Part*"
    }

    It 'recommends a proxy URL for <Proxy>' -ForEach @{ Proxy = 'ftp://proxy.example.com' }, @{ Proxy = 'http://name:word@proxy.example.com' } {
        $signIn = Get-EmulatorSignIn $emulator
        $problem = { Connect-OtcSession @signIn -Proxy $Proxy } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru
        $problem.Exception.RecommendedAction | Should -BeLike 'Specify a URL of the form http://HOST:PORT. *-ProxyCredential.'
    }

    It 'uses the proxy with its user name and password: <_>' -ForEach 'the specified one', 'the one of the system' {
        $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        $seen = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $server = [powershell]::Create().AddScript({
                param($listener, $seen)
                while ($true) {
                    $client = $listener.AcceptTcpClient()
                    $reader = New-Object System.IO.StreamReader $client.GetStream()
                    while ($true) {
                        $head = while ($line = $reader.ReadLine()) { $line }
                        if (-not $head) { break }
                        $seen.Enqueue($head -join "`n")
                        $status = if ($head -like 'Proxy-Authorization:*') { '403 Forbidden' } else { "407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=`"x`"" }
                        $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $status`r`nContent-Length: 0`r`n`r`n")
                        $client.GetStream().Write($answer, 0, $answer.Length)
                    }
                    $client.Dispose()
                }
            }).AddArgument($listener).AddArgument($seen)
        $null = $server.BeginInvoke()
        $signIn = @{
            Region          = 'eu-de'
            DomainName      = 'd'
            Credential      = Get-EmulatorCredential $emulator
            ProxyCredential = New-Object pscredential 'proxyuser', (ConvertTo-Secret 'proxy-pass')
        }
        $url = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
        $system = if ($PSVersionTable.PSEdition -eq 'Desktop') { [System.Net.WebRequest].GetProperty('DefaultWebProxy') } else { [System.Net.Http.HttpClient].GetProperty('DefaultProxy') }
        $saved = $system.GetValue($null)
        if ($_ -eq 'the specified one') { $signIn.Proxy = $url } else { $system.SetValue($null, [System.Net.WebProxy]::new($url)) }
        try { { Connect-OtcSession @signIn } | Should -Throw -ErrorId 'NetworkFailure,*' }
        finally {
            $system.SetValue($null, $saved)
            $listener.Stop()
        }

        $expected = [Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes('proxyuser:proxy-pass'))
        $seen -join "`n" | Should -BeLike "*CONNECT iam.eu-de.otc.t-systems.com:443*Proxy-Authorization: Basic $expected*"
    }
}

Describe 'Connect-OtcSession -ProxyUseDefaultCredentials' {
    BeforeAll {
        # Only a proxy of a Windows domain accepts this sign-in: the test looks at what the session has for it.
        function Get-ProxyCredential([object] $Value, [string[]] $Path) {
            foreach ($name in $Path) {
                $member = $Value.GetType().GetMember($name, 'Instance, NonPublic, Public')[0]
                $Value = if ($member -is [System.Reflection.FieldInfo]) { $member.GetValue($Value) } else { $member.GetValue($Value, $null) }
            }
            $Value
        }
    }

    It 'is necessary for the sign-in of the Windows user' {
        $signIn = Get-EmulatorSignIn $emulator
        $path = 'Client', '_api', '_proxy', 'Credentials'
        foreach ($proxy in @{ Proxy = 'http://127.0.0.1:9' }, @{}) {
            $with = Connect-OtcSession @signIn @proxy -ProxyUseDefaultCredentials -PassThru
            [object]::ReferenceEquals((Get-ProxyCredential $with $path), [System.Net.CredentialCache]::DefaultCredentials) | Should -BeTrue
        }
        Get-ProxyCredential (Connect-OtcSession @signIn -Proxy http://127.0.0.1:9 -PassThru) $path | Should -BeNullOrEmpty
    }
}

Describe 'Connect-OtcSession -FromServerAgency' {
    BeforeAll {
        $entry = @{ name = 'jump'; project = 'eu-de_web'; agency = 'password_agency' }
        $script:jump = (Invoke-EmulatorControl $emulator servers -Method Post -Body $entry).servers
        $root = $emulator.AuthUrl -replace '/v3.*'

        # The access keys of an agency cannot read the service catalog, so the session needs the endpoints of the emulator.
        $script:at = @{ AuthUrl = $emulator.AuthUrl; EcsEndpoint = $root; BmsEndpoint = $root; FromServerAgency = $true }
        function Set-MetadataServer([string] $Name) { Invoke-EmulatorControl $emulator settings -Method Put -Body @{ metadataServer = $Name } }
    }
    BeforeEach {
        Clear-SignInVariable
        $env:OTC_TEST_METADATA_URL = $emulator.AuthUrl
        Set-MetadataServer jump
    }
    AfterAll {
        Remove-Item env:OTC_TEST_METADATA_URL
        Set-MetadataServer ''
        $null = Invoke-EmulatorControl $emulator "servers/$($jump.id)" -Method Delete
    }

    It 'signs in to the project and region of the server' {
        $said = Connect-OtcSession @at -Verbose 4>&1 | Out-String

        $session = Get-OtcSession
        $session.ProjectId | Should -BeExactly $emulator.ProjectId
        $session.Region | Should -BeExactly 'eu-de'
        $session.SignInMethod | Should -BeExactly 'Server agency'
        $session.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(50))
        "$($session.UserName)$($session.AccessKey)" | Should -BeExactly ''
        "$session" | Should -BeLike 'Server agency@*, eu-de'
        $said | Should -BeLike '*Signed in with the agency of this server*'
        $found = Get-EcsServer -Name web-0001 | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -AsPlainText
        $found.PlainTextPassword | Should -BeExactly (Get-EmulatorServer $emulator | Where-Object name -EQ web-0001).password
        @(Get-BmsServer).Count | Should -BeGreaterThan 0
    }

    It 'signs in to a specified project of a specified region without the metadata of the server' {
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        (Connect-OtcSession @at -Region eu-de -ProjectName eu-de_web -PassThru).ProjectId | Should -BeExactly $emulator.ProjectId
        (Invoke-EmulatorControl $emulator counters).requests.path | Should -Not -Contain '/openstack/latest/meta_data.json'

        { Connect-OtcSession @at -ProjectName eu-de_test } |
            Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage "The agency of this server has no access to a project named 'eu-de_test'.*"
    }

    It 'gets all passwords of a fleet in which the key expires' {
        Connect-OtcSession @at
        $expires = (Get-OtcSession).ExpiresAt
        $servers = Get-EcsServer -Name web-* | Where-Object KeyName
        $servers.Count | Should -BeGreaterThan 3
        Invoke-EmulatorControl $emulator counters/reset -Method Post

        $script:seen = 0
        $passwords = $servers | ForEach-Object {
            if ($script:seen++ -eq 2) { $null = Invoke-EmulatorControl $emulator tokens/expire -Method Post }
            $_
        } | Get-EcsServerPassword -KeyFile $emulator.KeyFolder -ThrottleLimit 1 -ErrorAction Stop

        $passwords.ServerId | Should -Be $servers.Id
        (Get-OtcSession).ExpiresAt | Should -BeGreaterThan $expires
        $requests = (Invoke-EmulatorControl $emulator counters).requests
        ($requests | Where-Object path -Like '*/securitykey').count | Should -Be 1
        ($requests | Where-Object status -EQ 401).count | Should -BeGreaterThan 0
    }

    It 'reports a server without an agency' {
        Set-MetadataServer web-0001

        $problem = { Connect-OtcSession @at } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        "$problem" | Should -BeLike '*no agency is selected for this server*'
        $problem.Exception.RecommendedAction | Should -BeLike '*Select an agency*console*'
        Get-OtcSession | Should -BeNullOrEmpty
    }

    It 'reports a computer that is not a server of the cloud: <Kind>' -ForEach @{ Kind = 'nothing listens' }, @{ Kind = 'no response' } {
        $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        $env:OTC_TEST_METADATA_URL = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
        if ($Kind -eq 'nothing listens') { $listener.Stop() }

        try {
            $problem = { Connect-OtcSession @at } | Should -Throw -ErrorId 'NetworkFailure,*' -PassThru
            "$problem" | Should -BeLike 'This computer is not a server of T Cloud Public*'
            $problem.Exception.RecommendedAction | Should -BeLike '*169.254.169.254*'
        }
        finally { $listener.Stop() }
    }

    It 'refuses the metadata service of another computer' {
        $env:OTC_TEST_METADATA_URL = 'http://192.0.2.1/'

        { Connect-OtcSession @at } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*OTC_TEST_METADATA_URL*'
    }

    It 'cannot be combined with another sign-in method' {
        { Connect-OtcSession @at -Token (ConvertTo-Secret x) } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}

Describe 'Several sessions' {
    BeforeEach { Clear-SignInVariable }

    It 'can be used at the same time' {
        $signIn = Get-EmulatorSignIn $emulator
        $web = Connect-OtcSession @signIn -PassThru
        $signIn.ProjectName = 'eu-de_test'
        $test = Connect-OtcSession @signIn -PassThru

        @(Get-EcsServer).Count | Should -Be 3
        @(Get-EcsServer -Session $web).Count | Should -BeGreaterThan 3
        Disconnect-OtcSession $test
        Get-OtcSession | Should -BeNullOrEmpty
        { Get-EcsServer -Session $test } | Should -Throw -ErrorId 'NotConnected,*'
        @(Get-EcsServer -Session $web).Count | Should -BeGreaterThan 3
        $web | Disconnect-OtcSession
    }

    It 'are visible to other runspaces of the process' {
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        $module = Get-BuiltModule
        $shell = [powershell]::Create().AddScript({ param($module) Import-Module $module; (Get-OtcSession).UserName }).AddArgument($module)

        $shell.Invoke() | Should -BeExactly 'admin'
    }

    It 'are visible to ForEach-Object -Parallel and thread jobs' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        $module = Get-BuiltModule

        1..4 | ForEach-Object -Parallel { Import-Module $using:module; (Get-OtcSession).ProjectName } | Should -Be (, 'eu-de_web' * 4)
        Start-ThreadJob { Import-Module $using:module; (Get-EcsServer -Name web-0001).Name } | Receive-Job -Wait | Should -Be 'web-0001'
    }
}

Describe 'A session that ends' {
    BeforeEach { Clear-SignInVariable }

    It 'cannot be used again' {
        $token = Get-Token
        Connect-OtcSession -AuthUrl $emulator.AuthUrl -Token (ConvertTo-Secret $token)
        Disconnect-OtcSession
        Disconnect-OtcSession

        { Get-EcsServer } | Should -Throw -ErrorId 'NotConnected,*'
        { Connect-OtcSession -AuthUrl $emulator.AuthUrl -Token (ConvertTo-Secret $token) } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'is renewed if its token is rejected, unless it started with a token' {
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        Invoke-EmulatorControl $emulator tokens/expire -Method Post
        @(Get-EcsServer).Count | Should -BeGreaterThan 3

        Connect-OtcSession -AuthUrl $emulator.AuthUrl -Token (ConvertTo-Secret (Get-Token))
        Invoke-EmulatorControl $emulator tokens/expire -Method Post
        $problem = { Get-EcsServer -ErrorAction Stop } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        "$problem" | Should -BeLike '*-Token*'
    }

    It 'is not renewed if it started with an ID token, and the error says so' {
        $own = @{ IdentityProvider = 'corporate'; IdToken = ConvertTo-Secret (Get-EmulatorIdToken $emulator) }
        Connect-OtcSession -AuthUrl $emulator.AuthUrl @own -ProjectName eu-de_web
        Invoke-EmulatorControl $emulator tokens/expire -Method Post

        $problem = { Get-EcsServer -ErrorAction Stop } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        "$problem" | Should -BeLike '*new ID token*'
        "$problem $($problem.ErrorDetails.RecommendedAction)" | Should -BeLike '*Connect-OtcSession*'
    }
}

Describe 'A cmdlet that has ended' {
    It 'can still be stopped, like Ctrl+C does from another thread' {
        foreach ($name in 'GetEcsServerCommand', 'GetEcsServerPasswordCommand', 'ConnectOtcSessionCommand') {
            $command = New-Object "OtcPassword.Cmdlets.$name"
            $command.Dispose()
            $stop = $command.GetType().GetMethod('StopProcessing', [System.Reflection.BindingFlags] 'Instance, NonPublic')
            { $stop.Invoke($command, @()) } | Should -Not -Throw
        }
    }
}

Describe 'Tab completion' {
    BeforeAll {
        function Complete([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
    }

    BeforeEach { Clear-SignInVariable }

    It 'offers the regions' {
        Complete 'Connect-OtcSession -Region ' | Should -Be 'eu-de', 'eu-nl', 'eu-ch2'
        Complete 'Connect-OtcSession -Region eu-n' | Should -Be 'eu-nl'
    }

    It 'offers the usual protocols of identity providers' {
        Complete 'Connect-OtcSession -Protocol ' | Should -Be 'oidc', 'openid'
    }

    It 'offers the clouds of the clouds files' {
        $path = Join-Path $folder 'clouds.yaml'
        Write-CloudsFile $path
        Complete "Connect-OtcSession -CloudsFile '$path' -Cloud " | Should -Be 'operator', "'with space'", 'broken'
        Push-Location $folder
        try { Complete 'Connect-OtcSession -Cloud o' | Should -Be 'operator' } finally { Pop-Location }
    }

    It 'offers the projects after signing in' {
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
        Complete 'Connect-OtcSession -ProjectName ' | Should -Be 'eu-de_test', 'eu-de_web'
    }

    It 'ends quickly and without an error if the cloud is unreachable' {
        $other = Start-Emulator
        $signIn = Get-EmulatorSignIn $other
        Connect-OtcSession @signIn
        Stop-Emulator $other

        (Measure-Command { TabExpansion2 'Connect-OtcSession -ProjectName ' 32 }).TotalSeconds | Should -BeLessThan 10
        $Error.Clear()
        Complete 'Connect-OtcSession -CloudsFile /none -Cloud ' | Out-Null
        $Error | Should -BeNullOrEmpty
        Disconnect-OtcSession -WarningAction SilentlyContinue
    }
}

Describe 'Connect-OtcSession with single sign-on' {
    BeforeAll {
        $script:savedBrowser = $env:BROWSER
        $script:issuer = "$($emulator.AuthUrl -replace '/v3.*')/openid/corporate"
        $script:clientSecret = 'emulator-client-secret-0000000000000001'
    }

    BeforeEach {
        Clear-SignInVariable
        $env:BROWSER = Get-BrowserCommand
        $sso = @{ AuthUrl = $emulator.AuthUrl; Region = 'eu-de'; ProjectName = 'eu-de_test'; IdentityProvider = 'corporate'; Issuer = $issuer; ClientId = 'otc-cli' }
    }

    AfterEach {
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'accepts'; deviceIntervalSeconds = 5 }
    }

    AfterAll { $env:BROWSER = $script:savedBrowser }

    It 'opens the browser, shows the URL in the information stream, and renews the session' {
        $output = Connect-OtcSession @sso -PassThru 6>&1

        $shown = @($output | Where-Object { $_ -is [System.Management.Automation.InformationRecord] })
        $shown.Count | Should -Be 1
        "$($shown[0])" | Should -Match ([regex]::Escape("$issuer/authorize?"))
        @($shown[0].Tags) | Should -Contain 'PSHOST'
        $session = @($output | Where-Object { $_ -isnot [System.Management.Automation.InformationRecord] })[0]
        $session.UserName | Should -BeExactly 'admin'
        $session.SignInMethod | Should -BeExactly 'OpenID Connect'
        $null = Invoke-EmulatorControl $emulator tokens/expire -Method Post
        @(Get-EcsServer).Count | Should -Be 3
    }

    It 'uses the registered redirect URI' -Tag Localhost {
        $output = Connect-OtcSession @sso -RedirectUri http://localhost/oidc/auth 6>&1

        "$output" | Should -Match 'redirect_uri=http%3A%2F%2Flocalhost%3A\d+%2Foidc%2Fauth&'
    }

    It 'shows a URL and a code with <_>' -ForEach 'UseDeviceCode', 'DeviceCode' {
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ deviceIntervalSeconds = 0.05 }
        $switch = @{ $_ = $true }

        $output = Connect-OtcSession @sso @switch 6>&1

        "$output" | Should -Match "$([regex]::Escape("$issuer/device")) .*code [A-Z]{4}-[A-Z]{4}$"
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_test'
    }

    It 'signs in as a client without a user' {
        $sso.ClientId = 'otc-web'

        $output = Connect-OtcSession @sso -ClientSecret (ConvertTo-Secret $clientSecret) -UseClientCredentials 6>&1

        $output | Should -BeNullOrEmpty
        (Get-OtcSession).ProjectName | Should -BeExactly 'eu-de_test'
    }

    It 'rejects two ways at the same time' {
        { Connect-OtcSession @sso -UseDeviceCode -UseClientCredentials } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
    }

    It 'reports a denial and a timeout' {
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'denies' }
        { Connect-OtcSession @sso 6>$null } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'waits' }
        { Connect-OtcSession @sso -TimeoutSec 1 6>$null } | Should -Throw -ErrorId 'OperationTimeout,*'
        Get-OtcSession | Should -BeNullOrEmpty
    }

    It 'fails immediately with -NonInteractive, with the advice for pipelines' {
        # The tests run with -NonInteractive.
        $env:BROWSER = $null

        $problem = { Connect-OtcSession @sso } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -PassThru

        $problem.ErrorDetails.RecommendedAction | Should -Match '-UseClientCredentials'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-IdToken'
    }

    It 'signs in with auth_type <Type> of clouds.yaml' -ForEach @(
        @{ Type = 'v3oidcauthcode'; Client = 'otc-cli' }
        @{ Type = 'v3oidcdeviceauthz'; Client = 'otc-cli' }
        @{ Type = 'v3oidcclientcredentials'; Client = 'otc-web' }
    ) {
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ deviceIntervalSeconds = 0.05 }
        $file = Join-Path $folder 'sso.yaml'
        Set-Content -LiteralPath $file -Encoding UTF8 -Value @"
clouds:
  company:
    auth_type: $Type
    region_name: eu-de
    auth:
      auth_url: $($emulator.AuthUrl)
      project_name: eu-de_test
      identity_provider: corporate
      protocol: oidc
      client_id: $Client
      discovery_endpoint: $issuer/.well-known/openid-configuration
"@
        if ($Client -eq 'otc-web') { $env:OS_CLIENT_SECRET = $clientSecret }

        $session = Connect-OtcSession -CloudsFile $file -Cloud company -PassThru 6>$null

        $session.ProjectName | Should -BeExactly 'eu-de_test'
        @(Get-EcsServer).Count | Should -Be 3
    }

    It 'signs in as a client with the OS_* variables, without discovery' {
        $env:OS_AUTH_TYPE = 'v3oidcclientcredentials'
        $env:OS_AUTH_URL = $emulator.AuthUrl
        $env:OS_REGION_NAME = 'eu-de'
        $env:OS_PROJECT_NAME = 'eu-de_test'
        $env:OS_IDENTITY_PROVIDER = 'corporate'
        $env:OS_CLIENT_ID = 'otc-web'
        $env:OS_CLIENT_SECRET = $clientSecret
        $env:OS_ACCESS_TOKEN_ENDPOINT = "$issuer/token"

        (Connect-OtcSession -PassThru).ProjectName | Should -BeExactly 'eu-de_test'
        (Connect-OtcSession -FromEnvironment -PassThru).ProjectName | Should -BeExactly 'eu-de_test'
    }

    It 'renews the session while a fleet of 1,000 servers waits, with each refresh token once' {
        $fleet = Start-Emulator @{
            settings = @{ tokenLifetimeSeconds = 6; idTokenLifetimeSeconds = 20 }
            domains  = @(@{
                    name              = 'OTC00000000001000000001'
                    projects          = @('eu-de_a')
                    users             = @(@{ name = 'admin'; password = 'Emulator-1!' })
                    identityProviders = @(@{ name = 'corporate'; clients = @(@{ id = 'otc-cli' }) })
                })
            keyPairs = @(@{ name = 'KeyPair-a'; user = 'admin' })
            servers  = @(
                @{ project = 'eu-de_a'; keyPair = 'KeyPair-a'; name = 'web-{n}'; count = 990 }
                @{ project = 'eu-de_a'; keyPair = 'KeyPair-a'; name = 'late-{n}'; count = 10; posts = $false; ageMinutes = 1 }
            )
        }
        try {
            $signIn = @{ AuthUrl = $fleet.AuthUrl; Region = 'eu-de'; IdentityProvider = 'corporate'; ClientId = 'otc-cli' }
            $session = Connect-OtcSession @signIn -Issuer "$($fleet.AuthUrl -replace '/v3.*')/openid/corporate" -PassThru 6>$null

            $wait = @{ Wait = $true; TimeoutSec = 25; PollIntervalSec = 5; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
            $found = @(Get-EcsServerPassword -Name * -Session $session @wait -ErrorVariable problems)

            # Only the waits end with an error.
            @($problems.FullyQualifiedErrorId | Where-Object { $_ -notlike 'OperationTimeout,*' }) | Should -BeNullOrEmpty
            @($found | Group-Object Status | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be 'Encrypted 990', 'NotAvailable 10'
            $requests = @((Invoke-EmulatorControl $fleet counters).requests | Where-Object path -Like '/openid/*/token')
            @($requests.status) | Should -Be 200
            ($requests | Measure-Object count -Sum).Sum | Should -BeGreaterThan 2
        }
        finally {
            Disconnect-OtcSession
            Stop-Emulator $fleet
        }
    }
}
