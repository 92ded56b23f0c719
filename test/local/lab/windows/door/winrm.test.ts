import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, startLab } from "../../../../../local/lab/lab.js";
import type { WindowsMachine } from "../../../../../local/lab/windows/machine/windows-machine.js";
import { inLayers } from "../../../../../local/lab/windows/tree/in-layers.js";
import { LAB_DIR } from "../../here.js";
import { lacksWindows, TREE } from "../here.js";
import askWinrm from "./ask-winrm.py";

/** NTLM's digest is an old one, which OpenSSL keeps in a provider of its own. */
const LEGACY = "openssl_conf=a\n[a]\nproviders=b\n[b]\ndefault=c\nlegacy=c\n[c]\nactivate=1\n";

describe.skipIf(!TREE)(`WinRM of a Windows machine of the lab${lacksWindows}`, { timeout: 300_000 }, () => {
  let lab: Lab;
  let machine: WindowsMachine;
  let upper: string;

  beforeAll(async () => {
    lab = await startLab({ dir: LAB_DIR });
    machine = await lab.windows({ name: "win-winrm", winrm: true, ssh: false, winrmLimits: { maxShellsPerUser: 2 } });
    upper = join(await mkdtemp(join(tmpdir(), "windows-winrm-")), "upper");
    await mkdir(join(upper, "ask"), { recursive: true });
    await writeFile(join(upper, "ask/ask.py"), askWinrm);
    await writeFile(join(upper, "ask/openssl.cnf"), LEGACY);
    await writeFile(join(upper, "ask/small.txt"), "carried by winrmcp\r\n");
  }, 300_000);
  afterAll(async () => {
    await lab?.close();
    await rm(join(upper, ".."), { recursive: true, force: true });
  });

  /** Runs a client of Debian's packages. */
  const ask = async (script: string) => inLayers(TREE?.tools ?? [], upper, `cd /ask; ${script}`);
  const at = () => machine.winrm() ?? { address: "", httpsPort: 0, httpPort: 0, certificateSha256: "" };

  it("answers pywinrm by Basic and NTLM, over HTTPS and sealed over HTTP, with both streams and the whole exit code; refuses others; ends what a deleted shell ran", async () => {
    const lines = (await ask(`OPENSSL_CONF=/ask/openssl.cnf python3 ask.py ${at().address} Administrator lab`)).trim().split("\n");
    const answer = { out: "out\r\n", err: "err\r\n", code: 3010 };
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { transport: "basic", url: "https://x:5986/wsman", ...answer },
      { transport: "ntlm", url: "https://x:5986/wsman", ...answer },
      { transport: "ntlm", url: "http://x:5985/wsman", ...answer },
      ...[{ refused: true }, { refused: true }, { refused: true }],
      { shells: 2, quota: true },
      { ended: true },
    ]);
  });

  it("takes a file from winrmcp", async () => {
    await ask(`winrmcp -addr=${at().address}:5986 -https -insecure -user=Administrator -pass=lab small.txt 'C:\\Temp\\small.txt'`);
    expect(await machine.readFile(String.raw`C:\Temp\small.txt`)).toBe("carried by winrmcp\r\n");
  });

  it("has the certificate that the lab tells, and another one when that was ordered", async () => {
    const before = at().certificateSha256;
    expect(await presented(at())).toBe(before);
    await machine.changeCertificate();
    expect(await presented(at())).toBe(at().certificateSha256);
    expect(at().certificateSha256).not.toBe(before);
  });
});

/** The SHA-256 of the certificate that a server presents. */
const presented = ({ address, httpsPort }: Readonly<{ address: string; httpsPort: number }>) =>
  new Promise<string>((resolve, reject) => {
    const asked = request({ host: address, port: httpsPort, path: "/wsman", method: "POST", rejectUnauthorized: false, agent: false }, (answer) => {
      const socket = answer.socket as TLSSocket; // that of an HTTPS request
      resolve(socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase());
      answer.resume();
    });
    asked.once("error", reject).end();
  });
