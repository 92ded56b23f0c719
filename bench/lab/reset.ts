import { toShell } from "../../lib/remote/posix/quote.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";

const AGENT = ["usr/local/ASR", "usr/local/.vx_version", "etc/vxagent"];
const KEPT = "/var/lab-old";

/** Remembers how the machine stands, for `resetMachine`. */
export async function rememberMachine(machine: LabMachine): Promise<void> {
  await must(machine, `mkdir -p ${KEPT} && cd / && tar -cf ${KEPT}/agent.tar ${AGENT.join(" ")}`);
}

/** Puts the agent back that the machine had, services running, and removes what each side left of its update. */
export async function resetMachine(machine: LabMachine): Promise<void> {
  const lines = [
    "/usr/local/ASR/Vx/bin/stop >/dev/null 2>&1",
    `cd / && ${toShell(["rm", "-rf", ...AGENT, "var/lib/mobility-fleet", "root/bench", "root/copied"])} && tar -xf ${KEPT}/agent.tar && rm -f /var/log/ua_install.log`,
    "/usr/local/ASR/Vx/bin/start >/dev/null",
  ];
  await must(machine, lines.join("\n"));
}

export async function versionOf(machine: LabMachine): Promise<string> {
  return /^VERSION=(.*)$/m.exec(await must(machine, "cat /usr/local/.vx_version"))?.[1] ?? "";
}

async function must(machine: LabMachine, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await machine.exec(script);
  if (exitCode !== 0) throw new Error(`${machine.name}: the bench's own script ended with ${exitCode}: ${stderr.trim()}`);
  return stdout;
}
