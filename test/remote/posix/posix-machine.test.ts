import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { createConnect } from "../../../lib/remote/connect.js";
import { posixMachine } from "../../../lib/remote/posix/posix-machine.js";
import { type Dialect, remoteMachineContract } from "../machine.contract.js";
import { noSshd, PASSWORD, startSshd } from "../sshd.js";
import { localTransport } from "./local-transport.js";
import { underEachShell } from "./under-each-shell.js";

const POSIX: Dialect = {
  answer: `printf '%s|%s\\n' "$1" "$TOKEN"; echo err >&2; exit 4`,
  wait: 'folder=$(dirname "$1"); until [ -e "$1" ] || [ ! -d "$folder" ]; do sleep 0.05; done; echo waited; exit 3', // what nobody ends goes with the test's folder
  make: ': >"$1"',
  print: ["printf", "%s"],
};
const LOGIN = { address: "here", port: 22, userName: "root", legacySsh: false, acceptUnknownHostKey: false, connectTimeoutMs: 1_000 };

describe.skipIf(noSshd)(`POSIX sh over SSH${noSshd}`, () => {
  for (const user of ["root", "mf-asks"] as const) {
    remoteMachineContract(`as ${user}`, POSIX, async () => {
      const host = await startSshd();
      const again = () => createConnect({ baseDir: host.baseDir })({ ...host.target(user), password: new Secret(PASSWORD) });
      return { machine: await again(), again, gate: join(host.folder, "gate"), [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
    });
  }
});

/** Without a connection: the dialect alone, under each shell that this machine has. */
underEachShell("POSIX sh on this machine", ["root", "flock", "setsid"], (shell) => {
  remoteMachineContract(`under ${shell.name}`, POSIX, async () => {
    const folder = mkdtempSync(join(tmpdir(), "mf-machine-"));
    const again = async () => posixMachine(localTransport(shell), LOGIN, join(folder, "base"));
    return {
      machine: await again(),
      again,
      gate: join(folder, "gate"),
      [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
    };
  });
});
