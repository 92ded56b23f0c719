import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { sealedSecrets } from "../../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../../lib/store/secrets/sealing-key-ring.js";
import { memorySecrets } from "../memory/memory-secrets.js";
import { openClients } from "../open-storage.js";
import { secretStoreContract } from "./secret-store.contract.js";

const entry = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const OLD = entry("2025");
const NEW = entry("2026");
const ring = (...entries: string[]) => sealingKeyRing(entries.join(","));

secretStoreContract("memory", async () => memorySecrets());
secretStoreContract("sealed rows on Azurite", async () => sealedSecrets((await openClients()).tables.secrets, ring(NEW)));

async function open() {
  const table = (await openClients()).tables.secrets;
  const row = async (name: string) => {
    const { rowKey, Json0 } = await table.getEntity<{ Json0: string }>("secrets", name);
    return { partitionKey: "secrets", rowKey: String(rowKey), Json0 };
  };
  return { table, row };
}

describe("sealed rows", () => {
  it("hold nothing of the value and name their key", async () => {
    const { table, row } = await open();
    await sealedSecrets(table, ring(NEW)).put("one", new Secret("hunter2-hunter2"));
    const { Json0 } = await row("one");
    expect(JSON.parse(Json0)).toMatchObject({ name: "one", keyId: "2026" });
    expect(Json0).not.toContain("hunter2");
    expect(Json0).not.toContain(Buffer.from("hunter2-hunter2").toString("base64").slice(0, 8));
  });
  it.each(["data", "tag", "iv"])("do not open when the %s was changed", async (field) => {
    const { table, row } = await open();
    const store = sealedSecrets(table, ring(NEW));
    await store.put("one", new Secret("value"));
    const one = await row("one");
    const sealed = JSON.parse(one.Json0);
    const bytes = Buffer.from(sealed[field], "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await table.updateEntity({ ...one, Json0: JSON.stringify({ ...sealed, [field]: bytes.toString("base64") }) }, "Replace");
    await expect(store.find("one")).rejects.toMatchObject({ code: "Internal", message: expect.stringContaining('"2026"') });
  });
  it("do not open with a shortened tag", async () => {
    const { table, row } = await open();
    const store = sealedSecrets(table, ring(NEW));
    await store.put("one", new Secret("value"));
    const one = await row("one");
    const sealed = JSON.parse(one.Json0);
    const tag = Buffer.from(sealed.tag, "base64").subarray(0, 4).toString("base64");
    await table.updateEntity({ ...one, Json0: JSON.stringify({ ...sealed, tag }) }, "Replace");
    await expect(store.find("one")).rejects.toMatchObject({ code: "Internal" });
  });
  it("do not open under another name", async () => {
    const { table, row } = await open();
    const store = sealedSecrets(table, ring(NEW));
    await store.put("one", new Secret("value of one"));
    await store.put("two", new Secret("value of two"));
    await table.updateEntity({ ...(await row("one")), rowKey: "two" }, "Replace");
    await expect(store.find("two")).rejects.toMatchObject({ code: "Internal" });
  });
  it("rotate to the current key, after which the old one is not needed", async () => {
    const { table } = await open();
    await sealedSecrets(table, ring(OLD)).put("one", new Secret("1"));
    const store = sealedSecrets(table, ring(NEW, OLD));
    await store.put("two", new Secret("2"));
    expect((await store.find("one"))?.reveal()).toBe("1");
    expect(await store.rotate()).toEqual({ secrets: 2, sealedAnew: 1, unopened: [] });
    expect(await store.rotate()).toEqual({ secrets: 2, sealedAnew: 0, unopened: [] });
    expect((await sealedSecrets(table, ring(NEW)).find("one"))?.reveal()).toBe("1");
  });
  it("name the key that is missing, never a value", async () => {
    const { table } = await open();
    await sealedSecrets(table, ring(OLD)).put("one", new Secret("hunter2"));
    const error = await sealedSecrets(table, ring(NEW)).find("one").catch(String);
    expect(error).toMatch(/sealed with the key "2025".*know "2026"/);
    await expect(sealedSecrets(table, ring(NEW)).rotate()).rejects.toMatchObject({ code: "InvalidSettings" });
  });
});

describe("sealingKeyRing", () => {
  it("takes the first key for new rows", () => {
    expect(ring(` ${NEW} `, OLD)).toMatchObject({ current: "2026" });
  });
  it("knows a bare key by its digest, so that it still opens its rows when another is put before it", async () => {
    const { table } = await open();
    const bare = randomBytes(32).toString("base64");
    await sealedSecrets(table, ring(bare)).put("one", new Secret("1"));
    expect((await sealedSecrets(table, ring(NEW, bare)).find("one"))?.reveal()).toBe("1");
  });
  it.each([
    ["", "entry 1"],
    ["abc", "the key of entry 1 has 2 bytes"],
    ["a b:c", "entry 1 is neither"],
    [`${OLD},`, "entry 2"],
    [`${OLD},${OLD}`, '"2025" stands there twice'],
    [`short:${randomBytes(16).toString("base64")}`, '"short" has 16 bytes'],
    [`long:${randomBytes(33).toString("base64")}`, '"long" has 33 bytes'],
  ])("refuses a wrong setting without showing it (case %#)", (text, expected) => {
    const message = (() => {
      try {
        return `no error: ${sealingKeyRing(text).current}`;
      } catch (error) {
        return String(error);
      }
    })();
    expect(message).toContain(expected);
    expect(message).toContain("InvalidSettings");
    for (const part of text.split(/[:,]/).filter((p) => p.length > 8)) expect(message).not.toContain(part);
  });
  it("shows no key when it is printed", () => {
    const { keys, ...rest } = ring(NEW);
    expect(JSON.stringify([...keys.values(), rest])).not.toContain(NEW.slice(5, 20));
  });
});
