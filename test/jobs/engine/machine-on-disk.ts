import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RemoteMachine } from "../../../lib/remote/machine.js";
import { loginShell } from "../../../lib/remote/posix/login-shell.js";
import { rootFolder } from "../../../lib/remote/posix/root-folder.js";
import { clear, launch, look } from "../../../lib/remote/posix/run-slot.js";
import { shell } from "../../../lib/remote/posix/shell.js";
import { localTransport, SH } from "../../remote/posix/local-transport.js";
import { type AgentState, agentSeen } from "./agent-seen.js";

export type MachineOptions = Readonly<{
  /** The version of the driver that is loaded, where it is not that of the agent. */
  driver?: string;
  registered?: boolean;
  losesRegistration?: boolean;
  /** With what the first runs of installers, and of the configurator, end without having done anything. */
  exits?: readonly number[];
  /** What an installer that did nothing has in its errors file. */
  errorsFile?: string;
}>;

/**
 * A machine whose run slot is that of the product, in the shell of this machine. Its agent is a few files: an installer takes the version away,
 * works as long as there is a file `hold`, and writes its own; a restart gives the machine another boot id and loads the driver of that version.
 */
export function machineOnDisk(
  version: string | undefined,
  { driver = version, registered = version !== undefined, losesRegistration = false, exits = [], errorsFile }: MachineOptions = {},
) {
  const disk = mkdtempSync(join(tmpdir(), "mf-slot-machine-"));
  const at = (name: string) => join(disk, name);
  const read = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), "utf8").trim() : undefined);
  const write = (name: string, text = "") => writeFileSync(at(name), `${text}\n`);
  mkdirSync(at("base"), { mode: 0o700 });
  if (version !== undefined) write("version", version);
  if (driver !== undefined) write("driver", driver);
  write("boot-id", "b".repeat(32));
  if (registered) write("registered");
  write("exits", exits.join("\n"));
  if (errorsFile !== undefined) write("errors", `--- InstallerErrors.json begin\n${errorsFile}\n--- InstallerErrors.json end`);
  const mayFail = `cd '${disk}'
code=$(head -n 1 exits)
tail -n +2 exits >rest; mv rest exits`;
  const transport = localTransport({ ...SH, bootId: at("boot-id") });
  const folder = rootFolder(shell("here", loginShell(transport)), at("base"), "here");
  const install = (wanted: string) => `${mayFail}
echo '${wanted}' >>installed
if [ -n "$code" ]; then [ ! -e errors ] || cat errors; exit "$code"; fi
rm -f version ${losesRegistration ? "registered" : ""}
while [ -e hold ] && [ -d . ]; do sleep 0.1; done
echo '${wanted}' >version
exit 98`;
  const others: Readonly<Record<string, string>> = {
    register: `${mayFail}; echo registered >>registrations; [ -z "$code" ] || exit "$code"; : >registered; exit 0`,
    uninstall: `cd '${disk}'; echo uninstalled >>uninstalls; rm -f version registered; exit 0`,
    "vm-agent": `: >'${disk}/vm-agent'; exit 0`,
    restart: `cd '${disk}'
echo restarted >>restarts
cat /proc/sys/kernel/random/uuid >boot-id
cp version driver
kill -9 $PPID`,
  };
  const state = (): AgentState => ({
    ...{ version: read("version"), driver: read("driver"), registered: read("registered") !== undefined, bootId: read("boot-id") ?? "" },
    hasVmAgent: existsSync(at("vm-agent")),
    now: new Date("2026-11-01T10:00:00Z"), // when the clock of the engine begins
  });
  const remote: RemoteMachine = {
    hostKey: { type: "ssh-ed25519", sha256: "x" },
    script: async (text) => agentSeen(text, state()),
    run: async () => ({ exitCode: 0, stdout: "", stderr: "", truncated: false }),
    stage: async () => ({ ready: true, path: "", sentBytes: 1 }),
    launch: ({ run, secretFiles = {} }, fence) => {
      const [what = "", wanted = ""] = run.name.split(" ");
      return launch(folder, { run, script: others[what] ?? install(wanted), args: [], secretFiles }, fence);
    },
    look: (log) => look(folder, log && { ...log, waitSeconds: existsSync(at("hold")) ? 0 : (log.waitSeconds ?? 0) }),
    logTail: async () => "",
    clear: (run, fence) => clear(folder, run, fence),
    close: async () => {},
  };
  const lines = (name: string) => read(name)?.split("\n") ?? [];
  return {
    remote,
    version: () => read("version"),
    isRegistered: () => read("registered") !== undefined,
    /** The versions whose installers were started, in order. */
    installed: () => lines("installed"),
    restarts: () => lines("restarts").length,
    registrations: () => lines("registrations").length,
    uninstalls: () => lines("uninstalls").length,
    /** What is in the files of the run slot now: none of it may be a secret once the run is over. */
    slotFiles: () =>
      readdirSync(at("base"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name)),
    /** Installers work until `letEnd`. */
    hold: () => write("hold"),
    /** What a restart by somebody else does. */
    restart: () => {
      write("boot-id", crypto.randomUUID());
      write("driver", read("version") ?? "");
    },
    removeAgent: () => rmSync(at("version")),
    letEnd: () => rmSync(at("hold"), { force: true }),
    close: () => {
      rmSync(at("hold"), { force: true });
      rmSync(disk, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
