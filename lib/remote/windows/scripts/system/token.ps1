# With which rights this runs, by the token of this very session: full, filtered (an administrator whose rights were taken away for the session), or none.
function Get-MfToken {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    if ($identity.IsSystem) { return 'full' }
    $principal = New-Object Security.Principal.WindowsPrincipal $identity
    if ($principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) { return 'full' }
    try {
        foreach ($claim in $identity.Claims) {
            if ($claim.Type -like '*/denyonlysid' -and $claim.Value -eq 'S-1-5-32-544') { return 'filtered' }
        }
    }
    catch { $null = $_ } # before .NET 4.5 a token has no claims
    'none'
}
