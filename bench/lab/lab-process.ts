import ssh2 from "ssh2";
import { newHostKey } from "../../local/lab/door/host-key.js";
import { type Lab, startLab } from "../../local/lab/lab.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { answer } from "../measure/child.js";
import { inTurn } from "../measure/in-turn.js";
import { type DelayedLine, delayedLine } from "./delayed-line.js";
import { rememberMachine, resetMachine, versionOf } from "./reset.js";
import { OLD_VERSION, OS_TAG, type Target } from "./target.js";

/** The lab in a process of its own, so that its work is nobody's CPU time in the bench. */
const AT_ONCE = 8;

let lab: Lab | undefined;
const machines: LabMachine[] = [];
const lines: DelayedLine[] = [];

answer({
  start: ({ count, publicKey, python }) => start(Number(count), String(publicKey), python === true),
  reset: ({ first }) => inTurn(machines.slice(0, Number(first)), AT_ONCE, resetMachine),
  versions: () => inTurn(machines, AT_ONCE, versionOf),
  line: async ({ address, port, delayMs }) => {
    const line = await delayedLine({ address: String(address), port: Number(port) }, Number(delayMs));
    lines.push(line);
    return line.place;
  },
  turns: () => lines.reduce((sum, line) => sum + line.turns(), 0),
  close: end,
});
for (const event of ["disconnect", "SIGTERM", "SIGINT"]) process.once(event, () => void end().finally(() => process.exit(0)));

async function start(count: number, publicKey: string, python: boolean): Promise<readonly Target[]> {
  const opened = await startLab({ mode: "sshd", python });
  lab = opened;
  const names = Array.from({ length: count }, (_, i) => `bench-${String(i + 1).padStart(4, "0")}`);
  const targets = await inTurn(names, AT_ONCE, async (name) => {
    const hostKey = newHostKey({ legacy: false });
    const account = { name: "root", publicKeys: [publicKey] };
    const machine = await opened.machine({ name, osTag: OS_TAG, agent: { version: OLD_VERSION }, account, hostKey });
    machines.push(machine);
    await rememberMachine(machine);
    return { name, ...machine.place(), hostKeySha256: hostKey.sha256, hostKeyType: hostKey.type, hostPublicKey: publicLine(hostKey.privateKey) };
  });
  machines.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)); // in the order of the targets
  return targets;
}

function publicLine(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  return `${parsed.type} ${parsed.getPublicSSH().toString("base64")}`;
}

async function end(): Promise<void> {
  await Promise.all(lines.splice(0).map((line) => line.close()));
  await lab?.close();
  lab = undefined;
}
