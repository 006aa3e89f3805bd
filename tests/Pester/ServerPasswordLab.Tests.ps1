# The main task with a real Nova. The environment variable OTC_LAB specifies the folder with the files of the lab.

BeforeDiscovery { $script:lab = $env:OTC_LAB }

Describe 'The cmdlets with a real Nova' -Tag Lab -Skip:(-not $script:lab) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
        Import-Module (Get-BuiltModule) -Force
        $script:lab = $env:OTC_LAB
        $script:saved = @(Get-ChildItem env: | Where-Object Name -Like 'OS_*')
        $saved | Remove-Item
        $script:clouds = Join-Path $lab 'clouds.yaml'
        Connect-OtcSession -Cloud lab -CloudsFile $clouds
        $script:expected = Get-Content -LiteralPath (Join-Path $lab 'expected.json') -Raw -Encoding UTF8 | ConvertFrom-Json

        # Compares with the passwords of the lab: none is wrong, missing, or unexpected.
        function Assert-Right($Passwords, $Expected) {
            $withPassword = @($Expected | Where-Object password)
            foreach ($server in $withPassword) {
                ($Passwords | Where-Object ServerId -EQ $server.id).PlainTextPassword | Should -BeExactly $server.password
            }
            @($Passwords | Where-Object PlainTextPassword) | Should -HaveCount $withPassword.Count
        }
    }

    AfterAll {
        Disconnect-OtcSession
        Get-ChildItem env: | Where-Object Name -Like 'OS_*' | Remove-Item
        $saved | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
    }

    It 'list every server with any page size' {
        (Get-EcsServer).Id | Sort-Object | Should -BeExactly ($expected.id | Sort-Object)
    }

    It 'return only the passwords of the specified keys' {
        $named = @($expected.key_file | Where-Object { $_ } | Sort-Object -Unique | Where-Object {
                (Get-Content -LiteralPath $_ -TotalCount 1) -notlike '*OPENSSH*' })
        $passwords = Get-EcsServer -OsType Windows |
            Get-EcsServerPassword -KeyFile $named -AsPlainText -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        Assert-Right $passwords @($expected | Where-Object key_file -In $named)
    }

    It 'return every password with the folder of the keys' {
        $passwords = Get-EcsServer |
            Get-EcsServerPassword -KeyFile (Join-Path $lab 'keys') -AsPlainText -WarningAction SilentlyContinue
        Assert-Right $passwords $expected
    }

    It 'accept the output of "openstack server list -f json"' -Skip:(-not (Get-Command openstack -ErrorAction Ignore)) {
        $env:OS_CLIENT_CONFIG_FILE = $clouds
        $env:LC_ALL = 'C.UTF-8'
        $listed = openstack --os-cloud lab server list -f json | ConvertFrom-Json
        $passwords = $listed | Get-EcsServerPassword -KeyFile (Join-Path $lab 'keys') -AsPlainText -WarningAction SilentlyContinue
        Assert-Right $passwords @($expected | Where-Object id -In $listed.ID)
    }

    It 'return the password of "nova get-password"' -Skip:(-not (Get-Command nova -ErrorAction Ignore)) {
        $server = @($expected | Where-Object { $_.password -and $_.key_name -eq 'KeyPair-lab1' })[0]
        $theirs = bash -c ". '$lab/openrc'; LC_ALL=C.UTF-8 nova get-password $($server.id) '$($server.key_file)' 2>/dev/null"
        (Get-EcsServerPassword $server.id -KeyFile $server.key_file -AsPlainText).PlainTextPassword | Should -BeExactly $theirs
    }
}
