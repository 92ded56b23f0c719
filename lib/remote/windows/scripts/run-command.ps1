# Runs a command, word for word.
$rest = @($args | Select-Object -Skip 1)
& $args[0] @rest
