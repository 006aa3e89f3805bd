#requires -Version 7.4
Import-Module "$PSScriptRoot/bin/net8.0/OtcPassword.dll"
