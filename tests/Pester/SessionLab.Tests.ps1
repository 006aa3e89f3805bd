# The sign-in methods with a real Keystone and Nova. The environment variable OTC_LAB specifies the folder with the files of
# the lab.

BeforeDiscovery { $script:lab = $env:OTC_LAB }

Describe 'A real Keystone' -Tag Lab -Skip:(-not $script:lab) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
        Import-Module (Get-BuiltModule) -Force
        $script:lab = $env:OTC_LAB
        $script:saved = @{}
        Get-ChildItem env: | Where-Object Name -Like 'OS_*' | ForEach-Object { $script:saved[$_.Name] = $_.Value; Remove-Item "env:$($_.Name)" }

        # The rc file as a shell reads it.
        $script:rc = @{}
        foreach ($line in Get-Content -LiteralPath (Join-Path $lab 'openrc') -Encoding UTF8) {
            if ($line -match "^export (OS_\w+)='?(.*?)'?$") { $script:rc[$Matches[1]] = $Matches[2] }
        }
        $script:expected = Get-Content -LiteralPath (Join-Path $lab 'expected.json') -Raw -Encoding UTF8 | ConvertFrom-Json
    }

    AfterEach {
        Disconnect-OtcSession
        Get-ChildItem env: | Where-Object Name -Like 'OS_*' | Remove-Item
    }

    AfterAll { foreach ($name in $script:saved.Keys) { Set-Item "env:$name" $script:saved[$name] } }

    It 'accepts a user name and password' {
        $signIn = @{
            AuthUrl     = $rc.OS_AUTH_URL
            Region      = $rc.OS_REGION_NAME
            DomainName  = $rc.OS_USER_DOMAIN_NAME
            ProjectName = $rc.OS_PROJECT_NAME
            Credential  = New-Object pscredential $rc.OS_USERNAME, (ConvertTo-Secret $rc.OS_PASSWORD)
        }
        Connect-OtcSession @signIn
        @(Get-EcsServer).Count | Should -Be @($expected).Count
        $signIn.Credential = New-Object pscredential $rc.OS_USERNAME, (ConvertTo-Secret wrong)
        { Connect-OtcSession @signIn } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'accepts the settings of its clouds.yaml' {
        (Connect-OtcSession -CloudsFile (Join-Path $lab 'clouds.yaml') -Cloud lab -PassThru).UserName | Should -BeExactly $rc.OS_USERNAME
        $env:OS_CLIENT_CONFIG_FILE = Join-Path $lab 'clouds.yaml'
        $env:OS_CLOUD = 'lab'
        (Connect-OtcSession -PassThru).ProjectName | Should -BeExactly $rc.OS_PROJECT_NAME
        @(Get-EcsServer).Count | Should -Be @($expected).Count
    }

    It 'accepts the variables of its rc file' {
        foreach ($name in $rc.Keys) { Set-Item "env:$name" $rc[$name] }
        (Connect-OtcSession -FromEnvironment -PassThru).ProjectName | Should -BeExactly $rc.OS_PROJECT_NAME
        @(Get-EcsServer).Count | Should -Be @($expected).Count
    }

    It 'accepts a token, and revokes it at the end' {
        $body = ConvertTo-Json -Depth 9 @{ auth = @{
                identity = @{ methods = @('password'); password = @{ user = @{ name = $rc.OS_USERNAME; password = $rc.OS_PASSWORD; domain = @{ name = $rc.OS_USER_DOMAIN_NAME } } } }
                scope    = @{ project = @{ name = $rc.OS_PROJECT_NAME; domain = @{ name = $rc.OS_PROJECT_DOMAIN_NAME } } }
            }
        }
        $answer = Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($rc.OS_AUTH_URL)/auth/tokens" -Body ([System.Text.Encoding]::UTF8.GetBytes($body)) -ContentType application/json
        $token = ConvertTo-Secret ([string] $answer.Headers['X-Subject-Token'])

        $session = Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL -Token $token -PassThru
        $session.UserName | Should -BeExactly $rc.OS_USERNAME
        $session.ProjectName | Should -BeExactly $rc.OS_PROJECT_NAME
        $session.ExpiresAt | Should -BeGreaterThan ([datetime]::UtcNow)
        @(Get-EcsServer).Count | Should -Be @($expected).Count
        Disconnect-OtcSession
        { Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL -Token $token } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'accepts an application credential, by ID or by name' {
        $identity = @{ methods = @('password'); password = @{ user = @{ name = $rc.OS_USERNAME; password = $rc.OS_PASSWORD; domain = @{ name = $rc.OS_USER_DOMAIN_NAME } } } }
        $scope = @{ project = @{ name = $rc.OS_PROJECT_NAME; domain = @{ name = $rc.OS_PROJECT_DOMAIN_NAME } } }
        $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Depth 9 @{ auth = @{ identity = $identity; scope = $scope } }))
        $answer = Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($rc.OS_AUTH_URL)/auth/tokens" -Body $body -ContentType application/json
        $owner = ($answer.Content | ConvertFrom-Json).token.user.id
        $keystone = @{ Headers = @{ 'X-Auth-Token' = [string] $answer.Headers['X-Subject-Token'] }; ContentType = 'application/json' }
        $list = "$($rc.OS_AUTH_URL)/users/$owner/application_credentials"
        $name = "otcpassword-$([guid]::NewGuid())"
        $made = (Invoke-RestMethod @keystone -Method Post -Uri $list -Body (ConvertTo-Json @{ application_credential = @{ name = $name } })).application_credential
        try {
            $secret = ConvertTo-Secret $made.secret
            $byName = @{ AuthUrl = $rc.OS_AUTH_URL; ApplicationCredentialName = $name; ApplicationCredentialSecret = $secret }

            $session = Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL -ApplicationCredentialId $made.id -ApplicationCredentialSecret $secret -PassThru
            $session.UserName | Should -BeExactly $rc.OS_USERNAME
            $session.ProjectName | Should -BeExactly $rc.OS_PROJECT_NAME
            @(Get-EcsServer).Count | Should -Be @($expected).Count
            (Connect-OtcSession @byName -UserName $rc.OS_USERNAME -DomainName $rc.OS_USER_DOMAIN_NAME -ProjectName $rc.OS_PROJECT_NAME -PassThru).UserName |
                Should -BeExactly $rc.OS_USERNAME
            (Connect-OtcSession @byName -UserId $owner -PassThru).UserName | Should -BeExactly $rc.OS_USERNAME
            { Connect-OtcSession @byName -UserId $owner -ProjectName other } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
            { Connect-OtcSession @byName -UserName $rc.OS_USERNAME -DomainName other } | Should -Throw -ErrorId 'AuthenticationFailed,*'
            { Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL -ApplicationCredentialId $made.id -ApplicationCredentialSecret (ConvertTo-Secret wrong) } |
                Should -Throw -ErrorId 'AuthenticationFailed,*'
            { Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL -ApplicationCredentialId ('0' * 32) -ApplicationCredentialSecret $secret } |
                Should -Throw -ErrorId 'AuthenticationFailed,*'

            $file = Join-Path $TestDrive 'clouds.yaml'
            Set-Content -LiteralPath $file -Encoding UTF8 -Value @"
clouds:
  app:
    auth_type: v3applicationcredential
    auth: {auth_url: '$($rc.OS_AUTH_URL)', application_credential_id: $($made.id), application_credential_secret: $($made.secret)}
    region_name: $($rc.OS_REGION_NAME)
"@
            (Connect-OtcSession -CloudsFile $file -Cloud app -PassThru).ProjectName | Should -BeExactly $rc.OS_PROJECT_NAME
            $env:OS_AUTH_TYPE = 'v3applicationcredential'
            $env:OS_AUTH_URL = $rc.OS_AUTH_URL
            $env:OS_APPLICATION_CREDENTIAL_ID = $made.id
            $env:OS_APPLICATION_CREDENTIAL_SECRET = $made.secret
            (Connect-OtcSession -FromEnvironment -PassThru).SignInMethod | Should -BeExactly 'Application credential'
            @(Get-EcsServer).Count | Should -Be @($expected).Count
        }
        finally {
            Invoke-RestMethod @keystone -Method Delete -Uri "$list/$($made.id)" | Out-Null
        }
    }

    It 'rejects an ID token because it has no federation' {
        $idToken = @{ IdentityProvider = 'none'; IdToken = ConvertTo-Secret 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }

        $problem = { Connect-OtcSession -AuthUrl $rc.OS_AUTH_URL @idToken } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        "$problem" | Should -BeLike "*identity provider 'none'*unsupported method*"
    }

    It 'keeps a session alive over several token lifetimes' {
        # With the default token lifetime of the lab, this tests only that nothing fails. With LAB_TOKEN_TTL=20, a round takes
        # longer than a token is valid. Few concurrent requests, because Nova renews its own short token for each validation.
        Connect-OtcSession -CloudsFile (Join-Path $lab 'clouds.yaml') -Cloud lab
        $lifetime = ((Get-OtcSession).ExpiresAt - [datetime]::UtcNow).TotalSeconds
        $pause = [int] [Math]::Min(1000 * $lifetime / 50, 500)
        $servers = @(Get-EcsServer -OsType Windows | Select-Object -First 20)
        $problems = @()
        $found = 1..10 | ForEach-Object { $servers } | ForEach-Object {
            if ($lifetime -lt 60) { Start-Sleep -Milliseconds ($pause / 2) }
            $_
        } | Get-EcsServerPassword -ThrottleLimit 2 -ErrorVariable +problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue

        $problems | Should -BeNullOrEmpty
        @($found).Count | Should -Be (10 * $servers.Count)
    }
}
