# Reads the module's code under a text of its own in every runspace. The engine keeps what it has compiled for the whole process, with the classes in it, and
# an object of a class that another runspace has made waits for that runspace: ForEach-Object -Parallel and Start-ThreadJob would hang for ever.
if ($PSVersionTable.PSVersion.Major -lt 6) {
    $null = [System.Reflection.Assembly]::Load('System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
}
$text = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($PSScriptRoot, 'MobilityFleet.code.ps1'))
. ([scriptblock]::Create($text + [System.Environment]::NewLine + '# ' + [guid]::NewGuid()))
