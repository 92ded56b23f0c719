import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const own = JSON.parse(readFileSync("package.json", "utf8"));
const lock: Readonly<{ packages: Readonly<Record<string, Readonly<{ integrity?: string; hasInstallScript?: boolean; link?: boolean }>>> }> =
  JSON.parse(readFileSync("package-lock.json", "utf8"));
const locked = Object.entries(lock.packages).filter(([folder]) => folder !== "");

it("names every package by its exact version", () => {
  const all = Object.entries<string>({ ...own.dependencies, ...own.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it("knows every package by the digest of its file", () => {
  expect(locked.length).toBeGreaterThan(400);
  expect(locked.filter(([, { integrity = "" }]) => !integrity.startsWith("sha512-")).map(([folder]) => folder)).toEqual([]);
});

it("has decided of every package that wants to run a program while it is installed", () => {
  const wanting = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => folder.slice(folder.lastIndexOf("node_modules/") + 13));
  expect([...new Set(wanting)].filter((name) => !Object.hasOwn(own.allowScripts, name))).toEqual([]);
});
