import { X509Certificate } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../../../../lib/core/errors.js";
import { certificate } from "../../../host/http/certificate.js";
import type { LabAccount } from "../../machine/spec.js";
import winrmProgram from "./winrm.py";
import operations from "./winrm_operations.py";
import shells from "./winrm_shells.py";
import soap from "./winrm_soap.py";

/** Where WinRM answers, and the SHA-256 of its certificate in hex without colons. */
export type WinrmPlace = Readonly<{ address: string; httpsPort: number; httpPort: number; certificateSha256: string }>;

export type WinrmOptions = Readonly<{ root: string; address: string; hostName: string; account: LabAccount; limits?: WinrmLimits }>;

/** As Windows Server 2012 R2 and later have them. */
export type WinrmLimits = Readonly<{ maxEnvelopeBytes?: number; maxShellsPerUser?: number }>;

const PROGRAMS = { "winrm.py": winrmProgram, "winrm_operations.py": operations, "winrm_shells.py": shells, "winrm_soap.py": soap };
const [HTTPS_PORT, HTTP_PORT] = [5986, 5985];
const ANSWERS_MS = 60_000;

/** Puts the stand-in, its settings and a new certificate on a machine's disk; the machine's first process starts it. */
export async function prepareWinrm({ root, address, hostName, account, limits = {} }: WinrmOptions): Promise<WinrmPlace> {
  const folder = join(root, "etc/lab");
  await mkdir(folder, { recursive: true });
  const { cert, key } = await certificate("self-signed");
  const { maxEnvelopeBytes = 512_000, maxShellsPerUser = 30 } = limits;
  const settings = {
    ...{ address, httpsPort: HTTPS_PORT, httpPort: HTTP_PORT, hostName: hostName.toUpperCase(), domain: hostName.toUpperCase() },
    ...{ user: account.name, password: account.password ?? "", maxEnvelopeBytes, maxShellsPerUser },
  };
  await writeFile(join(folder, "winrm.json"), JSON.stringify(settings), { mode: 0o600 });
  await writeFile(join(folder, "winrm-certificate.pem"), cert);
  await writeFile(join(folder, "winrm-key.pem"), key, { mode: 0o600 });
  for (const [name, text] of Object.entries(PROGRAMS)) await writeFile(join(folder, name), text);
  const sha256 = new X509Certificate(cert).fingerprint256.replaceAll(":", "").toLowerCase();
  return { address, httpsPort: HTTPS_PORT, httpPort: HTTP_PORT, certificateSha256: sha256 };
}

/** Resolves when both ports take connections. Errors: MachineUnreachable. */
export async function winrmAnswers({ address, httpsPort, httpPort }: WinrmPlace): Promise<void> {
  for (const port of [httpsPort, httpPort]) {
    for (const deadline = Date.now() + ANSWERS_MS; !(await takesConnections(address, port)); await sleep(20)) {
      if (Date.now() > deadline) throw new FleetError("MachineUnreachable", `WinRM of a lab machine does not answer at ${address}:${port}`);
    }
  }
}

const takesConnections = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ host, port, timeout: 2000 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    for (const event of ["error", "timeout"]) socket.once(event, () => settle(false));
  });
