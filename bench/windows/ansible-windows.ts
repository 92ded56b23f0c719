import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { WindowsInstaller } from "../../local/lab/windows/installer/windows-installer.js";
import type { WindowsMachine } from "../../local/lab/windows/machine/windows-machine.js";
import { findAnsible } from "../race/ansible-side.js";
import { measured } from "../race/measured-program.js";
import type { Spent } from "../race/side.js";

export type Connection = "ssh" | "winrm";
type Race = Readonly<{ machines: readonly WindowsMachine[]; connection: Connection; forks: number; installer: WindowsInstaller; version: string }>;

/**
 * Ansible's plain commands (`raw`) over OpenSSH, or over WinRM by HTTPS with Basic: fetch the installer from a web server, unpack, run, read the
 * version. Errors: Error with what Ansible said last.
 */
export async function ansibleUpdates({ machines, connection, forks, installer, version }: Race): Promise<Spent> {
  const folder = await mkdtemp(join(tmpdir(), "fleet-bench-"));
  const server = createServer((_, answer) => void createReadStream(installer.path).pipe(answer)).listen(0, "127.0.0.1");
  try {
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // it listens on TCP
    await writeFile(join(folder, "inventory.json"), JSON.stringify(inventory(machines, connection)), { mode: 0o600 });
    const variables = { version, ...commands(`http://127.0.0.1:${port}/`, `C:\\bench\\${version}`) };
    const words = [
      "-f",
      `${forks}`,
      "-i",
      join(folder, "inventory.json"),
      "-e",
      JSON.stringify(variables),
      resolve("bench/ansible/update-windows.yml"),
    ];
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: folder, LC_ALL: "C.UTF-8", ANSIBLE_HOST_KEY_CHECKING: "False" };
    return await measured(findAnsible() ?? "ansible-playbook", words, { env, masters: `${folder}/` });
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One line of PowerShell each; over SSH cmd is in between, which is why they are encoded. */
function commands(url: string, folder: string) {
  const encoded = (script: string) =>
    `powershell.exe -NoProfile -NonInteractive -EncodedCommand ${Buffer.from(`$ProgressPreference='SilentlyContinue'\n${script}`, "utf16le").toString("base64")}`;
  return {
    fetch: encoded(`New-Item -ItemType Directory -Force ${folder} | Out-Null; Invoke-WebRequest -Uri ${url} -OutFile ${folder}\\installer.exe`),
    install: encoded(`
$u = Start-Process ${folder}\\installer.exe '/q /x:${folder}\\Extracted' -Wait -PassThru
if ($u.ExitCode) { exit $u.ExitCode }
$p = Start-Process ${folder}\\Extracted\\UnifiedAgent.exe '/Platform VmWare /Silent' -Wait -PassThru
if ($p.ExitCode -eq 3010) { exit 0 }
exit $p.ExitCode`),
    look: encoded(
      `(Get-ItemProperty 'HKLM:\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{275197FC-14FD-4560-A5EB-38217F80CBD1}').DisplayVersion`,
    ),
  };
}

function inventory(machines: readonly WindowsMachine[], connection: Connection): unknown {
  const hosts = Object.fromEntries(machines.map((machine) => [machine.name, connection === "ssh" ? overSsh(machine) : overWinrm(machine)]));
  return { all: { hosts } };
}

const overSsh = ({ place, account }: WindowsMachine) => ({
  ...{ ansible_connection: "ssh", ansible_host: place().address, ansible_port: place().port, ansible_shell_type: "cmd" },
  ...{ ansible_user: account.name, ansible_password: account.password },
  ansible_ssh_common_args: "-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no",
});

const overWinrm = ({ winrm, account }: WindowsMachine) => ({
  ...{ ansible_connection: "winrm", ansible_host: winrm()?.address, ansible_port: winrm()?.httpsPort, ansible_shell_type: "powershell" },
  ...{ ansible_user: account.name, ansible_password: account.password },
  ...{ ansible_winrm_transport: "basic", ansible_winrm_scheme: "https", ansible_winrm_server_cert_validation: "ignore" },
});
