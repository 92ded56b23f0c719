import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { installArguments } from "../../lib/agents/linux/commands.js";
import { toShell } from "../../lib/remote/posix/quote.js";
import { NEW_VERSION } from "../lab/target.js";
import { watchPeak } from "../measure/peak.js";
import { cpuSecondsOf, pidsWith, residentBytesOf, withDescendants } from "../measure/process-usage.js";
import type { RaceParts } from "./product-side.js";
import type { Side, Spent } from "./side.js";

const FOLDERS = ["/usr/bin", "/usr/local/bin"];

/** Where the distribution's ansible-playbook is; undefined when it is not installed. */
export const findAnsible = (): string | undefined => FOLDERS.map((folder) => `${folder}/ansible-playbook`).find((path) => existsSync(path));

/** Ansible with facts, copy, run and verify: pipelining, persistent connections that are open already, pinned host keys. */
export async function ansibleSide({ targets, privateKey, installer, forks }: RaceParts): Promise<Side> {
  const program = findAnsible() ?? "ansible-playbook";
  const folder = await mkdtemp(join(tmpdir(), "fleet-bench-"));
  const controls = join(folder, "cp");
  await mkdir(controls);
  await writeFile(join(folder, "key"), privateKey, { mode: 0o600 });
  await writeFile(
    join(folder, "known_hosts"),
    targets.map(({ address, port, hostPublicKey }) => `${hostName(address, port)} ${hostPublicKey}\n`).join(""),
  );
  await writeFile(join(folder, "inventory.json"), inventory(targets, folder));
  await writeFile(join(folder, "ansible.cfg"), await configuration(folder, controls, forks));
  const variables = {
    installer: installer.path,
    version: NEW_VERSION,
    arguments: toShell([...installArguments({ generation: "Classic", installed: true })]),
  };
  const words = ["-i", join(folder, "inventory.json"), "-e", JSON.stringify(variables), resolve("bench/ansible/update.yml")];
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: folder, LC_ALL: "C.UTF-8", ANSIBLE_CONFIG: join(folder, "ansible.cfg") };
  const masters = () => pidsWith(`${controls}/`);
  const { stdout } = await promisify(execFile)(program, ["--version"], { env });
  return {
    name: "ansible",
    about: `${stdout.split("\n")[0]}, forks ${forks}, pipelining, open connections`,
    warm: async () => void (await measured(program, ["-i", join(folder, "inventory.json"), resolve("bench/ansible/warm.yml")], { env, masters })),
    run: () => measured(program, words, { env, masters }),
    practise: async () => {}, // each of its runs is a process of its own
    close: async () => {
      for (const pid of masters()) process.kill(pid); // they would go by themselves a minute later
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Surroundings = Readonly<{ env: Record<string, string>; masters(): readonly number[] }>;

/** The shell adds up what its children used, and theirs; the masters of persistent connections are nobody's children and are asked themselves. */
async function measured(program: string, words: readonly string[], { env, masters }: Surroundings): Promise<Spent> {
  const before = new Map(masters().map((pid) => [pid, cpuSecondsOf(pid)]));
  const began = performance.now();
  const child = spawn("/bin/sh", ["-c", '"$@" >&2; code=$?; times; exit $code', "sh", program, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  const peak = watchPeak(
    () => [...new Set([...withDescendants(child.pid ?? 0), ...masters()])].reduce((sum, pid) => sum + residentBytesOf(pid), 0),
    500,
  );
  let times = "";
  let said = "";
  child.stdout.on("data", (chunk) => {
    times += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said = (said + chunk).slice(-6000);
  });
  const code = await new Promise<number | null>((settle, reject) => child.on("error", reject).on("close", settle));
  const wallSeconds = (performance.now() - began) / 1000;
  const peakMb = peak.stop() / 1e6;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
  const mastersSeconds = masters().reduce((sum, pid) => sum + cpuSecondsOf(pid) - (before.get(pid) ?? 0), 0);
  return { wallSeconds, cpuSeconds: childrenSeconds(times) + mastersSeconds, peakMb, more: { mastersSeconds } };
}

/** The second line of the shell's `times`: user and system time of its children, such as `1m2.50s 0m0.30s`. */
function childrenSeconds(times: string): number {
  const found = [...(times.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
  if (found.length !== 2) throw new Error(`the shell's times were not understood: ${times}`);
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

const hostName = (address: string, port: number) => (port === 22 ? address : `[${address}]:${port}`);

function inventory(targets: RaceParts["targets"], folder: string): string {
  const hosts = Object.fromEntries(targets.map(({ name, address, port }) => [name, { ansible_host: address, ansible_port: port }]));
  const vars = {
    ansible_user: "root",
    ansible_ssh_private_key_file: join(folder, "key"),
    ansible_ssh_common_args: `-o UserKnownHostsFile=${join(folder, "known_hosts")} -o StrictHostKeyChecking=yes`,
    ansible_python_interpreter: "/usr/bin/python3",
  };
  return JSON.stringify({ all: { hosts, vars } });
}

async function configuration(folder: string, controls: string, forks: number): Promise<string> {
  const text = await readFile("bench/ansible/ansible.cfg", "utf8");
  return text.replaceAll("@forks@", `${forks}`).replaceAll("@folder@", folder).replaceAll("@controls@", controls);
}
