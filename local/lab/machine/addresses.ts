import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { FleetError } from "../../../lib/core/errors.js";
import type { Endpoint } from "../door/front-door.js";

const GUARD_PORT = 7022;

/** Gives each machine a place of its own; `release` ends the claim. */
export type Addresses = Readonly<{ next(): Promise<Endpoint>; release(): Promise<void> }>;

/** Claims a range 127.N.0.0/16 that no other lab of this machine uses; a listening socket holds the claim, so that it ends with the process. */
export async function claimAddresses(): Promise<Addresses> {
  for (let range = 10; range < 250; range++) {
    const guard = createServer().unref();
    guard.listen(GUARD_PORT, `127.${range}.255.254`);
    const refusal = await once(guard, "listening").then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    if (refusal?.code === "EADDRINUSE") continue;
    if (refusal?.code === "EADDRNOTAVAIL") return ONE_ADDRESS;
    if (refusal) throw refusal;
    let count = 0;
    return {
      next: async () => ({ address: `127.${range}.${Math.floor(count / 250)}.${(count++ % 250) + 1}`, port: 22 }),
      release: async () => {
        guard.close();
        await once(guard, "close");
      },
    };
  }
  throw new FleetError("Conflict", "All address ranges from 127.10 to 127.249 are used by other labs; stop one of them");
}

/** Where 127.0.0.1 is all there is, machines differ by their ports. */
const ONE_ADDRESS: Addresses = { next: async () => ({ address: "127.0.0.1", port: await freePort() }), release: async () => {} };

const given = new Set<number>();

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  server.close();
  await once(server, "close");
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}
