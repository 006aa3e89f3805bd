BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Emulator.psm1') -Force
    Import-Module (Get-BuiltModule) -Force

    # Not every error can be provoked here, so the test calls the conversion to error records like the cmdlets do.
    $assembly = (Get-Command Get-OtcSession).ImplementingType.Assembly
    $create = $assembly.GetType('OtcPassword.Pipeline.ErrorRecords', $true).GetMethod('Create')
    $exception = $create.GetParameters()[0].ParameterType
    $errorType = $exception.GetProperty('Error').PropertyType
    $records = foreach ($id in [Enum]::GetValues($errorType)) {
        $thrown = $exception.GetConstructors()[0].Invoke(@($id, 'It failed.', 'Try again.', $null))
        @{ Id = "$id"; Record = $create.Invoke($null, @($thrown, 'web-0001')) }
    }
}

Describe 'Error record' {
    It 'has a category for each error ID' {
        $records.Count | Should -BeGreaterThan 15
        $records | Where-Object { $_.Record.CategoryInfo.Category -eq 'NotSpecified' } | ForEach-Object { $_.Id } | Should -BeNullOrEmpty
    }

    It 'has the error ID as its FullyQualifiedErrorId' {
        $records | Where-Object { $_.Record.FullyQualifiedErrorId -cne $_.Id } | ForEach-Object { $_.Id } | Should -BeNullOrEmpty
    }

    It 'keeps the stack trace of the failure' {
        $e = { Connect-OtcSession -AuthUrl 'http://127.0.0.1:9/v3' -Token 'not-a-token' -Region eu-de } |
            Should -Throw -ErrorId 'NetworkFailure*' -PassThru

        $e.Exception.GetType().FullName | Should -BeExactly 'OtcPassword.OtcPasswordException'
        $e.Exception.InnerException.StackTrace | Should -Match 'OtcPassword\.Client\.'
    }
}
