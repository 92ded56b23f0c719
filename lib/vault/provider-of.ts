import { z } from "zod";
import type { ServicesProvider } from "../fleet/fabrics/fabric.js";
import { segment } from "./fabric-of.js";
import { known, text, time, version } from "./wire.js";

/** The services provider of a fabric, and the fabric's name in the vault. */
export const Provider = z
  .object({
    id: z.string(),
    name: z.string().min(1),
    properties: z.object({ friendlyName: text, connectionStatus: text, lastHeartBeat: time, providerVersion: version, serverVersion: version }),
  })
  .transform(({ id, name, properties: { friendlyName, connectionStatus, lastHeartBeat, ...versions } }) => ({
    fabric: segment(id, "replicationFabrics"),
    ...known<ServicesProvider>({
      name,
      friendlyName: friendlyName ?? name,
      connected: connectionStatus === undefined ? undefined : connectionStatus.toLowerCase() === "connected",
      lastHeartbeat: lastHeartBeat,
      ...versions,
    }),
  }));
