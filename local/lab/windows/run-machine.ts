import { once } from "node:events";
import { parseArgs } from "node:util";
import { startLab } from "../lab.js";
import type { MakingWindows } from "./make-windows.js";

/** Starts one Windows machine, says how it is reached, and ends it with Ctrl-C; gives the exit code. */
export async function runMachine({ say }: Pick<MakingWindows, "say">, words: readonly string[]): Promise<number> {
  const options = { shell: { type: "string", default: "cmd" }, name: { type: "string", default: "win-01" } } as const;
  const { values } = parseArgs({ args: [...words], options });
  if (values.shell !== "cmd" && values.shell !== "powershell") throw new Error(`--shell is cmd or powershell, got "${values.shell}"`);
  const lab = await startLab();
  try {
    const machine = await lab.windows({ name: values.name, defaultShell: values.shell, winrm: true });
    const { address, port } = machine.place();
    say(`${machine.name}: SSH at ${address} port ${port}, user ${machine.account.name}, password ${machine.account.password ?? ""}`);
    const winrm = machine.winrm();
    if (winrm)
      say(`WinRM at ${winrm.address} ports ${winrm.httpsPort} (HTTPS, certificate ${winrm.certificateSha256}) and ${winrm.httpPort} (HTTP, sealed)`);
    say(`Its host key is SHA256:${machine.hostKey().sha256}; Ctrl-C ends it.`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  } finally {
    await lab.close();
  }
  return 0;
}
