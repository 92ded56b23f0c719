import { expect, it } from "vitest";
import { newHostKey } from "../../../../local/lab/door/host-key.js";
import { openSshServer } from "../../../../local/lab/door/ssh-server.js";
import { DEFAULT_ACCOUNT } from "../../../../local/lab/machine/spec.js";

it("listens at a free port of 127.0.0.1 where its own address cannot be had, and says so", async () => {
  const config = { hostKeys: [newHostKey({ legacy: false }).privateKey] };
  const nowhere = { address: "192.0.2.1", port: 22 }; // RFC 5737: no machine has it
  const { place, close } = await openSshServer({ config, place: nowhere, account: DEFAULT_ACCOUNT, serve: () => {} });
  await close();
  expect(place).toEqual({ address: "127.0.0.1", port: expect.any(Number) });
  expect(place.port).toBeGreaterThan(1023);
});
