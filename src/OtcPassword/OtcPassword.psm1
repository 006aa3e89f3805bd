# Loads the assemblies for this edition of PowerShell. The file name selects the script, because every condition in this file
# would add milliseconds to each import. Windows PowerShell 5.1 also reads this file.
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/OtcPassword.$PSEdition.ps1"
