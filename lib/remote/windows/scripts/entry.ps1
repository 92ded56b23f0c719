$ErrorActionPreference='Stop';$ProgressPreference='SilentlyContinue'
. ([scriptblock]::Create([IO.File]::ReadAllText((Join-Path (Get-Location).ProviderPath 'supervise'))))
