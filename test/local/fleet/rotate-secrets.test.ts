import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { readConfig } from "../../../lib/core/settings/config.js";
import { storageClients } from "../../../lib/store/clients.js";
import { ensureStorage } from "../../../lib/store/ensure-storage.js";
import { sealedSecrets } from "../../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../../lib/store/secrets/sealing-key-ring.js";
import { rotateSecrets } from "../../../local/fleet/rotate-secrets.js";

const connectionString = inject("storage");
const clients = storageClients({ connectionString, prefix: "Rotatecmd" });
const newKey = () => randomBytes(32).toString("base64");
const [older, newer] = [newKey(), newKey()];
beforeAll(() => ensureStorage(clients));
afterAll(() => clients.tables.secrets.deleteTable());

async function rotate(keys: string): Promise<string> {
  const lines: string[] = [];
  const config = readConfig({ AzureWebJobsStorage: connectionString, FLEET_SEALING_KEY: keys });
  const code = await rotateSecrets.run({ say: (line) => lines.push(line), environment: {}, storage: async () => ({ clients, config }) }, []);
  expect(code).toBe(0);
  return lines.join("\n");
}

it("seals every secret with the current key, so that the older one may go", async () => {
  const before = sealedSecrets(clients.tables.secrets, sealingKeyRing(`old:${older}`));
  for (const name of ["account-1", "account-2"]) await before.put(name, new Secret(`password of ${name}`));
  expect(await rotate(`new:${newer},old:${older}`)).toContain('2 of 2 secrets were sealed anew with the key "new"');
  const after = sealedSecrets(clients.tables.secrets, sealingKeyRing(`new:${newer}`));
  expect((await after.find("account-2"))?.reveal()).toBe("password of account-2");
  const again = await rotate(`new:${newer}`);
  expect(again).toContain("0 of 2 secrets were sealed anew");
  expect(again).not.toContain(newer);
});
