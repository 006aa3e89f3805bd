# Single sign-on with a real Keystone and a certified OpenID provider. The environment variable OTC_FEDERATION_LAB specifies the
# folder with the files of the lab that tests/lab/federation-up starts. federation-login is the browser.

BeforeDiscovery {
    $script:lab = $env:OTC_FEDERATION_LAB

    # As federation-up starts it by default, unless it was started with another LAB_TOKEN_TTL.
    $script:expiresSoon = $lab -and (Get-Content -LiteralPath (Join-Path $lab 'keystone.conf') -Raw) -match '(?m)^expiration = ([0-9]{1,2})$'
}

Describe 'Single sign-on at a real OpenID provider' -Tag Lab -Skip:(-not $script:lab) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
        Import-Module (Get-BuiltModule) -Force
        $script:login = [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../lab/federation-login'))
        $script:ttl = Join-Path $env:OTC_FEDERATION_LAB 'idp/ttl.json'
        $script:ttlText = Get-Content -LiteralPath $ttl -Raw
        $script:savedBrowser = $env:BROWSER
        $script:log = Join-Path $env:OTC_FEDERATION_LAB 'log/idp.out'

        function Set-Lifetime([hashtable] $Value) {
            $lifetimes = $ttlText | ConvertFrom-Json
            foreach ($name in $Value.Keys) { $lifetimes.$name = $Value[$name] }
            Set-Content -LiteralPath $ttl -Value ($lifetimes | ConvertTo-Json)
        }

        # Signs in with a device code, and lets a browser enter the code as soon as it is shown.
        function Connect-WithDeviceCode([hashtable] $SignIn, [string[]] $Option) {
            Connect-OtcSession @SignIn -UseDeviceCode 6>&1 | ForEach-Object {
                if ("$_" -match 'open (\S+) .* code (\S+)$') {
                    $null = & $login browse "$($Matches[1])?user_code=$($Matches[2])" @Option
                }
            }
        }
    }

    BeforeEach {
        $env:BROWSER = "$login browse %s --user alice"
        $sso = @{
            AuthUrl = 'http://127.0.0.1:5010/v3'; Region = 'eu-de'; ProjectName = 'eu-de_lab'; IdentityProvider = 'lab-idp'
            Protocol = 'openid'; Issuer = 'http://127.0.0.1:9090'; ClientId = 'otc-cli'
            Scope = 'openid', 'profile', 'email', 'groups', 'offline_access'; TimeoutSec = 60
        }
    }

    AfterEach {
        Set-Content -LiteralPath $ttl -Value $ttlText -NoNewline
        Disconnect-OtcSession
    }

    AfterAll { $env:BROWSER = $savedBrowser }

    It 'signs in with the browser' {
        $session = Connect-OtcSession @sso -PassThru 6>$null

        $session.UserName | Should -BeExactly 'alice'
        (Get-EcsServer -Name win-0000).Name | Should -BeExactly 'win-0000'
    }

    It 'revokes the refresh token when it signs out' {
        $session = Connect-OtcSession @sso -PassThru 6>$null
        $before = @(Select-String -LiteralPath $log -Pattern 'grant.revoked otc-cli').Count

        Disconnect-OtcSession -Session $session -WarningVariable warnings

        $warnings | Should -BeNullOrEmpty
        @(Select-String -LiteralPath $log -Pattern 'grant.revoked otc-cli').Count | Should -BeGreaterThan $before
    }

    It 'signs in with the redirect URI <_>' -ForEach 'http://localhost:8088/oidc/auth', 'http://localhost/' {
        $session = Connect-OtcSession @sso -RedirectUri $_ -PassThru 6>$null

        $session.UserName | Should -BeExactly 'alice'
    }

    It 'signs in with a confidential client, and rejects a wrong secret' {
        $sso.ClientId = 'otc-web'
        $sso.RedirectUri = 'http://127.0.0.1/callback'

        (Connect-OtcSession @sso -ClientSecret (ConvertTo-Secret lab-web-secret) -PassThru 6>$null).UserName | Should -BeExactly 'alice'
        { Connect-OtcSession @sso -ClientSecret (ConvertTo-Secret wrong) 6>$null } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'reports that the user canceled' {
        $env:BROWSER = "$login browse %s --deny"

        $problem = { Connect-OtcSession @sso 6>$null } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru

        "$problem" | Should -Match 'access_denied'
    }

    It 'stops waiting for the user' {
        $env:BROWSER = 'true'

        $sso.TimeoutSec = 1
        { Connect-OtcSession @sso 6>$null } | Should -Throw -ErrorId 'OperationTimeout,*'
    }

    It 'signs in with a device code' {
        Set-Lifetime @{ device_interval = 1 }

        Connect-WithDeviceCode $sso @('--user', 'bob')

        (Get-OtcSession).UserName | Should -BeExactly 'bob'
    }

    It 'reports that the user denied the device code' {
        Set-Lifetime @{ device_interval = 1 }

        { Connect-WithDeviceCode $sso '--deny' } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }

    It 'signs in as a client' {
        $sso.ClientId = 'ci-machine'
        $sso.Remove('Scope')

        $session = Connect-OtcSession @sso -ClientSecret (ConvertTo-Secret lab-machine-secret) -UseClientCredentials -PassThru

        $session.UserName | Should -BeExactly 'ci-machine'
    }

    It 'signs in with clouds.yaml and auth_type <Type>' -ForEach @(
        @{ Type = 'v3oidcauthcode'; Client = 'otc-cli'; More = "openid_scope: openid profile email groups offline_access" }
        @{ Type = 'v3oidcclientcredentials'; Client = 'ci-machine'; More = 'client_secret: lab-machine-secret' }
    ) {
        $file = Join-Path $TestDrive 'clouds.yaml'
        Set-Content -LiteralPath $file -Encoding UTF8 -Value @"
clouds:
  company:
    auth_type: $Type
    region_name: eu-de
    auth:
      auth_url: http://127.0.0.1:5010/v3
      project_name: eu-de_lab
      identity_provider: lab-idp
      protocol: openid
      client_id: $Client
      discovery_endpoint: http://127.0.0.1:9090/.well-known/openid-configuration
      $More
"@

        (Connect-OtcSession -CloudsFile $file -Cloud company -TimeoutSec 60 -PassThru 6>$null).ProjectName | Should -BeExactly 'eu-de_lab'
    }

    It 'keeps the sessions of two users apart' {
        $alice = Connect-OtcSession @sso -PassThru 6>$null
        $env:BROWSER = "$login browse %s --user bob"
        $sso.ProjectName = 'eu-de_lab2'
        $bob = Connect-OtcSession @sso -PassThru 6>$null

        @($alice.UserName, $alice.ProjectName) | Should -Be 'alice', 'eu-de_lab'
        @($bob.UserName, $bob.ProjectName) | Should -Be 'bob', 'eu-de_lab2'
        (Get-EcsServer -Session $alice -Name win-0000).Name | Should -BeExactly 'win-0000'
        Get-EcsServer -Session $bob -Name win* | Should -BeNullOrEmpty
        Disconnect-OtcSession -Session $alice
        Get-EcsServer -Session $bob -Name win* | Should -BeNullOrEmpty
        { Get-EcsServer -Session $alice } | Should -Throw -ErrorId 'NotConnected,*'
    }

    # The provider revokes all tokens of the user if a refresh token is used twice. The servers are those of FEDERATION_SERVERS.
    It 'renews the session of a fleet that waits, although ID tokens last 20 seconds' -Skip:(-not $script:expiresSoon) {
        Set-Lifetime @{ id_token = 20; access_token = 20 }
        $expected = @(Get-Content -LiteralPath (Join-Path $env:OTC_FEDERATION_LAB 'expected.json') -Raw -Encoding UTF8 | ConvertFrom-Json)
        $before = @(Select-String -LiteralPath $log -Pattern 'grant.success otc-cli refresh_token').Count
        $session = Connect-OtcSession @sso -PassThru 6>$null
        $first = $session.ExpiresAt

        $wait = @{ Wait = $true; TimeoutSec = 110; PollIntervalSec = 10; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
        $found = @(Get-EcsServerPassword -Name * @wait -ErrorVariable problems)

        # Only the waits end with an error: those of the servers of Windows that never get a password.
        @($problems.FullyQualifiedErrorId | Where-Object { $_ -notlike 'OperationTimeout,*' }) | Should -BeNullOrEmpty
        $problems.Count | Should -Be @($expected | Where-Object { -not $_.password -and $_.os_type -eq 'Windows' -and $_.key_name }).Count
        $found.Count | Should -Be $expected.Count
        @($found | Where-Object Status -EQ Encrypted).Count | Should -Be @($expected | Where-Object password).Count
        $session.ExpiresAt | Should -BeGreaterThan $first
        @(Select-String -LiteralPath $log -Pattern 'grant.success otc-cli refresh_token').Count - $before | Should -BeGreaterThan 1
        @(Select-String -LiteralPath $log -Pattern 'grant.error otc-cli refresh_token').Count | Should -Be 0
    }
}
