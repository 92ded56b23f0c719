import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2, { type ClientChannel, type ConnectConfig } from "ssh2";
import { which } from "../../../local/lab/disk/which.js";
import { frontDoors } from "../../../local/lab/door/front-doors.js";
import { findGround, type Isolation } from "../../../local/lab/ground.js";
import type { LabMachine } from "../../../local/lab/machine/machine.js";

/** Folder of the tests' labs; the base tree in it is kept from run to run. */
export const LAB_DIR = join(tmpdir(), `mobility-fleet-lab-tests-${process.getuid?.() ?? 0}`);
mkdirSync(LAB_DIR, { recursive: true });

const ground = await findGround(LAB_DIR).catch((error: Error) => error);

/** Why no lab machine can run here, or null. */
export const noLab = ground instanceof Error ? ground.message : null;
/** What is said of that behind the name of a test that needs one. */
export const lacksLab = noLab === null ? "" : ` (needs a lab: ${noLab})`;
export const isRoot = process.getuid?.() === 0;
export const hasSshd = !(ground instanceof Error) && (await frontDoors(ground, "auto")).present.kind === "sshd";

/** Why no lab machine can have this isolation here, or null. */
export const whyNot = (isolation: Isolation): Promise<string | null> =>
  findGround(LAB_DIR, isolation).then(
    () => null,
    (error: Error) => error.message,
  );

/** True when lab machines have this program, which they get from this machine. */
export const hasProgram = async (name: string): Promise<boolean> => (await which(name)) !== null;

export type Answer = Readonly<{ exitCode: number | null; signal: string | undefined; stdout: string; stderr: string }>;

/** Logs in to a lab machine, runs one command, logs out. Rejects when the login is refused. */
export async function ssh(machine: LabMachine, login: Partial<ConnectConfig>, command: string, stdin: string | Uint8Array = ""): Promise<Answer> {
  const client = new ssh2.Client();
  const { address, port } = machine.place();
  await new Promise<void>((resolve, reject) => {
    client.once("ready", resolve).on("error", reject);
    client.connect({ host: address, port, username: machine.account.name, readyTimeout: 10_000, ...login });
    client.setNoDelay(true);
  });
  const channel = await new Promise<ClientChannel>((resolve, reject) =>
    client.exec(command, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const answer = collect(channel);
  channel.end(stdin);
  const result = await answer;
  client.end();
  return result;
}

function collect(channel: ClientChannel): Promise<Answer> {
  let stdout = "";
  let stderr = "";
  channel.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  channel.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  return new Promise((resolve) =>
    channel.once("close", (exitCode: number | null, signal?: string) => resolve({ exitCode, signal: signal ?? undefined, stdout, stderr })),
  );
}
