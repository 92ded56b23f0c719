import { randomBytes } from "node:crypto";
import type { Intervals } from "../../../local/host/intervals.js";
import { type HostProcess, startHostProcess } from "../../../local/host/process/host-process.js";
import { QUICK } from "../fleet.js";

type Wish = Readonly<{ hostId: string; connectionString: string; intervals: Partial<Intervals>; rescueAfterSeconds: number }>;

/** Starts hosts of one service, each a process of its own that a test may kill, on a port that is free or this one. */
export function hostStarter({ hostId, connectionString, intervals, rescueAfterSeconds }: Wish): (port?: number) => Promise<HostProcess> {
  const settings = {
    ...QUICK,
    AzureWebJobsStorage: connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: randomBytes(32).toString("base64"),
    FLEET_RESCUE_AFTER_SECONDS: String(rescueAfterSeconds),
  };
  return (port = 0) => startHostProcess({ program: "dist/local/host.mjs", appDir: ".", port, hostId, intervals, settings });
}
