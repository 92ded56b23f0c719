# Empties the run slot when this run is in it and is over.
$base, $installation, $token, $job, $name = $args
Open-MfBase $base
Lock-MfBase $base
Confirm-MfFence $base $installation $token
Clear-MfUnbegun $base
$facts = Get-MfRun $base
if ("$($facts.job)/$($facts.name)" -ne "$job/$name") { Exit-WithState 'other' }
if ($facts.state -eq 'running') { Exit-WithState 'running' }
Clear-MfSlot $base $facts.folder
Exit-WithState 'cleared'
