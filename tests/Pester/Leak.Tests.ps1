# Collects all output while sessions are created with every sign-in method and fail in every way, and searches it for
# secrets.

BeforeAll {
    foreach ($tool in 'Emulator', 'Leak') { Import-Module (Join-Path $PSScriptRoot "$tool.psm1") -Force }
    Import-Module (Get-BuiltModule) -Force

    $script:emulator = Start-Emulator
    $script:folder = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
    $script:saved = @{}
    $script:savedBrowser = $env:BROWSER
    Get-ChildItem env: | Where-Object Name -Like 'OS_*' | ForEach-Object { $script:saved[$_.Name] = $_.Value; Remove-Item "env:$($_.Name)" }

    # The secrets of the emulator, and incorrect secrets that are easy to find.
    $script:secret = @{
        Password          = $emulator.Password
        OperatorPassword  = 'p@ss "wörd" 1'
        MfaPassword       = 'Emulator-2!'
        Passcode          = '123456'
        PartnerPassword   = 'Emulator-5!'
        SecretKey         = 'emulator-admin-secret-key-0000000000001'
        TemporaryKey      = 'emulator-temporary-secret-key-000000001'
        SecurityToken     = 'emulator-security-token-000000000000001'
        ApplicationSecret = 'emulator-application-credential-0000001'
        WrongApplication  = 'wrong-application-secret-q7Zx'
        WrongIdToken      = 'wrong-id-token-q7Zx'
        ClientSecret      = 'emulator-client-secret-0000000000000001'
        WrongClientSecret = 'wrong-client-secret-q7Zx'
        WrongPassword     = 'wrong-Pässword-q7Zx'
        WrongPasscode     = '987012'
        WrongToken        = 'wrong-token-q7Zx'
        MalformedToken    = "malformed-token-q7Zx`nX-Header: tökén"
        WrongKey          = 'wrong-secret-key-q7Zx'
        WrongSecurity     = 'wrong-security-q7Zx'
        ProxyPassword     = 'proxy-password-q7Zx'
        FilePassword      = 'file-password-q7Zx'
        EnvironmentSecret = 'environment-secret-q7Zx'
    }

    function New-Credential([string] $User, [string] $Password) { New-Object pscredential $User, (ConvertTo-Secret $Password) }

    # The pattern of a token, which also finds tokens that this test does not know, but not a random value that contains 'eyJ'.
    $script:tokenPattern = '(?<![\w-])(gAAAAAB|eyJ)[\w-]{20}'

    # The codes and refresh tokens of the OpenID provider of the emulator.
    $script:codePattern = 'emulator-(code|refresh|device)-'
    $body = ConvertTo-Json -Depth 9 @{ auth = @{ identity = @{ methods = @('password'); password = @{ user = @{ name = $emulator.User; password = $emulator.Password; domain = @{ name = $emulator.Domain } } } } } }
    function Get-Token {
        [string] (Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($emulator.AuthUrl)/auth/tokens" -Body $body -ContentType application/json).Headers['X-Subject-Token']
    }

    $script:collected = New-Object System.Text.StringBuilder
    $script:problems = 0
    $script:sessions = 0

    # Signs in, runs some cmdlets, and keeps the output of all streams.
    function Collect([scriptblock] $SignIn) {
        $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
        $output = New-Object System.Collections.ArrayList
        try {
            & {
                $session = & $SignIn
                $script:sessions++
                $session
                Get-OtcSession
                Get-EcsServer | Select-Object -First 2
                Get-EcsServer -Name none -ErrorAction Continue
                Get-EcsServerPassword -ServerId ([guid]::Empty) -ErrorAction Continue
                Invoke-EmulatorControl $emulator tokens/expire -Method Post
                Get-BmsServer | Select-Object -First 1
                Disconnect-OtcSession
                Disconnect-OtcSession
            } *>&1 | ForEach-Object { $null = $output.Add($_) }
        }
        catch {
            $null = $output.Add($_)
        }
        foreach ($item in $output) {
            if ($item -is [System.Management.Automation.ErrorRecord]) {
                $script:problems++
                $text = Get-ShownError $item
            }
            else {
                $text = Get-ShownText $item
            }
            $null = $script:collected.AppendLine(($text -join "`n"))
            # For the transcript. The servers would only fill the screen.
            if ($item -isnot [OtcPassword.CloudServer]) { $item | Out-Host }
        }
    }
}

AfterAll {
    Get-ChildItem env: | Where-Object Name -Like 'OS_*' | Remove-Item
    foreach ($name in $script:saved.Keys) { Set-Item "env:$name" $script:saved[$name] }
    $env:BROWSER = $script:savedBrowser
    Stop-Emulator $script:emulator
    Remove-Item -LiteralPath $script:folder -Recurse -Force
}

Describe 'All output of sessions' {
    It 'does not contain a secret' {
        $at = @{ AuthUrl = $emulator.AuthUrl; Region = 'eu-de'; PassThru = $true }
        $domain = @{ DomainName = $emulator.Domain }
        $partner = @{ DomainName = 'OTC00000000001000000002'; Credential = New-Credential partner $secret.PartnerPassword; ProjectName = 'eu-de_web' }
        $agency = @{ AgencyName = 'password_agency'; AgencyDomainName = $emulator.Domain }
        $transcript = Join-Path $folder 'transcript.txt'
        $null = Start-Transcript -LiteralPath $transcript

        # Every sign-in method.
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.Password) }
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential operator $secret.OperatorPassword) }
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential mfa $secret.MfaPassword) -Passcode $secret.Passcode }
        $token = Get-Token
        $secret.Token = $token
        Collect { Connect-OtcSession @at -Token (ConvertTo-Secret $token) }
        $token = Get-Token
        $secret.OtherToken = $token
        Collect { Connect-OtcSession @at -Token (ConvertTo-Secret $token) -ProjectName eu-de_test }
        Collect { Connect-OtcSession @at -AccessKey EMULATORADMINACCESS1 -SecretKey (ConvertTo-Secret $secret.SecretKey) -ProjectName eu-de_web }
        Collect { Connect-OtcSession @at -AccessKey EMULATORTEMPACCESS01 -SecretKey (ConvertTo-Secret $secret.TemporaryKey) -SecurityToken (ConvertTo-Secret $secret.SecurityToken) }
        Collect { Connect-OtcSession @at @partner @agency }
        $file = Join-Path $folder 'clouds.yaml'
        Set-Content -LiteralPath $file -Encoding UTF8 -Value "clouds:`n  ok: {auth: {username: operator, password: 'p@ss `"wörd`" 1', user_domain_name: '$($emulator.Domain)'}}"
        Collect { Connect-OtcSession @at -CloudsFile $file -Cloud ok }
        $env:OS_USERNAME = 'operator'
        $env:OS_PASSWORD = $secret.OperatorPassword
        $env:OS_USER_DOMAIN_NAME = $emulator.Domain
        Collect { Connect-OtcSession @at -FromEnvironment }
        Collect { Connect-OtcSession @at }
        $app = @{ ApplicationCredentialName = 'monitoring'; UserName = 'admin' }
        Collect { Connect-OtcSession @at @domain @app -ApplicationCredentialSecret (ConvertTo-Secret $secret.ApplicationSecret) }
        $idToken = Get-EmulatorIdToken $emulator
        $secret.IdToken = $idToken
        Collect { Connect-OtcSession @at -IdentityProvider corporate -IdToken (ConvertTo-Secret $idToken) -ProjectName eu-de_test }
        $null = Invoke-EmulatorControl $emulator servers -Method Post -Body @{ name = 'jump'; project = 'eu-de_web'; agency = 'password_agency' }
        Invoke-EmulatorControl $emulator settings -Method Put -Body @{ metadataServer = 'jump' }
        $env:OTC_TEST_METADATA_URL = $emulator.AuthUrl
        $serverKey = (Invoke-RestMethod "$($emulator.AuthUrl -replace '/v3.*')/openstack/latest/securitykey").credential
        $secret.ServerKey = $serverKey.secret
        $secret.ServerToken = $serverKey.securitytoken
        Collect { Connect-OtcSession @at -FromServerAgency -EcsEndpoint ($emulator.AuthUrl -replace '/v3.*') }
        $env:OTC_TEST_METADATA_URL = "http://user:$($secret.EnvironmentSecret)@127.0.0.1/"
        Collect { Connect-OtcSession @at -FromServerAgency }
        Remove-Item env:OTC_TEST_METADATA_URL
        $env:BROWSER = Get-BrowserCommand
        $sso = @{ IdentityProvider = 'corporate'; Issuer = "$($emulator.AuthUrl -replace '/v3.*')/openid/corporate"; ClientId = 'otc-cli'; ProjectName = 'eu-de_test' }
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ deviceIntervalSeconds = 0.05 }
        Collect { Connect-OtcSession @at @sso }
        Collect { Connect-OtcSession @at @sso -UseDeviceCode }
        $sso.ClientId = 'otc-web'
        Collect { Connect-OtcSession @at @sso -ClientSecret (ConvertTo-Secret $secret.ClientSecret) -UseClientCredentials }
        $script:sessions | Should -Be 17

        # Every failure of a sign-in.
        $before = $script:problems
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.WrongPassword) }
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential mfa $secret.MfaPassword) -Passcode $secret.WrongPasscode }
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.Password) -ProjectName none }
        Collect { Connect-OtcSession @at -Credential (New-Credential admin $secret.Password) }
        Collect { Connect-OtcSession @at -Token (ConvertTo-Secret $secret.WrongToken) }
        Collect { Connect-OtcSession @at -Token (ConvertTo-Secret $secret.MalformedToken) }
        Collect { Connect-OtcSession @at -Token (ConvertTo-Secret $token) }
        Collect { Connect-OtcSession @at -AccessKey EMULATORADMINACCESS1 -SecretKey (ConvertTo-Secret $secret.WrongKey) }
        Collect { Connect-OtcSession @at -AccessKey EMULATORADMINACCESS1 -SecretKey (ConvertTo-Secret $secret.MalformedToken) }
        Collect { Connect-OtcSession @at -AccessKey EMULATORTEMPACCESS01 -SecretKey (ConvertTo-Secret $secret.TemporaryKey) -SecurityToken (ConvertTo-Secret $secret.WrongSecurity) }
        Collect { Connect-OtcSession @at @partner -AgencyName none -AgencyDomainName $emulator.Domain }
        Collect { Connect-OtcSession @at @partner -AgencyName none }
        Collect { Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.Password) -ProxyCredential (New-Credential p $secret.ProxyPassword) -ProxyUseDefaultCredentials }
        Collect { Connect-OtcSession @at @domain @app -ApplicationCredentialSecret (ConvertTo-Secret $secret.WrongApplication) }
        Collect { Connect-OtcSession @at @app -ApplicationCredentialSecret (ConvertTo-Secret $secret.WrongApplication) }
        Collect { Connect-OtcSession @at -ApplicationCredentialId none -ApplicationCredentialSecret (ConvertTo-Secret $secret.WrongApplication) }
        Collect { Connect-OtcSession @at @domain @app -ApplicationCredentialSecret (ConvertTo-Secret $secret.ApplicationSecret) -ProjectName eu-de_test }
        Collect { Connect-OtcSession @at -IdentityProvider corporate -IdToken (ConvertTo-Secret $secret.WrongIdToken) }
        Collect { Connect-OtcSession @at -IdentityProvider corporate -IdToken (ConvertTo-Secret $secret.MalformedToken) }
        Collect { Connect-OtcSession @at -IdentityProvider nobody -IdToken (ConvertTo-Secret $idToken) }
        Collect { Connect-OtcSession @at @sso -ClientSecret (ConvertTo-Secret $secret.WrongClientSecret) }
        Collect { Connect-OtcSession @at @sso -ClientSecret (ConvertTo-Secret $secret.WrongClientSecret) -UseClientCredentials }
        $null = Invoke-EmulatorControl $emulator settings -Method Put -Body @{ openIdSignIn = 'denies' }
        Collect { Connect-OtcSession @at @sso -ClientSecret (ConvertTo-Secret $secret.ClientSecret) }
        Collect { Connect-OtcSession @at @sso -ClientSecret (ConvertTo-Secret $secret.ClientSecret) -UseDeviceCode }
        $away = @{ Region = 'eu-de'; DomainName = 'd'; Credential = New-Credential admin $secret.WrongPassword }
        Collect { Connect-OtcSession @away -Proxy http://127.0.0.1:9 -ProxyCredential (New-Credential p $secret.ProxyPassword) }
        Collect { Connect-OtcSession @away -AuthUrl https://127.0.0.1:9 }
        Collect { Connect-OtcSession @away -AuthUrl ($emulator.AuthUrl -replace '^http', 'https') }
        Collect { Connect-OtcSession @away -AuthUrl http://iam.example.com }
        foreach ($yaml in @(
                "clouds:`n  bad:`n    auth: {password: '$($secret.FilePassword)"
                "clouds:`n  bad: $($secret.FilePassword)"
                "clouds:`n  bad: {auth: [$($secret.FilePassword)]}"
                "clouds:`n  bad: {auth: {password: &a !tag $($secret.FilePassword)}}"
                "clouds:`n  bad: {auth: {password: *$($secret.FilePassword)}}"
                "clouds:`n  bad: {auth: {password: $($secret.FilePassword)}, auth_type: none}"
                "clouds:`n  bad: {auth: {token: $($secret.FilePassword), auth_url: 'http://x'}}"
                "clouds:`n  bad: {auth: {application_credential_id: none, application_credential_secret: $($secret.FilePassword), auth_url: '$($emulator.AuthUrl)'}}"
                "clouds:`n  bad: {auth: {identity_provider: nobody, access_token: $($secret.FilePassword), auth_url: '$($emulator.AuthUrl)'}}"
                "clouds:`n  bad: {auth: {username: u, user_domain_name: d, password: $($secret.FilePassword)}, verify: false}"
            )) {
            Set-Content -LiteralPath $file -Encoding UTF8 -Value $yaml
            Collect { Connect-OtcSession -Region eu-de -CloudsFile $file -Cloud bad }
        }
        Remove-Item env:OS_USERNAME, env:OS_PASSWORD
        $env:OS_SECRET_KEY = $env:OS_SECURITY_TOKEN = $env:OS_PASSCODE = $secret.EnvironmentSecret
        Collect { Connect-OtcSession @at -FromEnvironment }
        $env:OS_ACCESS_KEY = 'NOBODY'
        Collect { Connect-OtcSession @at -FromEnvironment }
        $script:problems - $before | Should -Be 40 -Because 'each of these fails once'

        # A session that cannot be renewed while it is used, and a session whose cloud is unreachable.
        $refusal = @{ rules = @(@{ path = '/v3/auth/tokens'; method = 'POST'; errors = @{ '401' = 1 } }) }
        Collect {
            Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.Password)
            Invoke-EmulatorControl $emulator faults -Method Put -Body $refusal | Out-Null
        }
        Invoke-EmulatorControl $emulator faults -Method Put -Body @{} | Out-Null
        Collect { $s = Connect-OtcSession @at @domain -Credential (New-Credential admin $secret.Password); Stop-Emulator $emulator; $s }

        $null = Stop-Transcript
        $all = $script:collected.ToString() + (Get-Content -LiteralPath $transcript -Raw)
        # The search must have had enough output.
        $all.Length | Should -BeGreaterThan 100000
        $all | Should -Match 'Signed in as user admin of account'
        Find-ShownSecret -Text $all -Secret $secret | Should -BeNullOrEmpty
        $all | Should -Not -Match $tokenPattern
        $all | Should -Not -Match $codePattern

        # The URL of the sign-in is shown. Its state is nowhere else, and the verifier of its challenge nowhere at all.
        $flat = $all -replace '\s'
        $states = @([regex]::Matches($flat, '&state=([\w-]{43})').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique)
        $states.Count | Should -Be 3
        $flat | Should -Not -Match "(?<!authorize\?[^?]{0,600}state=)($($states -join '|'))"
        $challenges = @([regex]::Matches($flat, 'code_challenge=([\w-]{43})').ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique)
        $challenges.Count | Should -Be $states.Count
        $hash = [System.Security.Cryptography.SHA256]::Create()
        $possible = [regex]::Matches($all, '(?<![\w-])[\w-]{43}(?![\w-])').ForEach({ $_.Value }) | Sort-Object -Unique
        $verifiers = @($possible | Where-Object {
                [Convert]::ToBase64String($hash.ComputeHash([System.Text.Encoding]::ASCII.GetBytes($_))).TrimEnd('=').Replace('+', '-').Replace('/', '_') -in $challenges
            })
        $verifiers | Should -BeNullOrEmpty
    }
}
