# What T Cloud Public does differently from other OpenStack clouds, through the cmdlets. The README of the emulator names the sources.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $saved = @{}
    foreach ($name in @((Get-ChildItem env:).Name -like 'OS_*') + 'AWS_SESSION_TOKEN', 'AWS_ACCESS_KEY_ID') {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $agency = 'OTC00000000001000000002'
    $emulator = Start-Emulator -Scenario @{
        domains  = @(
            @{
                name     = 'OTC00000000001000000001'
                projects = @('eu-de_web', 'eu-de_test')
                users    = @(
                    @{ name = 'admin'; password = 'Emulator-1!'; accessKey = 'TEMPORARYKEY00000001'; secretKey = 'temporary-secret-key'; securityToken = 'temporary-token' }
                    @{ name = 'reader'; password = 'Emulator-2!'; mayManagePasswords = $false }
                    @{ name = 'partial'; password = 'Emulator-3!'; missingActions = @('ecs:securityGroups:use') }
                )
                agencies = @(@{ name = 'password_agency'; trustedDomain = $agency; projects = @('eu-de_web') })
            }
            @{ name = $agency; projects = @('eu-de'); users = @(@{ name = 'partner'; password = 'Emulator-4!' }) }
        )
        keyPairs = @(@{ name = 'web'; user = 'admin' }, @{ name = 'other'; user = 'admin' })
        servers  = @(
            @{ name = 'web-0001'; project = 'eu-de_web'; keyPair = 'web' }
            @{ name = 'metal-0001'; project = 'eu-de_web'; keyPair = 'web'; bareMetal = $true; ageMinutes = 12; posts = $false }
        )
    }
    $at = @{ AuthUrl = $emulator.AuthUrl; Region = 'eu-de' }
    $account = $at + @{ DomainName = $emulator.Domain; ProjectName = 'eu-de_web' }
    $state = Invoke-EmulatorControl $emulator state
    $project = $state.projects | Where-Object name -EQ eu-de_web
    function Connect-User([string] $UserName = 'admin', [string] $Password = 'Emulator-1!') {
        Connect-OtcSession @account -Credential (Get-EmulatorCredential $emulator -UserName $UserName -Password $Password)
    }
    function Write-Cloud([string] $Text) {
        Set-Content -LiteralPath "$TestDrive/clouds.yaml" -Encoding UTF8 -Value $Text
        @{ CloudsFile = "$TestDrive/clouds.yaml"; PassThru = $true }
    }
}

AfterAll {
    foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    Stop-Emulator $emulator
}

Describe 'Permissions' {
    It 'are explained if passwords are denied: policies, and enterprise projects' {
        Connect-User reader 'Emulator-2!'
        Get-EcsServer -Name web-0001 | Should -Not -BeNullOrEmpty
        $problem = { Get-EcsServerPassword -Name web-0001 -ErrorAction Stop } | Should -Throw -ErrorId 'PermissionDenied,*' -PassThru
        foreach ($part in 'ecs:serverPasswords:manage', 'enterprise project only does not count', 'ECS CommonOperations', 'ECS ReadOnlyAccess') {
            $problem.ErrorDetails.RecommendedAction | Should -BeLike "*$part*"
        }
    }

    It 'include the dependencies of an action' {
        Connect-User partial 'Emulator-3!'
        { Get-EcsServer -ErrorAction Stop } | Should -Throw -ErrorId 'PermissionDenied,*' -ExpectedMessage '*ecs:securityGroups:use*'
    }
}

Describe 'Agencies' {
    It 'are read from clouds.yaml as python-otcextensions writes them: <Name>' -ForEach @(
        @{ Name = 'names'; Target = { "target_domain_name: $($emulator.Domain), target_project_name: eu-de_web" } }
        @{ Name = 'IDs'; Target = { "target_domain_id: $($project.domainId), target_project_id: $($project.id)" } }
    ) {
        $cloud = Write-Cloud @"
clouds:
  partner:
    auth_type: agency
    region_name: eu-de
    auth: {auth_url: '$($emulator.AuthUrl)', username: partner, password: 'Emulator-4!', user_domain_name: $agency,
      target_agency_name: password_agency, $(& $Target)}
"@
        $session = Connect-OtcSession @cloud -Cloud partner
        $session.SignInMethod | Should -BeLike "*agency 'password_agency'*"
        $session.ProjectId | Should -BeExactly $project.id
        (Get-EcsServer).Name | Should -Contain 'web-0001'
    }

    It 'are found by the ID of their account' {
        $partner = @{ DomainName = $agency; Credential = Get-EmulatorCredential $emulator -UserName partner -Password 'Emulator-4!' }
        $session = Connect-OtcSession @at @partner -AgencyName password_agency -AgencyDomainId $project.domainId -ProjectName eu-de_web -PassThru
        $session.ProjectId | Should -BeExactly $project.id
    }
}

Describe 'A bare metal server' {
    It 'may still set up its password after 12 minutes' {
        Connect-User
        $password = Get-BmsServerPassword -Name metal-0001 -WarningVariable warnings -WarningAction SilentlyContinue
        $password.StatusReason | Should -BeExactly 'NotYet'
        "$warnings" | Should -BeLike '*10 to 40 minutes*'
    }

    It 'is awaited for 2700 seconds by default' {
        $command = Get-Command Get-BmsServerPassword
        $instance = New-Object $command.ImplementingType.FullName
        $instance.TimeoutSec | Should -Be 2700
        (New-Object (Get-Command Get-EcsServerPassword).ImplementingType.FullName).TimeoutSec | Should -Be 900
    }
}

Describe 'A dead token' {
    AfterEach { Invoke-EmulatorControl $emulator settings Put @{ deadTokenForbidden = $false } }

    It 'that IAM answers with HTTP 403 is rejected, and not a missing permission' {
        Connect-User
        Invoke-EmulatorControl $emulator settings Put @{ deadTokenForbidden = $true }
        { Connect-OtcSession @at -Token (ConvertTo-Secret 'gAAAAABdead') -ProjectName eu-de_web } | Should -Throw -ErrorId 'AuthenticationFailed,*'
        Connect-User
        Invoke-EmulatorControl $emulator tokens/expire Post @{}
        Disconnect-OtcSession -WarningVariable warnings -ErrorAction Stop -Verbose 4>&1 | Should -BeLike '*already expired or been revoked*'
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'otc-auth' {
    It 'writes a clouds.yaml that works' {
        $request = @{
            Uri         = "$($emulator.AuthUrl)/auth/tokens"
            Method      = 'Post'
            ContentType = 'application/json'
            Body        = @"
{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin", "password": "Emulator-1!", "domain": {"name": "$($emulator.Domain)"}}}},
  "scope": {"project": {"id": "$($project.id)"}}}}
"@
        }
        $token = @((Invoke-WebRequest @request -UseBasicParsing).Headers['X-Subject-Token'])[0]
        $cloud = Write-Cloud @"
clouds:
    OTC00000000001000000001_eu-de_web:
        cloud: OTC00000000001000000001_eu-de_web
        profile: OTC00000000001000000001_eu-de_web
        auth:
            auth_url: $($emulator.AuthUrl)
            token: $token
            project_domain_name: eu-de_web
        auth_type: token
        interface: public
        identity_api_version: "3"
"@
        $session = Connect-OtcSession @cloud -Cloud OTC00000000001000000001_eu-de_web
        $session.ProjectId | Should -BeExactly $project.id
        (Connect-OtcSession @cloud -Cloud OTC00000000001000000001_eu-de_web -ProjectName eu-de_test).ProjectName | Should -BeExactly 'eu-de_test'
    }

    It 'exports temporary access keys that work, with the security token in AWS_SESSION_TOKEN' {
        $env:OS_AUTH_URL, $env:OS_PROJECT_NAME, $env:OS_REGION_NAME = $emulator.AuthUrl, 'eu-de_web', 'eu-de'
        $env:OS_ACCESS_KEY, $env:OS_SECRET_KEY, $env:AWS_SESSION_TOKEN = 'TEMPORARYKEY00000001', 'temporary-secret-key', 'temporary-token'
        try {
            $session = Connect-OtcSession -FromEnvironment -PassThru
            $session.SignInMethod | Should -BeExactly 'Temporary access key'
            $session.ProjectId | Should -BeExactly $project.id
        }
        finally { Get-ChildItem env: | Where-Object Name -Match '^(OS_|AWS_SESSION_TOKEN)' | Remove-Item }
    }
}

Describe 'A sign-in without a scope' {
    It 'gets a token of the account, so that the projects are listed' {
        Invoke-EmulatorControl $emulator settings Put @{ accountTokenWithoutScope = $true }
        try {
            { Connect-OtcSession @at -DomainName $emulator.Domain -Credential (Get-EmulatorCredential $emulator) } |
                Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*Available projects: eu-de_web, eu-de_test.'
        }
        finally { Invoke-EmulatorControl $emulator settings Put @{ accountTokenWithoutScope = $false } }
    }
}

Describe 'An operating system that was changed with another key pair' {
    BeforeAll {
        Connect-User
        $id = (Get-EcsServer -Name web-0001).Id
        Invoke-EmulatorControl $emulator "servers/$id/reinstall" Post @{ keyPair = 'other' }
    }

    It 'makes a password that only the old key decrypts possibly outdated' {
        $password = Get-EcsServerPassword -ServerId $id -KeyFile $emulator.KeyFolder -WarningVariable warnings -WarningAction SilentlyContinue
        $password.Status | Should -BeExactly 'Decrypted'
        $password.MayBeOutdated | Should -BeTrue
        "$warnings" | Should -BeLike '*clear the stored password, reinstall*-Wait*'
    }

    It 'is named if only the new key is specified' {
        $file = Join-Path $emulator.KeyFolder 'other.pem'
        $problem = { Get-EcsServerPassword -ServerId $id -KeyFile $file -ErrorAction Stop } | Should -Throw -ErrorId 'KeyMismatch,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*changed with another key pair*clear*reinstall*-Wait*'
    }
}

Describe 'The names of the cloud' {
    It 'are in the description and the tags of the module' {
        $module = Get-Module OtcPassword
        $module.Description | Should -BeLike '*T Cloud Public (formerly Open Telekom Cloud*'
        foreach ($tag in 'TCloudPublic', 'TCloud', 'OpenTelekomCloud', 'OTC') { $module.Tags | Should -Contain $tag }
    }
}
