BeforeDiscovery {
    $hasKeygen = $null -ne (Get-Command ssh-keygen -ErrorAction SilentlyContinue)
    if (-not $hasKeygen) { Write-Host 'Skipped: comparisons with ssh-keygen, which is missing.' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn
    $ending = ',OtcPassword.Cmdlets.GetOtcKeyPairCommand'
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'Get-OtcKeyPair' {
    It 'lists the user''s key pairs' {
        $mine = @(Get-EmulatorServer $emulator | Where-Object keyPairUser -EQ $emulator.User).keyPair | Sort-Object -Unique
        $pairs = Get-OtcKeyPair
        $mine | ForEach-Object { $pairs.Name | Should -Contain $_ }
        $pairs.Fingerprint | ForEach-Object { $_ | Should -Match '^([0-9a-f]{2}:){15}[0-9a-f]{2}$' }
        $pairs.PublicKey | ForEach-Object { $_ | Should -Match '^(ssh|ecdsa)-' }
    }

    It 'returns the fingerprints of ssh-keygen for every type of key' -Skip:(-not $hasKeygen) {
        foreach ($pair in Get-OtcKeyPair) {
            $file = Join-Path $TestDrive 'key.pub'
            Set-Content -LiteralPath $file -Value $pair.PublicKey
            $bits, $sha256 = (& ssh-keygen -l -f $file).Split(' ')[0, 1]
            $md5 = (& ssh-keygen -l -E md5 -f $file).Split(' ')[1]
            $pair.Sha256Fingerprint | Should -BeExactly $sha256
            "MD5:$($pair.Fingerprint)" | Should -BeExactly $md5
            $isRsa = $pair.PublicKey.StartsWith('ssh-rsa')
            $pair.KeySize | Should -Be $(if ($isRsa) { [int] $bits } else { $null })
        }
    }

    It 'accepts names and wildcards, regardless of case' -ForEach @(
        @{ Name = 'KeyPair-web' }
        @{ Name = 'keypair-WEB' }
        @{ Name = 'KeyPair-w*' }
        @{ Name = 'nothing*', '*-web' }
    ) {
        (Get-OtcKeyPair $Name).Name | Should -BeExactly 'KeyPair-web'
    }

    It 'accepts names from the pipeline, and sends one request' {
        Invoke-EmulatorControl $emulator counters/reset -Method Post
        ('KeyPair-web', 'KeyPair db 1' | Get-OtcKeyPair).Name | Should -BeExactly 'KeyPair-web', 'KeyPair db 1'
        ((Invoke-EmulatorControl $emulator counters).requests | Measure-Object count -Sum).Sum | Should -Be 1
    }

    It 'returns the key pair of a password from the pipeline' {
        $password = Get-EcsServerPassword -Name web-0001
        ($password | Get-OtcKeyPair).Name | Should -BeExactly $password.KeyName
    }

    It 'reports an unknown name, and continues' {
        $pairs = Get-OtcKeyPair nobody, 'KeyPair-web', nobody* -ErrorVariable problems -ErrorAction SilentlyContinue
        $pairs.Name | Should -BeExactly 'KeyPair-web'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly "KeyPairNotFound$ending"
        $problems[0].TargetObject | Should -BeExactly 'nobody'
        "$($problems[0].CategoryInfo.Category)" | Should -BeExactly 'ObjectNotFound'
        $problems[0].Exception.Message | Should -BeExactly "Cannot find a key pair named 'nobody' that belongs to user '$($emulator.User)'."
    }

    It 'names the access key in an error if the session has no user name' {
        $key = @{ AccessKey = 'EMULATORADMINACCESS1'; SecretKey = ConvertTo-SecureString 'emulator-admin-secret-key-0000000000001' -AsPlainText -Force }
        $session = Connect-OtcSession -AuthUrl $emulator.AuthUrl -Region $emulator.Region @key -ProjectName eu-de_web -PassThru
        try { Get-OtcKeyPair nobody -Session $session -ErrorVariable problems -ErrorAction SilentlyContinue }
        finally { Connect-OtcSession @signIn }
        $problems[0].Exception.Message | Should -BeExactly "Cannot find a key pair named 'nobody' that belongs to the owner of access key EMULATORADMINACCESS1."
    }

    It 'fails without a session' {
        Disconnect-OtcSession
        try { { Get-OtcKeyPair } | Should -Throw -ErrorId "NotConnected$ending" }
        finally { Connect-OtcSession @signIn }
    }
}
