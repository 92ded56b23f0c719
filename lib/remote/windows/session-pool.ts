import type { OpenLimits, OpenShell } from "../staying/open-shell.js";
import { type ShellPool, shellPool } from "../staying/shell-pool.js";
import type { Transport } from "../transport.js";
import { type DefaultShell, findDefaultShell } from "./default-shell.js";
import { powershellLine } from "./encoded-command.js";
import { openSession } from "./open-session.js";
import bootstrap from "./scripts/bootstrap.ps1";
import { neverBegan, notStarted, resultOf, rightsMissing } from "./session-errors.js";
import { wrapScript } from "./wrap-script.js";

/** Sessions of PowerShell on a machine, in which `program` runs what it is told. Each has proved that it has an administrator's rights. Errors: RootRequired, ToolMissing, CommandFailed, those of the transport. */
export function sessionPool(transport: Transport, program: string): ShellPool {
  const { address } = transport;
  let found: DefaultShell | undefined; // asked for once a connection
  const open = async (limits: OpenLimits): Promise<OpenShell> => {
    found ??= await findDefaultShell(transport, limits);
    const opened = await openSession(transport, { line: lineIn(found), program }, limits);
    if (!opened.shell) throw notStarted(address, opened.instead);
    const refusal = rightsMissing(address, opened.session);
    if (!refusal) return opened.shell;
    opened.shell.end();
    throw refusal;
  };
  return shellPool({ address, open, startMs: START_MS, wrap: wrapScript, resultOf, neverBegan });
}

/** A machine that has just started, or installs its updates, takes its time. */
const START_MS = 90_000;

/** PowerShell itself hands on an inner exit status only when it is told to. */
const lineIn = ({ kind, systemRoot }: DefaultShell): string =>
  `${powershellLine(systemRoot, bootstrap)}${kind === "PowerShell" ? "; exit $LASTEXITCODE" : ""}`;
