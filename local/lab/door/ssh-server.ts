import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { Connection, ServerConfig, Session } from "ssh2";
import ssh2 from "ssh2";
import type { LabAccount } from "../machine/spec.js";
import type { Endpoint } from "./front-door.js";
import { admitLogin } from "./in-process-login.js";

export type SshServerOptions = Readonly<{ config: ServerConfig; place: Endpoint; account: LabAccount; serve(session: Session): void }>;

/** An SSH server within this process, at the place or where this process may listen instead. `close` ends its connections, too. */
export async function openSshServer({ config, place: wanted, account, serve }: SshServerOptions) {
  const connections = new Set<Connection>();
  const server = new ssh2.Server(config, (connection) => {
    connections.add(connection);
    noDelay(connection);
    connection.on("error", () => {}); // a client that just goes away
    connection.on("close", () => connections.delete(connection));
    connection.on("authentication", (attempt) => admitLogin(attempt, account));
    connection.on("session", (accept) => serve(accept()));
  });
  const place = await listen(server, wanted);
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
