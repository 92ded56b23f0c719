# Looks at scripts as the parser of PowerShell 7 reads them, for what Windows PowerShell 3 lacks: prints a line for each. Arguments are paths.
$since = @{
    'TernaryExpressionAst' = 'a ternary (7)'; 'PipelineChainAst' = '&& or || (7)'; 'UsingStatementAst' = 'using (5)'; 'TypeDefinitionAst' = 'class or enum (5)'
}
# The commands that scripts may use, beside their own functions, and since when each is there.
$known = 'Add-MpPreference', 'Copy-Item', 'ConvertTo-Json', 'ForEach-Object', 'Get-Acl', 'Get-ChildItem', 'Get-CimInstance', 'Get-Content', 'Get-Date', 'Get-Item', 'Get-ItemProperty',
    'Get-Location', 'Get-MpComputerStatus', 'Get-MpPreference', 'Get-NetFirewallRule', 'Get-Process', 'Get-Service', 'Get-Variable', 'Get-WinEvent', 'Join-Path', 'New-Item', 'New-Object',
    'Remove-Item', 'Remove-MpPreference', 'Select-Object', 'Set-Acl', 'Set-Location', 'Set-Variable', 'Sort-Object', 'Split-Path', 'Start-Sleep', 'Stop-Process', 'Test-Path', 'Where-Object'
# Parameters that came after PowerShell 3 (or went before 7), by command.
$newer = @{
    'ConvertTo-Json' = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'; 'ForEach-Object' = 'Parallel', 'ThrottleLimit', 'AsJob'; 'Get-ChildItem' = 'Depth', 'FollowSymlink'
    'Get-Content' = 'AsByteStream'; 'Get-Date' = 'AsUTC', 'UnixTimeSeconds'; 'Get-Process' = 'IncludeUserName', 'ComputerName'; 'Get-Service' = 'ComputerName'
    'Join-Path' = 'AdditionalChildPath'; 'Select-Object' = 'SkipLast', 'SkipIndex'; 'Sort-Object' = 'Top', 'Bottom', 'Stable'; 'Split-Path' = 'LeafBase', 'Extension'
    'Start-Sleep' = 'Duration'; 'Where-Object' = 'Not'
}
$functions = @()
$trees = foreach ($path in $args) {
    $errors = $tokens = $null
    $tree = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$errors)
    foreach ($one in $errors) { "${path}: $($one.Message)" }
    $functions += $tree.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $true).Name
    @{ path = $path; tree = $tree; tokens = $tokens }
}
foreach ($one in $trees) {
    if ($one -is [string]) { $one; continue }
    foreach ($token in $one.tokens) {
        $place = "$(Split-Path -Leaf $one.path):$($token.Extent.StartLineNumber)"
        if ($token.Kind -in 'StringExpandable', 'HereStringExpandable' -and $token.Text -cmatch '(^|[^`])(``)*`(e|u\{)') { "${place}: ``$($Matches[3]) in a text (6)" }
        if ($token.Kind -eq 'Number' -and $token.Text -match '^0b|\d(y|uy|s|us|u|ul|n)$' -and $token.Text -notmatch '^0x') { "${place}: the number $($token.Text) (6.2 or 7)" }
    }
    foreach ($node in $one.tree.FindAll({ $true }, $true)) {
        $place = "$(Split-Path -Leaf $one.path):$($node.Extent.StartLineNumber)"
        $name = $node.GetType().Name
        if ($since[$name]) { "${place}: $($since[$name])" }
        if ($node -is [Management.Automation.Language.MemberExpressionAst] -and $node.NullConditional) { "${place}: ?. (7)" }
        if ($node -is [Management.Automation.Language.IndexExpressionAst] -and $node.NullConditional) { "${place}: ?[ (7)" }
        if ($node -is [Management.Automation.Language.AssignmentStatementAst] -and $node.Operator -eq 'QuestionQuestionEquals') { "${place}: ??= (7)" }
        if ($node -is [Management.Automation.Language.PipelineBaseAst] -and $node.Background) { "${place}: & at the end (6)" }
        if ($node -is [Management.Automation.Language.ScriptBlockAst] -and $node.CleanBlock) { "${place}: a clean block (7.3)" }
        if ($node -is [Management.Automation.Language.CommandParameterAst]) {
            $of = $node.Parent.GetCommandName()
            if ($of -and $node.ParameterName -in $newer[$of]) { "${place}: $of -$($node.ParameterName) (not in 3 to 7)" }
        }
        if ($node -is [Management.Automation.Language.BinaryExpressionAst] -and $node.Operator -eq 'QuestionQuestion') { "${place}: ?? (7)" }
        if ($node -is [Management.Automation.Language.InvokeMemberExpressionAst] -and "$($node.Member)" -in 'new', 'Where', 'ForEach') { "${place}: .$($node.Member)() (4 or 5)" }
        if ($node -is [Management.Automation.Language.ExitStatementAst] -and $one.path -notmatch 'greet') { "${place}: exit ends the session; Exit-Script ends the script" }
        if ($node -is [Management.Automation.Language.CommandAst]) {
            $command = $node.GetCommandName()
            if ($command -and $command -notin $known -and $command -notin $functions) { "${place}: the command $command" }
            if ($command -eq 'Invoke-Expression') { "${place}: text is run as code" }
        }
    }
}
