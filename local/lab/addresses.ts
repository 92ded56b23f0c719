import { once } from "node:events";
import { createServer } from "node:net";
import { FleetError } from "../../lib/core/errors.js";
import type { Place } from "./front-door.js";

const GUARD_PORT = 7022;

/** Claims a range 127.N.0.0/16 that no other lab of this machine uses; a listening socket holds the claim, so that it ends with the process. */
export async function claimAddresses(): Promise<Readonly<{ next(): Place; release(): Promise<void> }>> {
  for (let range = 10; range < 250; range++) {
    const guard = createServer().unref();
    guard.listen(GUARD_PORT, `127.${range}.255.254`);
    const refusal = await once(guard, "listening").then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    if (refusal?.code === "EADDRINUSE") continue;
    if (refusal?.code === "EADDRNOTAVAIL") return { next: () => ({ address: "127.0.0.1", port: 0 }), release: async () => {} };
    if (refusal) throw refusal;
    let count = 0;
    return {
      next: () => ({ address: `127.${range}.${Math.floor(count / 250)}.${(count++ % 250) + 1}`, port: 22 }),
      release: async () => {
        guard.close();
        await once(guard, "close");
      },
    };
  }
  throw new FleetError("Conflict", "All address ranges from 127.10 to 127.249 are used by other labs; stop one of them");
}
