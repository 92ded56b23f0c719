import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { keyVaultSecrets } from "../../../lib/store/secrets/key-vault-secrets.js";
import { loopbackKeyVault } from "./loopback-key-vault.js";
import { secretStoreContract } from "./secret-store.contract.js";

async function open() {
  const vault = await loopbackKeyVault();
  onTestFinished(vault.close);
  return { ...vault, store: keyVaultSecrets(async () => vault.client) };
}

secretStoreContract("Key Vault on loopback", async () => (await open()).store);

describe("Key Vault", () => {
  it("recovers a removed name and adds a version to it", async () => {
    const { store, versions, requests } = await open();
    await store.put("one", new Secret("1"));
    await store.remove("one");
    await store.put("one", new Secret("2"));
    expect(versions("one")).toEqual(["1", "2"]);
    expect(requests).toContain("POST /deletedsecrets/one/recover");
  });
  it("never reads a refusal as a secret that is not there, and tells no value", async () => {
    const { store, forbid } = await open();
    await store.put("one", new Secret("first"));
    forbid();
    await expect(store.find("one")).rejects.toMatchObject({ code: "StorageUnavailable", message: expect.stringContaining("403") });
    const error = await store.put("one", new Secret("hunter2")).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "StorageUnavailable", message: expect.stringContaining("Key Vault Secrets Officer") });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
    await expect(store.remove("one")).rejects.toMatchObject({ code: "StorageUnavailable" });
  });
  it("is worth another try when it does not answer", async () => {
    const { store, close } = await loopbackKeyVault().then((vault) => ({ ...vault, store: keyVaultSecrets(async () => vault.client) }));
    await close();
    await expect(store.find("one")).rejects.toMatchObject({ code: "StorageUnavailable", retryable: true });
  });
});
