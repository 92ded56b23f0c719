import { once } from "node:events";
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

export type Place = Readonly<{ address: string; port: number }>;
/** `turns`: how often the client spoke after the machine had, that is how many round trips were waited for; those since it was last asked. */
export type DelayedLine = Readonly<{ place: Place; turns(): number; close(): Promise<void> }>;

/** So much may be on its way in one direction, as in the buffers of a fast long line; more waits at the sender. */
const IN_FLIGHT_BYTES = 64 * 1024 * 1024;

/** A way to a server on which every byte takes so long in each direction; it loses nothing and limits nothing else. */
export async function delayedLine(target: Place, delayMs: number): Promise<DelayedLine> {
  const sockets = new Set<Socket>();
  let turns = 0;
  const server = createServer((client) => {
    const machine = createConnection({ host: target.address, port: target.port });
    for (const socket of [client, machine]) {
      sockets.add(socket);
      socket
        .setNoDelay(true)
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(socket);
          client.destroy();
          machine.destroy();
        });
    }
    let spoke: Socket = machine;
    client.on("data", () => {
      if (spoke === machine) turns += 1;
      spoke = client;
    });
    machine.on("data", () => {
      spoke = machine;
    });
    carry(client, machine, delayMs);
    carry(machine, client, delayMs);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has an address object
  return {
    place: { address: "127.0.0.1", port },
    turns: () => {
      const counted = turns;
      turns = 0;
      return counted;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function carry(from: Socket, to: Socket, delayMs: number): void {
  if (delayMs === 0) return void from.pipe(to);
  const onWay: { due: number; data: Buffer | null }[] = [];
  let bytes = 0;
  let waits = false;
  const arrive = () => {
    waits = false;
    for (let next = onWay[0]; next && next.due <= performance.now(); next = onWay[0]) {
      onWay.shift();
      if (next.data === null) to.end();
      else {
        bytes -= next.data.length;
        to.write(next.data);
      }
    }
    if (from.isPaused() && bytes < IN_FLIGHT_BYTES) from.resume();
    const next = onWay[0];
    if (next) wait(next.due - performance.now());
  };
  const wait = (ms: number) => {
    waits = true;
    setTimeout(arrive, Math.max(1, ms));
  };
  const send = (data: Buffer | null) => {
    onWay.push({ due: performance.now() + delayMs, data });
    bytes += data?.length ?? 0;
    if (bytes >= IN_FLIGHT_BYTES) from.pause();
    if (!waits) wait(delayMs);
  };
  from.on("data", send).on("end", () => send(null));
}
