# The release number of .NET Framework 4.7.2: https://learn.microsoft.com/dotnet/framework/install/how-to-determine-which-versions-are-installed
$release = (Get-ItemProperty -Path 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -Name Release -ErrorAction SilentlyContinue).Release
if ($release -lt 461808) {
    throw 'OtcPassword requires .NET Framework 4.7.2 or later. Download it from https://dotnet.microsoft.com/download/dotnet-framework'
}
Import-Module "$PSScriptRoot/bin/net472/OtcPassword.dll"
