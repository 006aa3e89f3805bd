# Picks the assemblies for this PowerShell, and says clearly what is too old. Windows PowerShell 5.1 reads this file too.

# It is read at every import, so it is sparing: comparing version objects alone would take as long as all the rest. PowerShell
# 7.4 is the first one on .NET 8; those before 7 call theirs 4.
if ($PSEdition -eq 'Core') {
    if ([System.Environment]::Version.Major -lt 8) {
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

Import-Module -Name "$PSScriptRoot/bin/$framework/OtcPassword.dll"
