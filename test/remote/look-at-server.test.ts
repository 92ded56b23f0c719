import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { destinations } from "../../lib/core/destinations.js";
import { lookAtServer } from "../../lib/remote/look-at-server.js";

const { signal } = new AbortController();

it("looks at no server on loopback, at the cloud's own addresses or behind a name that leads there, unless the settings allow it", async () => {
  let callers = 0;
  const server = createServer((socket) => {
    callers++;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has an address object
  for (const host of ["127.0.0.1", "169.254.169.254", "localhost", "::1"])
    await expect(lookAtServer(destinations())(host, port, signal)).rejects.toMatchObject({ code: "DestinationDenied" });
  expect(callers).toBe(0);
  expect((await lookAtServer(destinations(["127.0.0.0/8"]))("127.0.0.1", port, signal)).facts).toEqual({ answered: false });
  expect(callers).toBe(1);
  server.close();
});
