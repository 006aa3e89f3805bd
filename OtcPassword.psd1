@{
    RootModule           = 'OtcPassword.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6c1f4a6e-8d0b-4f8e-9a57-2f4f6e0a9b3d'
    Author               = 'The OtcPassword authors'
    CompanyName          = 'The OtcPassword authors'
    Copyright            = '(c) 2026 The OtcPassword authors. MIT License.'
    Description          = 'Gets the initial Administrator passwords of Windows servers in T Cloud Public (formerly Open Telekom Cloud, OTC), virtual (ECS) and bare metal (BMS), and decrypts them on your computer with your private key file. Works for one server or for thousands.'

    # Tested: docs/testing.md. PowerShell 7.4 and 7.5 work as long as their tests pass.
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')

    FormatsToProcess     = @('OtcPassword.Format.ps1xml')

    CmdletsToExport      = @(
        'Clear-BmsServerPassword'
        'Clear-EcsServerPassword'
        'Connect-OtcSession'
        'Disconnect-OtcSession'
        'Get-BmsServer'
        'Get-BmsServerPassword'
        'Get-EcsServer'
        'Get-EcsServerPassword'
        'Get-OtcKeyFile'
        'Get-OtcKeyPair'
        'Get-OtcSession'
        'Unprotect-OtcServerPassword'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Prerelease   = 'preview1'
            Tags         = @('TCloudPublic', 'TCloud', 'OpenTelekomCloud', 'OTC', 'OpenStack', 'ECS', 'BMS', 'Windows', 'Linux', 'MacOS', 'Password', 'Credential', 'Administrator', 'CloudbaseInit', 'PSEdition_Desktop', 'PSEdition_Core')
            ProjectUri   = 'https://github.com/otcpassword/otcpassword'
            LicenseUri   = 'https://github.com/otcpassword/otcpassword/blob/main/LICENSE'
            IconUri      = 'https://raw.githubusercontent.com/otcpassword/otcpassword/main/docs/icon.png'
            ReleaseNotes = 'First preview. Sign in, list servers, and get and decrypt the passwords of ECS and BMS servers with RSA key files in PEM, DER, OpenSSH, or PuTTY format. All changes: https://github.com/otcpassword/otcpassword/blob/main/CHANGELOG.md'
        }
    }
}
