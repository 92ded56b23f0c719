import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { installArguments } from "../../lib/agents/linux/commands.js";
import { toShell } from "../../lib/remote/posix/quote.js";
import { NEW_VERSION } from "../lab/target.js";
import { measured } from "./measured-program.js";
import type { RaceParts } from "./product-side.js";
import type { Side } from "./side.js";
import { type SshFolder, sshFolder } from "./ssh-folder.js";

const FOLDERS = ["/usr/bin", "/usr/local/bin"];
const MITOGEN = "/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy";

/** Where the distribution's ansible-playbook is; undefined when it is not installed. */
export const findAnsible = (): string | undefined => FOLDERS.map((folder) => `${folder}/ansible-playbook`).find((path) => existsSync(path));

/** Why Ansible cannot be raced here; undefined when it can. */
export const lacksAnsible = (): string | undefined =>
  !findAnsible() ? "ansible-playbook is not installed (apt-get install ansible-core)" : lacksPython();

/** The same of Ansible with Mitogen. */
export const lacksMitogen = (): string | undefined =>
  lacksAnsible() ?? (existsSync(MITOGEN) ? undefined : "Mitogen is not installed (apt-get install ansible-mitogen)");

const lacksPython = () => (existsSync("/usr/bin/python3") ? undefined : "python3 is not installed");

/** Ansible with facts, copy, run and verify: pipelining, persistent connections that are open already, pinned host keys. */
export const ansibleSide = (parts: RaceParts): Promise<Side> => playbookSide("ansible", "", parts);

/** The same playbook by Mitogen's strategy, which keeps one Python on each machine. */
export const mitogenSide = (parts: RaceParts): Promise<Side> =>
  playbookSide("mitogen", `strategy_plugins = ${MITOGEN}\nstrategy = mitogen_linear`, parts);

async function playbookSide(name: string, strategy: string, { targets, privateKey, installer, forks }: RaceParts): Promise<Side> {
  const program = findAnsible() ?? "ansible-playbook";
  const folder = await sshFolder({ targets, privateKey });
  const hosts = join(folder.path, "inventory.json");
  await writeFile(hosts, inventory(targets, folder));
  await writeFile(join(folder.path, "ansible.cfg"), await configuration(folder, forks, strategy));
  const variables = {
    installer: installer.path,
    version: NEW_VERSION,
    arguments: toShell([...installArguments({ generation: "Classic", installed: true })]),
  };
  const surroundings = { env: { ...folder.env, ANSIBLE_CONFIG: join(folder.path, "ansible.cfg") }, masters: `${folder.controls}/` };
  const play = (book: string, ...words: string[]) => measured(program, ["-i", hosts, ...words, resolve("bench/ansible", book)], surroundings);
  const { stdout } = await promisify(execFile)(program, ["--version"], { env: surroundings.env });
  return {
    ...{ name, targets },
    about: `${stdout.split("\n")[0]}${strategy && " with Mitogen"}, forks ${forks}, pipelining, open connections`,
    warm: async () => void (await play("warm.yml")),
    run: () => play("update.yml", "-e", JSON.stringify(variables)),
    practise: async () => {}, // each of its runs is a process of its own
    close: async () => folder[Symbol.asyncDispose](),
  };
}

function inventory(targets: RaceParts["targets"], { key, knownHosts }: SshFolder): string {
  const hosts = Object.fromEntries(targets.map(({ name, address, port }) => [name, { ansible_host: address, ansible_port: port }]));
  const vars = {
    ansible_user: "root",
    ansible_ssh_private_key_file: key,
    ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHosts} -o StrictHostKeyChecking=yes`,
    ansible_python_interpreter: "/usr/bin/python3",
  };
  return JSON.stringify({ all: { hosts, vars } });
}

async function configuration({ path, controls }: SshFolder, forks: number, strategy: string): Promise<string> {
  const text = await readFile("bench/ansible/ansible.cfg", "utf8");
  const filled = { forks: `${forks}`, folder: path, controls, strategy };
  return Object.entries(filled).reduce((written, [word, value]) => written.replaceAll(`@${word}@`, value), text);
}
