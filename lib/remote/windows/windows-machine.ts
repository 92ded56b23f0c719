import type { RemoteMachine } from "../machine.js";
import type { Transport } from "../transport.js";
import { administratorsFolder } from "./administrators-folder.js";
import { clear, launch, look } from "./run-slot.js";
import logTailScript from "./scripts/log-tail.ps1";
import runCommand from "./scripts/run-command.ps1";
import { hostTexts, type SystemTexts, WINDOWS } from "./scripts.js";
import { sessionPool } from "./session-pool.js";
import { stage } from "./upload/stage.js";

/** A machine that speaks PowerShell, over any connection to it. `baseDir` is the administrators' folder; `system` what only Windows has. */
export function windowsMachine(transport: Transport, baseDir: string, system: SystemTexts = WINDOWS): RemoteMachine {
  const { address } = transport;
  const { session, supervisor } = hostTexts(system);
  const pool = sessionPool(transport, session);
  const folder = administratorsFolder(pool.run, baseDir, address);
  return {
    hostKey: transport.hostKey,
    script: pool.run,
    run: (command, options) => pool.run(runCommand, { args: command.map((word) => (typeof word === "string" ? word : word.reveal())), ...options }),
    stage: (file, options) => stage({ transport, pool, folder }, file, options),
    launch: (run, fence) => launch(folder, supervisor, run, fence),
    look: (log) => look(folder, log),
    logTail: (bytes) => folder.read(logTailScript, bytes),
    clear: (run, fence) => clear(folder, run, fence),
    close: () => transport.close(),
  };
}
