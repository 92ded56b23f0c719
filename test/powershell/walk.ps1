# Walks the syntax tree of a script: what is newer than Windows PowerShell 5.1, and commands that are neither its own nor allowed, are put out.
# Types are looked up by name, so that the walk itself runs on any edition.
$allowed = 'ConvertTo-Json', 'ConvertFrom-Json', 'Export-ModuleMember', 'Get-Module', 'Import-Module', 'Set-StrictMode', 'Start-Job'
$allowed += 'Start-ThreadJob' # asked for before: Windows PowerShell has it where somebody installed it
$newerNodes = 'TernaryExpressionAst', 'PipelineChainAst'
$newerTokens = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'QuestionMark', 'Clean'

function find-newer([string]$path) { find-newer-in ([System.IO.File]::ReadAllText($path)) }

function find-newer-in([string]$text) {
    $tokens = $null
    $problems = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$problems)
    foreach ($problem in $problems) { "line $($problem.Extent.StartLineNumber): $($problem.Message)" }
    foreach ($token in $tokens) {
        if ($newerTokens -contains [string]$token.Kind -and $token.Text -ne '?' + '-') { "line $($token.Extent.StartLineNumber): $($token.Text)" }
        # Suffixes of numbers such as 1uy came with PowerShell 6.2.
        if ([string]$token.Kind -eq 'Number' -and $token.Text -match '^(0x[0-9a-f]+|[\d.]+(e[+-]?\d+)?)(u|us|ul|uy|y|s|n)(kb|mb|gb|tb|pb)?$') { "line $($token.Extent.StartLineNumber): $($token.Text)" }
    }
    $own = foreach ($one in $tree.FindAll({ param($node) $node -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) { $one.Name }
    foreach ($node in $tree.FindAll({ $true }, $true)) {
        $at = "line $($node.Extent.StartLineNumber)"
        if ($newerNodes -contains $node.GetType().Name) { "$($at): $($node.GetType().Name)" }
        if ($node.PSObject.Properties['NullConditional'] -and $node.NullConditional) { "$($at): null-conditional" }
        if ($node.PSObject.Properties['Background'] -and $node.Background) { "$($at): background" }
        if ($node -is [System.Management.Automation.Language.CommandAst]) {
            $name = $node.GetCommandName()
            if ($null -eq $name) { "$($at): a command whose name is not written" }
            elseif ($own -notcontains $name -and $allowed -notcontains $name) { "$($at): $name" }
        }
    }
}
