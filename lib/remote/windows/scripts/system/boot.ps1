# When this machine was started, by the first of its services' program: unlike the system's own word for it, that does not move when the clock is set.
function Get-MfBoot {
    # A machine that is starting, or has much to do, may not tell it at once.
    for ($try = 1; $try -le 10; $try++) {
        $first = Get-CimInstance -ClassName Win32_Process -Filter "Name='services.exe'" | Where-Object { $_.CreationDate } | Sort-Object CreationDate | Select-Object -First 1
        if ($first) { return $first.CreationDate.ToUniversalTime().ToString('yyyyMMddTHHmmssfff', [Globalization.CultureInfo]::InvariantCulture) }
        Start-Sleep -Milliseconds 300
    }
    throw 'Windows does not tell when services.exe was started; does WMI (service Winmgmt) answer on this machine?'
}
