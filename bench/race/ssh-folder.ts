import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pidsWith } from "../measure/process-usage.js";
import type { RaceParts } from "./product-side.js";

/** What a program needs that calls OpenSSH: a home folder with the key, the pinned host keys, and a folder for its persistent connections. */
export type SshFolder = AsyncDisposable & Readonly<{ path: string; key: string; knownHosts: string; controls: string; env: Record<string, string> }>;

export async function sshFolder({ targets, privateKey }: Pick<RaceParts, "targets" | "privateKey">): Promise<SshFolder> {
  const path = await mkdtemp(join(tmpdir(), "fleet-bench-"));
  const [key, knownHosts] = [join(path, "key"), join(path, "known_hosts")];
  await writeFile(key, privateKey, { mode: 0o600 });
  await writeFile(knownHosts, targets.map(({ address, port, hostPublicKey }) => `${hostName(address, port)} ${hostPublicKey}\n`).join(""));
  const controls = await mkdtemp(join(path, "cp-"));
  await chmod(controls, 0o700);
  return {
    ...{ path, key, knownHosts, controls },
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: path, LC_ALL: "C.UTF-8" },
    [Symbol.asyncDispose]: async () => {
      for (const pid of pidsWith(`${controls}/`)) process.kill(pid); // they would go by themselves a minute later
      await rm(path, { recursive: true, force: true });
    },
  };
}

const hostName = (address: string, port: number) => (port === 22 ? address : `[${address}]:${port}`);
