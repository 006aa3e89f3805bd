@{
    RootModule           = 'EmptyModule.dll'
    ModuleVersion        = '1.0.0'
    GUID                 = 'b2b0f0d4-5b0a-4d4f-9a0e-3a0c1f6d7e21'
    Author               = 'The OtcPassword authors'
    Description          = 'The least a binary module can be.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @('Get-Nothing')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}
