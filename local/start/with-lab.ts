import { FleetError } from "../../lib/core/errors.js";
import { fillFleet } from "../demo/fleet-of-the-demo.js";
import { demoMachines } from "../demo/machines.js";
import { pausesFor } from "../demo/pauses.js";
import { windowsTree } from "../lab/windows/tree/windows-tree.js";
import { startWorld } from "../world.js";
import { calmLog } from "./calm-log.js";
import { checkPort } from "./check-port.js";
import type { Ending } from "./ending.js";
import { ownCertificate } from "./own-certificate.js";
import { whatToTry } from "./what-to-try.js";

const PORT = 7071;
/** Behind, far behind, up to date, with a stale lock, with another host key. */
const MACHINES = ["web-01", "db-02", "sap-01", "mail-01", "file-01"];
/** One by SSH, one by WinRM. */
const WITH_WINDOWS = [...MACHINES, "win-01", "win-02"];

export type StartRequest = Readonly<{
  appDir: string;
  port: number | null;
  https: boolean;
  /** Two more machines, with Windows. */
  windows: boolean;
  say(line: string): void;
  /** Told how to end what runs, as soon as something does. */
  opened(ending: Ending): void;
}>;

/** Storage in memory, the service, and a lab whose machines are in the fleet already. Gives what to tell the person. Errors: InvalidSettings, also where no machine can have Windows. */
export async function startWithLab({ appDir, port, https, windows, say, opened }: StartRequest): Promise<string> {
  await checkPort(port ?? PORT);
  const tree = windows ? await windowsTree(process.env) : null;
  if (typeof tree === "string") throw new FleetError("InvalidSettings", tree);
  say("Starting storage, the service and a lab of machines …");
  const log = calmLog();
  const files = https ? await ownCertificate(`${appDir}/.fleet`) : null;
  const world = await startWorld({
    appDir,
    lab: { simulated: true },
    port: port ?? PORT,
    settings: pausesFor({ windows }),
    log: log.sink,
    ...(files && { https: files }),
  });
  const { client, lab, storage, key, close } = world;
  opened({ close, closeAtOnce: async () => void (await Promise.allSettled([lab.close(), storage.close()])) });
  const machines = demoMachines({ windows }).filter(({ spec }) => (windows ? WITH_WINDOWS : MACHINES).includes(spec.name));
  say(`Serving ${client.url}. Bringing ${machines.length} machines of the lab into the fleet …\n`);
  const items = await fillFleet({ client, lab, tree }, machines);
  log.speak();
  return whatToTry({ url: client.url, key, items, lab, certFile: files?.certFile ?? null });
}
