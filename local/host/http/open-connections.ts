import type { Server } from "node:http";
import type { Socket } from "node:net";

/** What a connection does, by the other end's port: with TLS a request has another socket than its connection. */
export type OpenConnections = Readonly<{
  /** Something of a request came. */
  moves(socket: Socket): void;
  /** A whole request came and is worked on: it makes no room until `waits`. */
  works(socket: Socket): void;
  waits(socket: Socket): void;
}>;

/**
 * Open connections, at most so many. Where one more comes, the one that has not moved for longest makes room, of those that wait for a request or
 * for the rest of one: who is slow keeps nobody out.
 */
export function openConnections(server: Server, most: number): OpenConnections {
  const all = new Map<number, Socket>();
  const waiting = new Map<number, Socket>(); // in the order in which they moved
  const waits = (port: number) => {
    const socket = all.get(port);
    waiting.delete(port);
    if (socket) waiting.set(port, socket);
  };
  const makeRoom = (newcomer: Socket) => {
    const [port, oldest] = waiting.entries().next().value ?? [0, newcomer];
    waiting.delete(port);
    all.delete(port);
    oldest.destroy();
  };
  server.on("connection", (socket: Socket) => {
    const { remotePort: port } = socket;
    if (port === undefined) return; // gone already
    if (all.size >= most) makeRoom(socket);
    if (socket.destroyed) return;
    all.set(port, socket);
    waits(port);
    socket.once("close", () => {
      if (all.get(port) !== socket) return; // the port has been taken by the next one
      all.delete(port);
      waiting.delete(port);
    });
  });
  return {
    moves: ({ remotePort = 0 }) => waiting.has(remotePort) && waits(remotePort),
    works: ({ remotePort = 0 }) => waiting.delete(remotePort),
    waits: ({ remotePort = 0 }) => waits(remotePort),
  };
}
