BeforeDiscovery {
    # The output of each cmdlet, and the columns of its table at every width.
    $script:outputs = @(
        @{ Type = 'OtcSession'; Get = { Get-OtcSession }; Columns = 'UserName DomainName ProjectName Region ExpiresAt (UTC)' }
        @{ Type = 'EcsServer'; Get = { Get-EcsServer web-00* }; Columns = 'Name Status OsType Address KeyName' }
        @{ Type = 'BmsServer'; Get = { Get-BmsServer }; Columns = 'Name Status OsType Address KeyName' }
        @{ Type = 'EcsServer'; Get = { Clear-EcsServerPassword -Name web-cleared -Confirm:$false -PassThru }; Columns = 'Name Status OsType Address KeyName' }
        @{ Type = 'ServerPassword'; Get = { Get-EcsServerPassword -Name web-00* }; Columns = 'ServerName Status Address KeyName' }
        @{ Type = 'ServerPassword'; Get = { Get-BmsServerPassword -Name metal-00* -KeyFile $keys }; Columns = 'ServerName Status Address KeyName' }
        @{ Type = 'ServerPassword'; Get = { Get-EcsServerPassword -Name web-00* -KeyFile $keys -AsPlainText }; Columns = 'ServerName Status Password Address' }
        @{ Type = 'KeyFile'; Get = { Get-OtcKeyFile $keys }; Columns = 'Name KeyPairName Format KeySize IsEncrypted' }
        @{ Type = 'OtcKeyPair'; Get = { Get-OtcKeyPair }; Columns = 'Name KeySize Fingerprint' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force
    $emulator = Start-Emulator
    $keys = $emulator.KeyFolder
    $signIn = Get-EmulatorSignIn $emulator
    Connect-OtcSession @signIn

    # Returns the lines that a console of this width shows. The tables of PowerShell leave the last column free.
    function Show([object[]] $Thing, [int] $Width) {
        $text = $Thing | Out-String -Width ($Width - 1)
        @(($text -replace '\x1b\[[0-9;]*m').Split("`n").TrimEnd())
    }
    function Get-Heading([string[]] $Line) {
        $rule = [array]::FindIndex($Line, [Predicate[string]] { $args[0] -match '^-+( +-+)*$' })
        $Line[$rule - 1] -replace ' {2,}', ' '
    }
}

AfterAll {
    Disconnect-OtcSession
    Stop-Emulator $emulator
}

Describe 'The table of <Type> (<Get>)' -ForEach $script:outputs {
    BeforeAll { $things = @(& $Get) }

    It 'shows the same columns at every width' {
        $things[0].GetType().FullName | Should -BeExactly "OtcPassword.$Type"
        foreach ($width in 80, 100, 120) { Get-Heading (Show $things $width) | Should -BeExactly $Columns }
    }

    It 'does not truncate values' {
        foreach ($width in 80, 100, 120) {
            $lines = Show $things $width
            $lines | Should -Not -Match "$([char] 0x2026)|\.\.\.$"
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessThan $width
        }
    }

    It 'has one line per object' {
        $lines = @(Show $things 120 | Where-Object { $_ -and $_ -notmatch '^ *Folder: ' })
        $lines | Should -HaveCount ($things.Count + 2)
    }

    It 'has a list view without secrets' {
        $list = $things | Format-List | Out-String -Width 400
        $first = @($things[0].PSObject.Properties | Where-Object { $_.Value -is [string] -and $_.Name -match 'Name$|^Path$' })[0]
        $list | Should -Match ([regex]::Escape($first.Value))
        foreach ($thing in $things) {
            $property = $thing.PSObject.Properties['Password']
            if ($property -and $property.Value -and $Get -notmatch 'AsPlainText') {
                $list | Should -Not -Match ([regex]::Escape($thing.Credential.GetNetworkCredential().Password))
            }
        }
    }
}

Describe 'The views of a password' {
    BeforeAll {
        $passwords = @(Get-EcsServerPassword -Name web-000* -KeyFile $keys)
        $plain = @(Get-EmulatorServer $emulator -Service ecs | Where-Object { $_.id -in $passwords.ServerId }).password
    }

    It 'do not show the password without -AsPlainText' {
        $plain | Should -Not -BeNullOrEmpty
        foreach ($shown in ($passwords | Out-String -Width 400), ($passwords | Format-List | Out-String -Width 400), ($passwords | Format-Table -AutoSize | Out-String -Width 400)) {
            foreach ($text in $plain) { $shown.Contains($text) | Should -BeFalse }
        }
    }

    It 'show the password with -AsPlainText in table and list, also after Unprotect-OtcServerPassword' {
        $asked = Get-EcsServerPassword -Name web-000* -KeyFile $keys -AsPlainText
        $unprotected = $passwords | Unprotect-OtcServerPassword -KeyFile $keys -AsPlainText
        foreach ($objects in $asked, $unprotected) {
            foreach ($shown in ($objects | Out-String -Width 79), ($objects | Format-List | Out-String -Width 400)) {
                foreach ($text in $plain) { $shown.Contains($text) | Should -BeTrue }
            }
        }
    }

    It 'wrap a long password instead of truncating it' {
        $id = $passwords[0].ServerId
        $long = 'L0ng-' + ('abcdefghij' * 9)
        Invoke-EmulatorControl $emulator "servers/$id/password" -Method Put -Body @{ password = $long }
        try {
            $shown = Get-EcsServerPassword $id -KeyFile $keys -AsPlainText | Out-String -Width 79
            $line = @($shown.Split("`n") | Where-Object { $_ -match '0-|abc|[a-j]{4}' } | ForEach-Object { $_.PadRight(79).Substring(36, 27).Trim() }) -join ''
            $line | Should -BeExactly $long
        }
        finally { Invoke-EmulatorControl $emulator "servers/$id/password" -Method Put -Body @{} }
    }

    It 'mark NotAvailable with a color' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $shown = Get-EcsServerPassword -Name web-cleared, web-0001 -WarningAction Ignore | Out-String -Width 79
        }
        finally { $PSStyle.OutputRendering = $rendering }
        $shown | Should -Match "$([regex]::Escape($PSStyle.Formatting.Warning))NotAvailable"
        @([regex]::Matches($shown, [regex]::Escape($PSStyle.Formatting.Warning))) | Should -HaveCount 1
    }

    It 'keep their columns if long values arrive late' {
        # PowerShell fits columns without a width to the objects of the first 300 ms.
        $late = & {
            Get-EcsServerPassword -Name web-0001
            Start-Sleep -Milliseconds 400
            Get-EcsServerPassword -Name web-private-image, web-0012 -WarningAction Ignore
        } | Out-String -Width 119
        $late | Should -Match 'web-private-image +.*NotAvailable'
        $late | Should -Match '80\.158\.0\.12 '
    }
}

Describe 'The folders of key files' {
    It 'are shown above their files' {
        $shown = Show (Get-OtcKeyFile (Join-Path $keys '*.pem')) 80
        @($shown | Where-Object { $_ -match '^ *Folder: ' }) | Should -BeExactly "   Folder: $keys"
    }
}

Describe 'Sort-Object without a property' {
    It 'sorts the output of <_> by name' -ForEach 'Get-EcsServer', 'Get-BmsServer', 'Get-OtcKeyPair' {
        $sorted = @(& $_ | Sort-Object)
        $sorted.Name | Should -BeExactly @($sorted.Name | Sort-Object)
        $sorted.Count | Should -BeGreaterThan 2
    }

    It 'keeps every server with the same name' {
        $ids = @((Get-EcsServer web-twin).Id | Sort-Object)
        $ids | Should -HaveCount 2
        @((Get-EcsServer web-twin | Sort-Object).Id) | Should -BeExactly $ids
        @((Get-EcsServer web-twin, web-twin | Sort-Object -Unique).Id) | Should -BeExactly $ids
    }
}

Describe 'Servers with the same name' {
    It 'are different for Select-Object -Unique' {
        @(Get-EcsServer web-twin | Select-Object -Unique) | Should -HaveCount 2
    }

    It 'are different for Group-Object' {
        @(Get-EcsServer web-twin | Group-Object) | Should -HaveCount 2
    }
}

Describe '-KeyFile' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive 'keys [of] me')).FullName
        Copy-Item -LiteralPath (Join-Path $keys 'KeyPair-web.pem') -Destination (Join-Path $TestDrive 'web.pem')
        [System.IO.File]::Copy((Join-Path $keys 'KeyPair-web.pem'), [System.IO.Path]::Combine($folder, 'web[1].pem'))
    }

    It 'accepts <What>' -ForEach @(
        @{ What = 'a string'; Make = { Join-Path $folder 'web[1].pem' } }
        @{ What = 'a string as tab completion writes it'; Make = { [WildcardPattern]::Escape((Join-Path $folder 'web[1].pem')) } }
        @{ What = 'a folder as tab completion writes it'; Make = { [WildcardPattern]::Escape($folder) } }
        @{ What = 'a wildcard after a folder as tab completion writes it'; Make = { Join-Path ([WildcardPattern]::Escape($folder)) '*.pem' } }
        @{ What = 'a FileInfo'; Make = { Get-ChildItem -LiteralPath $folder } }
        @{ What = 'a DirectoryInfo'; Make = { Get-Item -LiteralPath $folder } }
        @{ What = 'the output of Get-OtcKeyFile'; Make = { Get-ChildItem -LiteralPath $folder | Get-OtcKeyFile } }
        @{ What = 'several kinds at once'; Make = { (Join-Path $TestDrive 'web.pem'), (Get-Item -LiteralPath $folder) } }
    ) {
        $keyFile = & $Make
        (Get-EcsServerPassword -Name web-0001 -KeyFile $keyFile).Status | Should -Be 'Decrypted'
        (Get-EcsServerPassword -Name web-0001 | Unprotect-OtcServerPassword -KeyFile $keyFile).Status | Should -Be 'Decrypted'
        @(Get-OtcKeyFile $keyFile).KeyPairName | Sort-Object -Unique | Should -BeExactly 'KeyPair-web'
    }
}

Describe 'The key pair of <What>' -ForEach @(
    @{ What = 'servers'; Make = { Get-EcsServer web-0001, db-0001 } }
    @{ What = 'servers with and without a key pair'; Make = { Get-EcsServer web-0001, db-0001, web-keyless } }
    @{ What = 'bare metal servers'; Make = { Get-BmsServer metal-0001, metal-app } }
    @{ What = 'passwords'; Make = { Get-EcsServerPassword -Name web-0001, db-0001 } }
    @{ What = 'key files'; Make = { Get-OtcKeyFile $keys } }
    @{ What = 'servers from a file'; Make = { Get-EcsServer web-0001, db-0001 | Select-Object Name, KeyName | ConvertTo-Json | ConvertFrom-Json } }
) {
    It 'is returned by Get-OtcKeyPair' {
        $things = @(& $Make)
        $expected = @($things | ForEach-Object { if ($_.PSObject.Properties['KeyName']) { $_.KeyName } else { $_.KeyPairName } } | Where-Object { $_ })
        $expected | Should -Not -BeNullOrEmpty
        ($things | Get-OtcKeyPair -ErrorAction Stop).Name | Should -BeExactly $expected
        @((Get-OtcKeyPair -Name $things -ErrorAction Stop).Name | Sort-Object) | Should -BeExactly @($expected | Sort-Object -Unique)
    }
}
