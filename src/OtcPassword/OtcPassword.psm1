# Loads what is for this PowerShell; Windows PowerShell 5.1 reads this file too. It runs at every import, and each thing that
# PowerShell has to decide here costs milliseconds: so the name of a file decides.
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/OtcPassword.$PSEdition.ps1"
