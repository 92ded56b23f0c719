# LAB stand-in for Defender: it runs, unless C:\lab\no-defender exists.
[CmdletBinding()] param()
if ([IO.File]::Exists('C:\lab\no-defender')) { throw [Exception]::new('The operation failed with the following error: 0x800106ba') }
[pscustomobject]@{ AMServiceEnabled = $true; AntivirusEnabled = $true; RealTimeProtectionEnabled = $true; AMRunningMode = 'Normal'; AntivirusSignatureVersion = '1.400.0.0'; IsTamperProtected = $false }
