import { once } from "node:events";
import { createServer } from "node:net";
import { FleetError } from "../../lib/core/errors.js";

/** Throws InvalidSettings when 127.0.0.1 cannot be listened on at this port, before anything else was started. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening").catch((cause) => {
    const why = cause.code === "EADDRINUSE" ? "another program listens there already" : cause.message;
    throw new FleetError(
      "InvalidSettings",
      `Port ${port} cannot be used: ${why}. End that program, or choose another port: npm start -- --port 7072`,
      {
        cause,
      },
    );
  });
  server.close();
  await once(server, "close");
}
