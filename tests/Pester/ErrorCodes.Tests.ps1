# The error ID of each error code of the API references that these cmdlets can receive.

BeforeDiscovery {
    $rows = Import-Csv -LiteralPath (Join-Path (Split-Path $PSScriptRoot) 'data/otc/error-codes.tsv') -Delimiter "`t" -Encoding UTF8 |
        Where-Object error_id
    $transient = 'Throttled', 'ServiceUnavailable'
    $number = 0
    $cases = foreach ($row in $rows) {
        $number++
        @{
            Number  = $number
            Service = $row.service
            Status  = [int] $row.status
            Code    = $row.code
            ErrorId = $row.error_id
            # The references print placeholders, such as %s, where the services put a value.
            Message = $row.message
        }
    }
    $serverCases = @($cases | Where-Object { $_.Service -in 'ECS', 'APIG', 'BMS' })
    $identityCases = @($cases | Where-Object { $_.Service -eq 'IAM' })
    $transientServerCases = @($serverCases | Where-Object { $_.ErrorId -in $transient })
    $transientIdentityCases = @($identityCases | Where-Object { $_.ErrorId -in $transient })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force

    $script:emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $available = Get-EmulatorServer $emulator | Where-Object passwordState -EQ available
    $script:serverId = @{
        ecs = @($available | Where-Object service -EQ ecs)[0].id
        bms = @($available | Where-Object service -EQ bms)[0].id
    }
    $script:serviceOf = @{ ECS = 'ecs'; APIG = 'ecs'; BMS = 'bms' }

    # The module does not wait for ten minutes, but reports the error immediately.
    function Set-Error([hashtable] $Case, [string] $Service, [string] $Path, [int] $Times = 0) {
        $rule = @{
            service = $Service; path = $Path; errors = @{ "$($Case.Status)" = 1 }
            errorCode = $Case.Code; errorMessage = $Case.Message
        }
        if ($Times -gt 0) { $rule.sparesAfterAttempts = $Times + 1 } else { $rule.retryAfterSeconds = 600 }
        Invoke-EmulatorControl $emulator faults Put @{ rules = @($rule) }
        $null = Invoke-EmulatorControl $emulator counters/reset Post
    }

    # Returns the parameters of a sign-in that can get the error: with an access key, a token, or a password.
    function Get-SignIn([string] $Code) {
        $at = @{ AuthUrl = $emulator.AuthUrl; Region = $emulator.Region; ProjectName = $emulator.Project }
        if ($Code -match '^IAM\.(110\d|0080)$') {
            return $at + @{ AccessKey = 'EMULATORADMINACCESS1'; SecretKey = ConvertTo-Secret 'emulator-admin-secret-key-0000000000001' }
        }
        if ($Code -match '^IAM\.(0009|0067|0066|0012|0020|0006)$') { return $at + @{ Token = $script:token } }
        $at + @{ Credential = Get-EmulatorCredential $emulator; DomainName = $emulator.Domain }
    }

    function Get-RequestCount([string] $Method, [string] $Path) {
        $requests = (Invoke-EmulatorControl $emulator counters).requests |
            Where-Object { $_.method -eq $Method -and $_.path -like $Path }
        ($requests | Measure-Object count -Sum).Sum
    }

    function Test-Record($Record, [hashtable] $Case) {
        $Record.FullyQualifiedErrorId | Should -BeLike "$($Case.ErrorId),*"
        $Record.Exception.ServiceCode | Should -BeExactly $Case.Code
        $Record.Exception.StatusCode | Should -Be $Case.Status
        $Record.Exception.Message | Should -Match ([regex]::Escape($Case.Code))
        # The period at the end of the message belongs to the sentence around it.
        $said = $Case.Message.TrimEnd('.')
        $Record.Exception.Message | Should -Match ([regex]::Escape($said))
        $Record.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
        $Record.TargetObject | Should -Not -Be $null
    }

    $body = ConvertTo-Json -Depth 9 @{ auth = @{
            identity = @{ methods = @('password'); password = @{ user = @{ name = $emulator.User; password = $emulator.Password; domain = @{ name = $emulator.Domain } } } }
            scope    = @{ project = @{ name = $emulator.Project; domain = @{ name = $emulator.Domain } } }
        }
    }
    $response = Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$($emulator.AuthUrl)/auth/tokens" -Body $body -ContentType application/json
    $script:token = ConvertTo-Secret ([string] $response.Headers['X-Subject-Token'])
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $script:emulator
}

Describe 'The error table' {
    It 'has 103 rows with an error ID' {
        @(Import-Csv -LiteralPath (Join-Path (Split-Path $PSScriptRoot) 'data/otc/error-codes.tsv') -Delimiter "`t" -Encoding UTF8 | Where-Object error_id).Count |
            Should -Be 103
    }
}

Describe 'Get-EcsServerPassword and Get-BmsServerPassword' {
    AfterEach { Invoke-EmulatorControl $emulator faults Put @{ rules = @() } }

    It 'report <ErrorId> for <Service> <Status> <Code>: <Message> (row <Number>)' -ForEach $serverCases {
        $service = $serviceOf[$Service]
        Set-Error $_ $service '*/os-server-password'

        $command = if ($service -eq 'bms') { 'Get-BmsServerPassword' } else { 'Get-EcsServerPassword' }
        $records = @()
        $output = & $command -ServerId $serverId[$service] -ErrorVariable records -ErrorAction SilentlyContinue

        $output | Should -BeNullOrEmpty
        $records.Count | Should -Be 1
        Test-Record $records[0] $_
    }

    It 'retry <Service> <Status> <Code> and write the password (row <Number>)' -ForEach $transientServerCases {
        $service = $serviceOf[$Service]
        Set-Error $_ $service '*/os-server-password' -Times 1

        $command = if ($service -eq 'bms') { 'Get-BmsServerPassword' } else { 'Get-EcsServerPassword' }
        $output = & $command -ServerId $serverId[$service] -ErrorAction Stop

        $output.Status | Should -BeExactly 'Encrypted'
        Get-RequestCount GET '*/os-server-password' | Should -Be 2
    }
}

Describe 'Clear-EcsServerPassword' {
    BeforeAll { $script:throttled = @{ Status = 202; Code = 'Common.0024'; Message = 'Flow limit exceeded.'; ErrorId = 'Throttled' } }

    AfterEach { Invoke-EmulatorControl $emulator faults Put @{ rules = @() } }

    It 'reports an error for a rejection with HTTP 202' {
        Set-Error $throttled ecs '*/os-server-password'

        $records = @()
        $output = Clear-EcsServerPassword -ServerId $serverId.ecs -PassThru -Confirm:$false -ErrorVariable records -ErrorAction SilentlyContinue

        $output | Should -BeNullOrEmpty
        Test-Record $records[0] $throttled
        Invoke-EmulatorControl $emulator faults Put @{ rules = @() }
        (Get-EcsServerPassword -ServerId $serverId.ecs).Status | Should -BeExactly 'Encrypted'
    }

    It 'retries after a rejection with HTTP 202' {
        Set-Error $throttled ecs '*/os-server-password' -Times 1

        (Clear-EcsServerPassword -ServerId $serverId.ecs -PassThru -Confirm:$false -ErrorAction Stop).Id | Should -BeExactly $serverId.ecs

        Get-RequestCount DELETE '*/os-server-password' | Should -Be 2
        (Get-EcsServerPassword -ServerId $serverId.ecs -WarningAction SilentlyContinue).Status | Should -BeExactly 'NotAvailable'
    }
}

Describe 'Connect-OtcSession' {
    AfterEach { Invoke-EmulatorControl $emulator faults Put @{ rules = @() } }

    It 'reports <ErrorId> for IAM <Status> <Code>: <Message> (row <Number>)' -ForEach $identityCases {
        Set-Error $_ iam '*'
        $parameters = Get-SignIn $Code

        $record = $null
        try { Connect-OtcSession @parameters } catch { $record = $_ }

        $record | Should -Not -BeNullOrEmpty
        $record.FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $record.Exception.ServiceCode | Should -BeExactly $Code
        $record.Exception.StatusCode | Should -Be $Status
        $record.Exception.Message | Should -Match ([regex]::Escape($Code))
        $record.Exception.Message | Should -Match ([regex]::Escape($Message.TrimEnd('.')))
        $record.Exception.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'retries IAM <Status> <Code> and signs in (row <Number>)' -ForEach $transientIdentityCases {
        Set-Error $_ iam '*' -Times 1
        $parameters = Get-SignIn $Code

        (Connect-OtcSession @parameters -PassThru).ProjectName | Should -BeExactly $emulator.Project

        Get-RequestCount GET /v3/auth/tokens | Should -Be 2
    }

    It 'recommends the next step after <Code>: <Expected>' -ForEach @(
        @{ Status = 401; Code = 'IAM.0061'; Message = 'Account locked.'; Expected = 'locked' }
        @{ Status = 401; Code = 'IAM.0062'; Message = 'Incorrect password.'; Expected = 'password' }
        @{ Status = 400; Code = 'IAM.1061'; Message = 'Invalid TOTP passcode.'; Expected = '-Passcode' }
        @{ Status = 401; Code = 'IAM.0001'; Message = 'mfa totp code verify fail'; Expected = '-Passcode' }
        @{ Status = 400; Code = 'IAM.1105'; Message = 'The access key %s has expired.'; Expected = 'expired' }
        @{ Status = 400; Code = 'IAM.1106'; Message = 'The user %s with access key %s cannot be found.'; Expected = '-AccessKey' }
        @{ Status = 400; Code = 'IAM.1107'; Message = 'The access key %s is inactive.'; Expected = 'Enable' }
        @{ Status = 400; Code = 'IAM.1108'; Message = 'The securitytoken has expired.'; Expected = '-SecurityToken' }
    ) {
        Set-Error $_ iam '*'
        $parameters = Get-SignIn $Code

        $record = $null
        try { Connect-OtcSession @parameters } catch { $record = $_ }

        $record.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        $record.Exception.RecommendedAction | Should -Match ([regex]::Escape($Expected))
    }
}

Describe 'Recommended action' {
    BeforeAll {
        # A session that starts with a token cannot renew it, and would recommend another action.
        $signIn = Get-EmulatorSignIn $emulator
        Connect-OtcSession @signIn
    }

    AfterEach { Invoke-EmulatorControl $emulator faults Put @{ rules = @() } }

    It 'is that of the API reference for BMS.0032: apply for a BMS' {
        Set-Error @{ Status = 400; Code = 'BMS.0032'; Message = 'Token check fail.' } bms '*/os-server-password'

        $records = @()
        Get-BmsServerPassword -ServerId $serverId.bms -ErrorVariable records -ErrorAction SilentlyContinue

        $records[0].Exception.RecommendedAction | Should -Match 'apply for BMS servers'
    }
}
