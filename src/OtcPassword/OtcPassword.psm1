# Picks the assemblies for this PowerShell, and says clearly what is too old. Windows PowerShell 5.1 reads this file too.

if ($PSVersionTable.PSEdition -eq 'Core') {
    if ($PSVersionTable.PSVersion -lt [version]'7.4') {
        throw "OtcPassword needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is PowerShell $($PSVersionTable.PSVersion). Get a current one: https://aka.ms/powershell"
    }
    $framework = 'net8.0'
}
else {
    # The release number of .NET Framework 4.7.2: https://learn.microsoft.com/dotnet/framework/install/how-to-determine-which-versions-are-installed
    $release = (Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -Name Release -ErrorAction SilentlyContinue).Release
    if ($release -lt 461808) {
        throw 'OtcPassword needs .NET Framework 4.7.2 or later. Get a current one: https://dotnet.microsoft.com/download/dotnet-framework'
    }
    $framework = 'net472'
}

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'bin', $framework, 'OtcPassword.dll'))
