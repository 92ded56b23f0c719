import { fillFleet } from "../demo/fleet-of-the-demo.js";
import { demoMachines } from "../demo/machines.js";
import { startWorld } from "../world.js";
import { calmLog } from "./calm-log.js";
import { checkPort } from "./check-port.js";
import type { Ending } from "./ending.js";
import { ownCertificate } from "./own-certificate.js";
import { whatToTry } from "./what-to-try.js";

const PORT = 7071;
/** Pauses fit for machines that answer at once. */
const SETTINGS = { FLEET_POLL_SECONDS: "1", FLEET_RETRY_SECONDS: "2" };
/** Behind, far behind, up to date, with a stale lock, with another host key. */
const MACHINES = ["web-01", "db-02", "sap-01", "mail-01", "file-01"];

export type StartRequest = Readonly<{
  appDir: string;
  port: number | null;
  https: boolean;
  say(line: string): void;
  /** Told how to end what runs, as soon as something does. */
  opened(ending: Ending): void;
}>;

/** Storage in memory, the service, and a lab whose machines are in the fleet already. Gives what to tell the person. */
export async function startWithLab({ appDir, port, https, say, opened }: StartRequest): Promise<string> {
  await checkPort(port ?? PORT);
  say("Starting storage, the service and a lab of machines …");
  const log = calmLog();
  const files = https ? await ownCertificate(`${appDir}/.fleet`) : null;
  const world = await startWorld({
    appDir,
    lab: { simulated: true },
    port: port ?? PORT,
    settings: SETTINGS,
    log: log.sink,
    ...(files && { https: files }),
  });
  const { client, lab, storage, key, close } = world;
  opened({ close, closeAtOnce: async () => void (await Promise.allSettled([lab.close(), storage.close()])) });
  const machines = demoMachines({ windows: false }).filter(({ spec }) => MACHINES.includes(spec.name));
  say(`Serving ${client.url}. Bringing ${machines.length} machines of the lab into the fleet …\n`);
  const items = await fillFleet({ client, lab, tree: null }, machines);
  log.speak();
  return whatToTry({ url: client.url, key, items, lab, certFile: files?.certFile ?? null });
}
