import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import type { Endpoint } from "./front-door.js";

/** A way to a machine that can be disturbed. */
export type LabNetwork = Readonly<{
  place: Endpoint;
  /** Nothing passes any more, in either direction, and nothing ends: as when a cable is pulled. */
  freeze(): void;
  thaw(): void;
  /** Ends every open connection now. */
  drop(): void;
  /** Ends each connection that is made from now on once so many bytes came from the client; null: never. */
  dropAfterBytes(bytes: number | null): void;
  /** Lets so many bytes a second through from clients, all connections together; null: as many as come. */
  limitTo(bytesPerSecond: number | null): void;
  /** What clients have sent so far, over all connections. */
  sentBytes(): number;
  /** How many were made so far. */
  connections(): number;
  close(): Promise<void>;
}>;

/** So long a machine that is short of processor time has to read what passed before the end. */
const ARRIVAL_MS = 1500;

/** Stands between a client and a machine, whichever server the machine has. */
export async function disturbedNetwork(target: () => Endpoint): Promise<LabNetwork> {
  const sockets = new Set<Socket>();
  const ending = new WeakSet<Socket>();
  let frozen = false;
  let limit: number | null = null;
  let sentBytes = 0;
  let connections = 0;
  let rate: number | null = null;
  let freeAt = 0; // when the line has carried what it took so far
  /** Reads no more from a client until the line could have carried what it sent. */
  const slowDown = (client: Socket, length: number) => {
    freeAt = Math.max(freeAt, performance.now()) + (length / (rate ?? Number.POSITIVE_INFINITY)) * 1000;
    client.pause();
    setTimeout(() => !frozen && !ending.has(client) && client.resume(), freeAt - performance.now());
  };
  /** Lets nothing more through, and ends both a moment later: what passed is not lost in a machine that is slow to read it. */
  const endSoon = (client: Socket, machine: Socket) => {
    ending.add(client);
    client.unpipe(machine).pause();
    setTimeout(() => {
      for (const socket of [client, machine]) socket.destroy();
    }, ARRIVAL_MS);
  };
  const server = createServer((client) => {
    const { address, port } = target();
    const machine = createConnection(port, address);
    const budget = limit;
    connections += 1;
    for (const [from, to] of [[client, machine] as const, [machine, client] as const]) {
      sockets.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      from
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(from);
          to.destroy();
        });
      if (frozen) from.pause();
    }
    client.on("data", ({ length }) => {
      sentBytes += length;
      if (rate !== null) slowDown(client, length);
      if (budget !== null && client.bytesRead >= budget && !ending.has(client)) endSoon(client, machine);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const each = (action: "pause" | "resume") => {
    frozen = action === "pause";
    for (const socket of sockets) socket[action]();
  };
  return {
    place: { address: "127.0.0.1", port: (server.address() as AddressInfo).port }, // a TCP server has an address object
    freeze: () => each("pause"),
    thaw: () => each("resume"),
    drop,
    dropAfterBytes: (bytes) => {
      limit = bytes;
    },
    limitTo: (bytesPerSecond) => {
      rate = bytesPerSecond;
    },
    sentBytes: () => sentBytes,
    connections: () => connections,
    close: async () => {
      drop();
      server.close();
      await once(server, "close");
    },
  };
}
