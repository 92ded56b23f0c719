import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import type { Endpoint } from "../../local/lab/door/front-door.js";

/** A line to a machine that counts what goes through it. */
export type CountedLine = Readonly<{ place: Endpoint /** In both directions, so far. */; bytes(): number; connections(): number; close(): void }>;

/** Opens one on loopback. */
export async function countedLine(target: () => Endpoint): Promise<CountedLine> {
  let [bytes, connections] = [0, 0];
  const server = createServer((near) => {
    connections += 1;
    const { address, port } = target();
    const far = connect({ host: address, port, noDelay: true });
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
    };
    near
      .on("data", count)
      .on("error", () => far.destroy())
      .pipe(far);
    far
      .on("data", count)
      .on("error", () => near.destroy())
      .pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { place: { address: "127.0.0.1", port }, bytes: () => bytes, connections: () => connections, close: () => void server.close() };
}
