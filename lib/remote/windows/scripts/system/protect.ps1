# Folders that only SYSTEM and the administrators may write to.
# SYSTEM, the group Administrators, and the account of this session, which has an administrator's rights.
$MfTrusted = 'S-1-5-18', 'S-1-5-32-544', [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
$MfReads = [Security.AccessControl.FileSystemRights]'ReadAndExecute, Synchronize'

function Protect-MfFolder([string]$Path) {
    $access = New-Object Security.AccessControl.DirectorySecurity
    $access.SetSecurityDescriptorSddlForm('O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
    Set-Acl -LiteralPath $Path -AclObject $access
}

# Why a folder is not ours alone; empty when it is.
function Get-MfIntrusion([string]$Path) {
    if ((Get-Item -LiteralPath $Path -Force).Attributes -band [IO.FileAttributes]::ReparsePoint) { return "$Path is a link" }
    $access = Get-Acl -LiteralPath $Path
    $owner = $access.GetOwner([Security.Principal.SecurityIdentifier]).Value
    if ($MfTrusted -notcontains $owner) { return "$Path belongs to $owner" }
    foreach ($rule in $access.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
        $may = $rule.FileSystemRights -band (-bnot $MfReads)
        if ([string]$rule.AccessControlType -eq 'Allow' -and $may -and $MfTrusted -notcontains $rule.IdentityReference.Value) {
            return "$($rule.IdentityReference.Value) may write to $Path"
        }
    }
    ''
}
