# Made by `npm run build` from the declarations of the cmdlets and the files in powershell/. Do not edit.
Set-StrictMode -Version 3.0
