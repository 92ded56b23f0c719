import { once } from "node:events";
import { connect as dial } from "node:net";
import { createServer } from "node:tls";
import { expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { connectWinrm } from "../../../lib/remote/winrm/connect-winrm.js";
import { certificate } from "../../../local/host/http/certificate.js";

it("tells of a server that has TLS 1.0 alone how it becomes a newer one, and talks to it only where that is allowed", async () => {
  const { cert, key } = await certificate("self-signed");
  const server = createServer({ cert, key, minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, (socket) => socket.end());
  server.on("tlsClientError", () => {});
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as { port: number }; // a TCP server has one
  const target = { address: "127.0.0.1", port, userName: "a", password: new Secret("b"), transport: "WinRmHttps", speaks: "powershell" } as const;
  const connect = (legacySsh: boolean) =>
    connectWinrm({ ...target, legacySsh, acceptUnknownHostKey: false, connectTimeoutMs: 5000 }, async () => dial({ port, host: "127.0.0.1" }));
  await expect(connect(false)).rejects.toMatchObject({
    ...{ code: "MachineUnreachable", retryable: false },
    recommendedAction: expect.stringMatching(/TLS 1\.2.*LegacySsh/),
  });
  await expect(connect(true)).rejects.toMatchObject({ code: "HostKeyUnknown" }); // it came as far as the certificate
  server.close();
});
