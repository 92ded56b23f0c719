# Proves what it is, then runs one script after the other.
# A line is a request: its marker, the script, and arguments (a:), bytes (b:) and secrets (s:NAME:), each in base64. Other lines are passed over.
function Invoke-MfRequest([string]$Line) {
    $marker, $text, $rest = $Line.Split(' ')
    $words = New-Object Collections.ArrayList
    $named = New-Object Collections.ArrayList
    foreach ($part in $rest) {
        $kind, $name, $value = $part.Split(':')
        switch ($kind) {
            'a' { $null = $words.Add((ConvertFrom-MfBase64 $name)) }
            'b' { $null = $words.Add([Convert]::FromBase64String($name)) }
            's' { $null = $named.Add(@{ Name = $name; Value = (ConvertFrom-MfBase64 $value) }) }
        }
    }
    foreach ($writer in $MfErr, $MfOut) { $writer.Write("`n$marker`n"); $writer.Flush() }
    $script:MfStatus = 1
    :MfScript do {
        try {
            Invoke-MfScript (ConvertFrom-MfBase64 $text) $words.ToArray() $named.ToArray() 2>&1 3>&1 | ForEach-Object { Write-MfRecord $_ }
            $script:MfStatus = 0
        }
        catch {
            $MfErr.WriteLine(($_.Exception.Message -replace '\s+', ' '))
        }
    } while ($false)
    foreach ($held in $MfHeld) { $held.Dispose() }
    $MfHeld.Clear()
    foreach ($writer in $MfErr, $MfOut) { $writer.Write("`n$marker-ended $script:MfStatus`n"); $writer.Flush() }
}

# The answer to a question that comes over stdin, computed: what merely gives back what it reads cannot know it.
function Get-MfProof([string]$Question) {
    $facts = "$($PSVersionTable.PSVersion.Major).$($PSVersionTable.PSVersion.Minor) $($ExecutionContext.SessionState.LanguageMode) $(Get-MfToken)"
    "$facts $(Get-MfSha256 ([Text.Encoding]::UTF8.GetBytes("$Question $facts")))"
}

$MfQuestion = $MfInput.ReadLine()
$MfOut.Write("`nmf-proof $MfQuestion $(Get-MfProof $MfQuestion)`n")
$MfOut.Flush()
while ($null -ne ($MfLine = $MfInput.ReadLine())) {
    if ($MfLine.StartsWith('mf-')) { Invoke-MfRequest $MfLine }
}
