import type { Dialect } from "../machine.contract.js";

/** The contract's words in PowerShell. What nobody ends goes with the test's folder. */
export const POWERSHELL: Dialect = {
  answer: 'Write-Raw "$($args[0])|$TOKEN`n"; Write-Complaint err; Exit-Script 4',
  wait: "while (-not (Test-Path -LiteralPath $args[0]) -and (Test-Path -LiteralPath (Split-Path -Parent $args[0]))) { Start-Sleep -Milliseconds 50 }; 'waited'; Exit-Script 3",
  make: "[IO.File]::WriteAllText($args[0], '')",
  print: ["Write-Raw"],
};
