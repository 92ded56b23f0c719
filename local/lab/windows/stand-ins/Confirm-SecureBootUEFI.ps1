# LAB stand-in: True where C:\lab\secure-boot exists, else a machine that starts by BIOS.
[CmdletBinding()] param()
if ([IO.File]::Exists('C:\lab\secure-boot')) { return $true }
throw [PlatformNotSupportedException]::new('Cmdlet not supported on this platform: 0xC0000002')
