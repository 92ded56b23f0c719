import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PACKAGE_EXIT_CODES } from "../../lib/agents/deployment/exit-codes.js";
import { oldestDirect } from "../../lib/agents/deployment/oldest-direct.js";
import { packageFiles } from "../../lib/jobs/deployment/package-files.js";
import { installer, MODERNIZED, plan } from "./plan.js";

const files = (more: Parameters<typeof plan>[0] = {}) => new Map(packageFiles(plan(more)).map(({ name, text }) => [name, text]));
const url = "https://store.example/installers/sha256/abc?sp=r&sig=link-canary";

describe("a deployment package", () => {
  it("has what each system needs, and only that", () => {
    const both = [...files().keys()];
    expect(both).toEqual(
      expect.arrayContaining([
        "README.md",
        "antivirus.txt",
        "linux/install.sh",
        "windows/install.cmd",
        "windows/detect.ps1",
        "manifest.json",
        "SHA256SUMS",
      ]),
    );
    expect([...files({ installers: [installer("Windows")] }).keys()].filter((name) => name.startsWith("linux/"))).toEqual([]);
    expect([...files({ installers: [installer("OL8-64")] }).keys()].filter((name) => name.startsWith("windows/"))).toEqual([]);
  });

  it("lists every file with its digest, installers too", () => {
    const all = files();
    const sums = (all.get("SHA256SUMS") ?? "")
      .trim()
      .split("\n")
      .map((line) => line.split("  "));
    for (const [name, text] of all) {
      if (name === "SHA256SUMS") continue;
      expect(sums).toContainEqual([createHash("sha256").update(text).digest("hex"), name]);
    }
    expect(sums.map(([, name]) => name)).toContain(`linux/installers/${installer("UBUNTU-22.04-64").fileName}`);
    expect(JSON.parse(all.get("manifest.json") ?? "")).toMatchObject({
      generation: "Classic",
      installers: [{ osTag: "UBUNTU-22.04-64", included: true }, { osTag: "Windows" }],
    });
  });

  it("keeps links where the scripts read them, and in no document", () => {
    const linksEnd = new Date("2026-11-02T10:00:00Z");
    const all = files({ installers: [installer("UBUNTU-22.04-64", { url }), installer("Windows", { url })], linksEnd });
    expect([...all].flatMap(([name, text]) => (text.includes("link-canary") ? [name] : []))).toEqual([
      "linux/installers.tsv",
      "windows/installers.tsv",
    ]);
    expect(all.get("README.md")).toContain("good until 2026-11-02T10:00:00Z");
    expect(JSON.parse(all.get("manifest.json") ?? "").files.map(({ name }: { name: string }) => name)).not.toContain(
      expect.stringContaining("installers/"),
    );
  });

  it("documents every code that its scripts end with", () => {
    const all = files();
    const codes = [...all]
      .filter(([name]) => /install\.(sh|ps1)$|common\.(sh|ps1)$/.test(name))
      .flatMap(([, text]) => [...text.matchAll(/\b[Ll]eave (\d+)|\bexit (2\d\d)\b/g)].map((match) => Number(match[1] ?? match[2])));
    const known = new Set([1, ...PACKAGE_EXIT_CODES.flatMap(({ code, windows = code }) => [code, windows])]);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
    for (const { code } of PACKAGE_EXIT_CODES) expect(all.get("README.md")).toContain(`| ${code} |`);
  });

  it("tells the reader how the secret gets there, and holds none", () => {
    const readme = files().get("README.md") ?? "";
    expect(readme).toContain("KB4474419"); // what the catalogue has to say of the system
    expect(readme).toContain("genpassphrase.exe -v");
    expect(readme).toContain("**not in this package**");
    expect(files({ fabric: MODERNIZED }).get("README.md")).toContain("/root/config.json");
  });
});

it("knows the oldest release from which one may update at once", () => {
  expect(oldestDirect("9.24.5211.1", "RHEL8-64")).toBe("9.20.0.0");
  expect(oldestDirect("9.62.7096.1", "RHEL8-64")).toBe("9.57.0.0");
  expect([oldestDirect("9.9.4510.1", "Windows"), oldestDirect("9.9.4510.1", "RHEL7-64")]).toEqual(["9.6.0.0", "9.5.0.0"]);
});
