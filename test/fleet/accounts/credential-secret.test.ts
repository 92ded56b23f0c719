import { expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { credentialSecretName, decodeCredential, encodeCredential, registrationSecretName } from "../../../lib/fleet/accounts/credential-secret.js";

it("gives back each part of a credential, and only those that were there", () => {
  const encoded = encodeCredential({ password: new Secret("p'ä\n"), privateKey: new Secret("-----BEGIN-----\nx\n") });
  const decoded = decodeCredential(encoded);
  expect(decoded.password?.reveal()).toBe("p'ä\n");
  expect(decoded.privateKey?.reveal()).toBe("-----BEGIN-----\nx\n");
  expect(decoded).not.toHaveProperty("privateKeyPassphrase");
});

it("keeps an empty password apart from none", () => {
  expect(decodeCredential(encodeCredential({ password: new Secret("") })).password?.reveal()).toBe("");
});

it("does not show a secret that it cannot read", () => {
  for (const text of ["hunter2 is not JSON", '{"password": 7, "note": "hunter2"}']) {
    expect(() => decodeCredential(new Secret(text))).toThrow(/not one that this product wrote/);
    try {
      decodeCredential(new Secret(text));
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("hunter2");
    }
  }
});

it("names secrets so that every store takes the name and case does not matter", () => {
  expect(credentialSecretName("CS1", "2")).toBe("account-cs1-2");
  expect(credentialSecretName("Site 1/Ü", "2")).toMatch(/^account-x[0-9a-f]{40}-2$/);
  expect(credentialSecretName("f".repeat(300), "2")).toMatch(/^[a-z0-9-]{1,127}$/);
  expect(registrationSecretName("CS1")).toBe("registration-cs1");
});
