# ID tokens with a real Keystone behind Apache and mod_auth_openidc. The environment variable OTC_FEDERATION_LAB specifies the
# folder with the files of the lab that tests/lab/federation-up starts.

BeforeDiscovery { $script:lab = $env:OTC_FEDERATION_LAB }

Describe 'A real Keystone with OpenID Connect' -Tag Lab -Skip:(-not $script:lab) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
        Import-Module (Get-BuiltModule) -Force
        $script:login = [System.IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../lab/federation-login'))
        $script:at = @{ AuthUrl = 'http://127.0.0.1:5010/v3'; Region = 'eu-de'; Protocol = 'openid' }

        function Get-IdToken([string] $User) { ConvertTo-Secret (& $login --user $User --get id_token) }
    }

    AfterEach { Disconnect-OtcSession }

    It 'chooses the only project of the user, also if the users have an account of their own: <Provider>' -ForEach @(
        @{ Provider = 'lab-idp' }, @{ Provider = 'lab-idp-own' }
    ) {
        $session = Connect-OtcSession @at -IdentityProvider $Provider -IdToken (Get-IdToken alice) -PassThru
        $session.ProjectName | Should -BeExactly 'eu-de_lab'
        $session.UserName | Should -BeExactly 'alice'
        (Get-EcsServer -Name win-0000).Name | Should -BeExactly 'win-0000'
    }

    It 'finds a project by name, also if the users have an account of their own: <Provider>' -ForEach @(
        @{ Provider = 'lab-idp' }, @{ Provider = 'lab-idp-own' }
    ) {
        $signIn = @{ IdentityProvider = $Provider; IdToken = Get-IdToken bob }
        (Connect-OtcSession @at @signIn -ProjectName eu-de_lab2 -PassThru).ProjectName | Should -BeExactly 'eu-de_lab2'
        $id = (Connect-OtcSession @at @signIn -ProjectName eu-de_lab -PassThru).ProjectId
        (Connect-OtcSession @at @signIn -ProjectId $id -PassThru).ProjectName | Should -BeExactly 'eu-de_lab'
        { Connect-OtcSession @at @signIn } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*: eu-de_lab*, eu-de_lab*.'
    }

    It 'lists the available projects if the user cannot use the project' {
        $alice = @{ IdentityProvider = 'lab-idp'; IdToken = Get-IdToken alice; ProjectName = 'eu-de_lab2' }
        { Connect-OtcSession @at @alice } | Should -Throw -ErrorId 'ConfigurationInvalid,*' `
            -ExpectedMessage "User 'alice' has no access to a project named 'eu-de_lab2'. Available projects: eu-de_lab."
        $dave = @{ IdentityProvider = 'lab-idp'; IdToken = Get-IdToken dave; ProjectName = 'eu-de_lab' }
        { Connect-OtcSession @at @dave } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*Available projects: none.'
    }

    It 'shows the reason of the web server for an invalid ID token' {
        $bad = @{ IdentityProvider = 'lab-idp'; IdToken = ConvertTo-Secret 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }
        $problem = { Connect-OtcSession @at @bad } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        "$problem" | Should -BeLike '*JWT token could not be validated*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*(aud)*(iss)*signing key*'
    }

    It 'refers a user without a matching rule to rules and groups' {
        $carol = @{ IdentityProvider = 'lab-idp'; IdToken = Get-IdToken carol }
        $problem = { Connect-OtcSession @at @carol } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*rules*groups*'
    }

    It 'names unknown identity providers and protocols' {
        $alice = @{ IdToken = Get-IdToken alice }
        { Connect-OtcSession @at @alice -IdentityProvider nobody } | Should -Throw -ErrorId 'ConfigurationInvalid,*' -ExpectedMessage '*nobody*'
        $other = $at.Clone()
        $other.Protocol = 'oidc'
        $problem = { Connect-OtcSession @other @alice -IdentityProvider lab-idp } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*-Protocol*'
    }

    It 'warns of ID tokens with many groups' {
        $erin = @{ IdentityProvider = 'lab-idp'; IdToken = Get-IdToken erin; WarningVariable = 'warnings'; WarningAction = 'SilentlyContinue' }
        Connect-OtcSession @at @erin
        "$warnings" | Should -BeLike '*2,300*'
        $erin.IdToken = Get-IdToken frank
        $problem = { Connect-OtcSession @at @erin } | Should -Throw -ErrorId 'AuthenticationFailed,*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*fewer groups*'
    }
}
