import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { billOfMaterials } from "../../generate/bill-of-materials.js";

const lock = {
  name: "mobility-fleet",
  packages: {
    "": { dependencies: { a: "1.0.0", unused: "1.0.0" } },
    "node_modules/a": {
      version: "1.0.0",
      license: "MIT",
      integrity: `sha512-${Buffer.alloc(64, 1).toString("base64")}`,
      dependencies: { "@scope/b": "^2" },
    },
    "node_modules/@scope/b": { version: "1.9.0", license: "ISC" },
    "node_modules/a/node_modules/@scope/b": { version: "2.0.0", license: "(MIT OR GPL-3.0-only)" },
    "node_modules/unused": { version: "1.0.0", license: "GPL-3.0-only" },
    "node_modules/old": { version: "0.1.0" },
  },
};
const A = "node_modules/a/index.js";
const made = (files: readonly string[], licenses: Readonly<Record<string, string>> = {}) =>
  JSON.parse(billOfMaterials({ lock, version: "0.1.0", files, licenseOf: (folder) => licenses[folder] }));

it("lists the packages that went into what ships, and no other", () => {
  const bill = made(["functions/index.ts", A, "node_modules/a/node_modules/@scope/b/dist/x.js"]);
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", metadata: { component: { name: "mobility-fleet", version: "0.1.0" } } });
  expect(bill.components.map((one: { purl: string }) => one.purl)).toEqual(["pkg:npm/a@1.0.0", "pkg:npm/%40scope/b@2.0.0"]);
  expect(bill.components[0].hashes).toEqual([{ alg: "SHA-512", content: "01".repeat(64) }]);
});

it("says which package needs which, as Node would find it", () => {
  const { dependencies } = made([A, "node_modules/@scope/b/x.js", "node_modules/a/node_modules/@scope/b/x.js"]);
  expect(dependencies).toContainEqual({ ref: "node_modules/a@1.0.0", dependsOn: ["node_modules/a/node_modules/@scope/b@2.0.0"] });
  expect(dependencies).toContainEqual({ ref: "mobility-fleet@0.1.0", dependsOn: ["node_modules/a@1.0.0"] });
});

it("refuses a licence that is not on the list, and a package without any", () => {
  expect(() => made(["node_modules/unused/x.js"])).toThrow(/unused 1\.0\.0 ships and is under GPL-3\.0-only; allowed are MIT/);
  expect(() => made(["node_modules/old/x.js"])).toThrow(/old 0\.1\.0 ships and names no licence/);
  expect(made(["node_modules/old/x.js"], { "node_modules/old": "MIT" }).components).toHaveLength(1);
});

it("is written by the build, of all that the app was made of and of what is served beside it", () => {
  const { components, metadata } = JSON.parse(readFileSync("dist/bill-of-materials.cdx.json", "utf8"));
  const names = new Set(components.map(({ name }: { name: string }) => name));
  for (const name of ["data-tables", "functions", "ssh2", "swagger-ui-dist", "zod"]) expect(names).toContain(name);
  for (const name of ["vitest", "azurite", "esbuild", "typescript"]) expect(names).not.toContain(name);
  expect(metadata.component.name).toBe("mobility-fleet");
});
