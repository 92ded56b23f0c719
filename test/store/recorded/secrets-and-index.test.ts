import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NewerSchema, SCHEMA } from "../../../lib/core/schema.js";
import { jobIndex } from "../../../lib/store/jobs/job-index.js";
import { sealedSecrets } from "../../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../../lib/store/secrets/sealing-key-ring.js";
import { openClients } from "../open-storage.js";

type Entity = Readonly<{ partitionKey: string; rowKey: string }>;

const read = (version: string, file: string): Entity[] => JSON.parse(readFileSync(`test/store/recorded/${version}/${file}.json`, "utf8"));

/** The key that the recorded secrets were sealed with. */
const RING = sealingKeyRing(`recorded:${Buffer.alloc(32, 7).toString("base64")}`);

describe.each(readdirSync("test/store/recorded").filter((name) => /^v\d+$/.test(name)))("secrets and job index of schema %s", (version) => {
  it("has a sealed secret, which opens", async () => {
    const { secrets } = (await openClients()).tables;
    for (const entity of read(version, "secrets")) await secrets.createEntity(entity);
    expect((await sealedSecrets(secrets, RING).find("account-lab"))?.reveal()).toBe("hunter2-hunter2");
  });

  it("has entries of open jobs, which name them", async () => {
    const { tables } = await openClients();
    const open = read(version, "jobIndex").filter(({ partitionKey }) => partitionKey === "open");
    for (const entity of open) await tables.jobIndex.createEntity(entity);
    const { active, suspended } = await jobIndex(tables.jobIndex).allOpen();
    expect([...active, ...suspended].filter(({ isNewer }) => !isNewer)).toHaveLength(open.length);
  });
});

it("a secret that a newer release sealed is refused as newer, not as one that does not open", async () => {
  const { secrets } = (await openClients()).tables;
  for (const entity of read("v1", "secrets")) await secrets.createEntity({ ...entity, Schema: SCHEMA + 1 });
  await expect(sealedSecrets(secrets, RING).find("account-lab")).rejects.toThrow(NewerSchema);
});
