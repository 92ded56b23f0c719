# When this machine was started, by the first of its services' program: unlike the system's own word for it, that does not move when the clock is set.
function Get-MfBoot {
    $first = Get-CimInstance -ClassName Win32_Process -Filter "Name='services.exe'" | Sort-Object CreationDate | Select-Object -First 1
    $first.CreationDate.ToUniversalTime().ToString('yyyyMMddTHHmmssfff', [Globalization.CultureInfo]::InvariantCulture)
}
