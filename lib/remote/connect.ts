import type { ConnectMachine, RemoteMachine, SshTarget } from "./machine.js";
import { rootFolder } from "./posix/root-folder.js";
import { rootShellStart } from "./posix/root-shell-start.js";
import { clear, launch, look } from "./posix/run-slot.js";
import logTailScript from "./posix/scripts/log-tail.sh";
import { LOGIN_SHELL, shell } from "./posix/shell.js";
import { stage } from "./posix/stage.js";
import { connectSsh } from "./ssh/connect-ssh.js";
import type { Transport } from "./transport.js";

/** Connects over SSH. Errors: see `connectSsh`; root is asked for when it is first needed. */
export const connectMachine: ConnectMachine = createConnect({ baseDir: "/var/lib/mobility-fleet" });

/** `baseDir` is root's folder on the machine. */
export function createConnect({ baseDir }: Readonly<{ baseDir: string }>): ConnectMachine {
  return async (target, signal) => machine(await connectSsh(target, signal), target, baseDir);
}

function machine(transport: Transport, target: SshTarget, baseDir: string): RemoteMachine {
  const { address } = target;
  const root = shell(transport, rootShellStart(transport, target));
  const user = shell(transport, async () => LOGIN_SHELL);
  const folder = rootFolder(root, baseDir, address);
  const place = { address, transport, user, folder, loginIsRoot: target.userName === "root" };
  return {
    hostKey: transport.hostKey,
    script: root,
    run: (command, options) => transport.run(command, options),
    stage: (file, options) => stage(place, file, options),
    launch: (run, fence) => launch(folder, run, fence),
    look: (log) => look(folder, log),
    logTail: (bytes) => folder.read(logTailScript, bytes),
    clear: (run, fence) => clear(folder, run, fence),
    close: () => transport.close(),
  };
}
