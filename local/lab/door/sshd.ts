import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../../../lib/core/errors.js";
import { DEFAULT_ACCOUNT } from "../machine/spec.js";
import { runLocal } from "../run-local.js";
import type { DoorOptions, Endpoint, FrontDoor } from "./front-door.js";
import { newHostKey } from "./host-key.js";

/** A real OpenSSH server as the machine's first process. `program`: its path. */
export function sshdDoor(program: string): FrontDoor {
  return {
    kind: "sshd",
    init: [program, "-D", "-E", "/var/log/sshd.log"],
    prepare,
    open: async ({ place }) => {
      await answers(place);
      return { place, close: async () => {} };
    },
  };
}

/** Whether this sshd takes the settings that a machine would have; versions differ in the old algorithms that they still know. */
export async function sshdStarts(program: string, { legacySsh }: Readonly<{ legacySsh: boolean }>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lab-sshd-"));
  try {
    await writeFile(join(folder, "key"), newHostKey({ legacy: legacySsh }).privateKey, { mode: 0o600 });
    const told = settings({ place: { address: "127.0.0.1", port: 22 }, account: DEFAULT_ACCOUNT, userId: 0, legacySsh });
    await writeFile(join(folder, "sshd_config"), told.replace("/etc/ssh/ssh_host_key", join(folder, "key")));
    await mkdir("/run/sshd", { recursive: true, mode: 0o755 }).catch(() => {}); // a lab machine has its own
    const { exitCode } = await runLocal([program, "-t", "-f", join(folder, "sshd_config")]).catch(() => ({ exitCode: null }));
    return exitCode === 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function prepare(options: DoorOptions): Promise<void> {
  const ssh = join(options.folder, "disk/root/etc/ssh");
  await mkdir(ssh, { recursive: true });
  await writeFile(join(ssh, "ssh_host_key"), options.hostKey.privateKey, { mode: 0o600 });
  await writeFile(join(ssh, "sshd_config"), settings(options));
}

function settings({ place, account, userId, legacySsh }: Pick<DoorOptions, "place" | "account" | "userId" | "legacySsh">): string {
  const lines = [
    `Port ${place.port}`,
    `ListenAddress ${place.address}`,
    "HostKey /etc/ssh/ssh_host_key",
    "AuthorizedKeysFile /etc/ssh/authorized_keys/%u",
    `PermitRootLogin ${userId === 0 ? "yes" : "no"}`,
    `PasswordAuthentication ${account.password === undefined ? "no" : "yes"}`,
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "UseDNS no",
    "PrintMotd no",
    "LoginGraceTime 600", // hundreds of machines may share two cores
    "MaxStartups 100:30:200",
    "Subsystem sftp internal-sftp",
  ];
  return `${[...lines, ...(legacySsh ? LEGACY : [])].join("\n")}\n`;
}

/** What OpenSSH 5.3 offers, as far as a present sshd still can. */
const LEGACY = [
  "KexAlgorithms diffie-hellman-group-exchange-sha256,diffie-hellman-group-exchange-sha1,diffie-hellman-group14-sha1,diffie-hellman-group1-sha1",
  "HostKeyAlgorithms ssh-rsa",
  // OpenSSH 5.3 knows only ssh-rsa, and announces nothing; this one always announces SHA-2 signatures, so it must take what it announced.
  "PubkeyAcceptedAlgorithms ssh-rsa,rsa-sha2-256,rsa-sha2-512",
  "Ciphers aes128-ctr,aes192-ctr,aes256-ctr,aes128-cbc,3des-cbc",
  "MACs hmac-md5,hmac-sha1",
];

async function answers(place: Endpoint): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await greets(place)); await sleep(10)) {
    if (Date.now() > deadline) throw new FleetError("MachineUnreachable", `sshd of a lab machine does not answer at ${place.address}:${place.port}`);
  }
}

const greets = ({ address, port }: Endpoint) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: address, port, timeout: 2000 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => settle(data.toString("latin1").startsWith("SSH-")));
    for (const event of ["error", "timeout", "end"]) socket.once(event, () => settle(false));
  });
