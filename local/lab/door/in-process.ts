import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { Connection } from "ssh2";
import ssh2 from "ssh2";
import type { Box } from "../machine/box.js";
import { oldAlgorithms } from "../stand-ins/old-server.js";
import type { DoorOptions, Endpoint, FrontDoor } from "./front-door.js";
import { admitLogin } from "./in-process-login.js";
import { serveSession } from "./in-process-session.js";

/** An SSH server within this process that runs commands inside the machine: for where there is no sshd, or no root to start it. */
export const inProcessDoor: FrontDoor = {
  kind: "in-process",
  init: ["/bin/sh", "/usr/lib/lab/init.sh"],
  prepare: async () => {},
  open,
};

async function open(options: DoorOptions, box: Box) {
  const { hostKey, account, userId, legacySsh } = options;
  const algorithms = legacySsh ? oldAlgorithms() : null;
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey.privateKey], ...(algorithms && { algorithms }) }, (connection) => {
    connections.add(connection);
    noDelay(connection);
    connection.on("error", () => {}); // a client that just goes away
    connection.on("close", () => connections.delete(connection));
    connection.on("authentication", (attempt) => admitLogin(attempt, account));
    connection.on("session", (accept) => serveSession(accept(), { account, userId, box }));
  });
  const place = await listen(server, options.place);
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    for (const connection of connections) connection.end();
    for (const connection of connections) socketOf(connection)?.destroy();
    await closed;
  };
  return { place, close };
}

async function listen(server: InstanceType<typeof ssh2.Server>, place: Endpoint): Promise<Endpoint> {
  const tries: readonly Endpoint[] = [place, { ...place, port: 0 }, { address: "127.0.0.1", port: 0 }];
  for (const { address, port } of tries) {
    server.listen(port, address);
    const refusal = await once(server, "listening").then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    if (!refusal) return { address, port: (server.address() as AddressInfo).port }; // a TCP server has an address object
    if (!["EACCES", "EADDRNOTAVAIL"].includes(refusal.code ?? "")) throw refusal;
  }
  throw new Error("no free port on 127.0.0.1");
}

/** ssh2 keeps the socket to itself and leaves Nagle's delay on. */
const socketOf = (connection: Connection): Socket | undefined => (connection as unknown as { _sock?: Socket })._sock; // not in its types

const noDelay = (connection: Connection) => socketOf(connection)?.setNoDelay(true);
