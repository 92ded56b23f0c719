import type { RemoteMachine, SshTarget } from "../machine.js";
import type { Transport } from "../transport.js";
import { loginShell } from "./login-shell.js";
import { toShell } from "./quote.js";
import { rootShell } from "./root/root-shell.js";
import { rootFolder } from "./root-folder.js";
import { clear, launch, look } from "./run-slot.js";
import logTailScript from "./scripts/log-tail.sh";
import { shell } from "./shell.js";
import { stage } from "./upload/stage.js";

/** A machine that speaks POSIX sh, over any connection to it. Root is asked for when it is first needed; `baseDir` is root's folder. */
export function posixMachine(transport: Transport, login: SshTarget, baseDir: string): RemoteMachine {
  const { address } = transport;
  const user = shell(address, loginShell(transport));
  const root = shell(address, rootShell({ transport, login, user }));
  const folder = rootFolder(root, baseDir, address);
  const place = { address, transport, user, folder, loginIsRoot: login.userName === "root" };
  return {
    hostKey: transport.hostKey,
    script: root,
    run: (command, options) => user(toShell(command), options),
    stage: (file, options) => stage(place, file, options),
    launch: (run, fence) => launch(folder, run, fence),
    look: (log) => look(folder, log),
    logTail: (bytes) => folder.read(logTailScript, bytes),
    clear: (run, fence) => clear(folder, run, fence),
    close: () => transport.close(),
  };
}
