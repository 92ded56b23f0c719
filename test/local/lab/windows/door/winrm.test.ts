import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../../../../lib/core/secret.js";
import { createConnect } from "../../../../../lib/remote/connect.js";
import type { MachineTarget, RemoteMachine } from "../../../../../lib/remote/machine.js";
import { type Lab, startLab } from "../../../../../local/lab/lab.js";
import type { WindowsMachine } from "../../../../../local/lab/windows/machine/windows-machine.js";
import { inLayers } from "../../../../../local/lab/windows/tree/in-layers.js";
import { remoteMachineContract } from "../../../../remote/machine.contract.js";
import { POWERSHELL } from "../../../../remote/windows/dialect.js";
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

  const target = (transport: "WinRmHttps" | "WinRmHttp"): MachineTarget => {
    const { address, httpsPort, httpPort, certificateSha256 } = at();
    const pin = { hostKeyType: "x509", hostKeySha256: Buffer.from(certificateSha256, "hex").toString("base64").replace(/=$/, "") };
    return {
      ...{ address, transport, port: transport === "WinRmHttps" ? httpsPort : httpPort, userName: "Administrator", password: new Secret("lab") },
      ...{ speaks: "powershell", legacySsh: false, acceptUnknownHostKey: false, connectTimeoutMs: 10_000, ...(transport === "WinRmHttps" && pin) },
    };
  };
  let folders = 0;
  const open: RemoteMachine[] = [];
  remoteMachineContract("Windows over WinRM", POWERSHELL, async () => {
    const folder = `C:\\ProgramData\\Fleet${++folders}`;
    await machine.writeFile(`${folder}-gates\\made.txt`, "");
    const connect = createConnect({ baseDir: "/none", windowsDir: folder });
    const again = async () => {
      const opened = await connect(target("WinRmHttps"));
      open.push(opened);
      return opened;
    };
    return {
      machine: await again(),
      again,
      gate: `${folder}-gates\\gate`,
      [Symbol.asyncDispose]: async () => void (await Promise.all(open.splice(0).map((one) => one.close()))),
    };
  });

  it("lets the service in by NTLM, sealed over HTTP and bound to the certificate over HTTPS, and refuses a wrong password", async () => {
    const connect = createConnect({ baseDir: "/none" });
    for (const transport of ["WinRmHttps", "WinRmHttp"] as const) {
      const remote = await connect(target(transport));
      expect((await remote.script("'é漢'; [Environment]::MachineName; Exit-Script 3010")).stdout).toBe("é漢\nWIN-WINRM\n");
      await remote.close();
      await expect(connect({ ...target(transport), password: new Secret("wrong") })).rejects.toMatchObject({ code: "LoginRefused" });
    }
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
