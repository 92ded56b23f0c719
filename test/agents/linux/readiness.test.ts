import { describe, expect, it } from "vitest";
import { parseProbe } from "../../../lib/agents/linux/probe.js";
import { linuxReadiness } from "../../../lib/agents/linux/readiness.js";
import type { ReadinessWish } from "../../../lib/agents/readiness/readiness.js";
import { probeOutput } from "./probe-sample.js";

const kernelLists = [
  { osTag: "RHEL8-64", version: "9.62", asOf: "2024-06-20", kernels: ["4.18.0-553.el8.x86_64"], importedAt: "2024-07-01T00:00:00.000Z" },
];
const wish: ReadinessWish = { purpose: "update", generation: "Classic", versions: ["9.62.7096.1"], kernelLists };
const check = (changes: Parameters<typeof probeOutput>[0] = {}, more: Partial<ReadinessWish> = {}) =>
  linuxReadiness(parseProbe(probeOutput(changes)), { ...wish, ...more });
const codes = (...args: Parameters<typeof check>) => check(...args).problems.map(({ code }) => code);
const noAgent = { "version-link": undefined, "version-file": undefined, "agent-dir": undefined, config: undefined };

describe("linuxReadiness", () => {
  it("lets a healthy machine be updated", () => {
    expect(check()).toEqual({ ready: true, os: expect.objectContaining({ tag: "RHEL8-64" }), problems: [], unknown: [], warnings: [] });
  });

  it("lets a machine without an agent be installed, not updated", () => {
    expect(codes(noAgent, { purpose: "install" })).toEqual([]);
    expect(codes(noAgent)).toEqual(["AgentNotInstalled"]);
  });

  it.each([
    ["RootRequired", { "user-id": "1000" }],
    ["UnsupportedOperatingSystem", { "redhat-release": "Fedora release 40 (Forty)" }],
    ["UnsupportedArchitecture", { architecture: "aarch64" }],
    ["HostsFileIncomplete", { "hosts-file": "no" }],
    ["SecureBootEnabled", { "secure-boot": "1" }],
    ["ReadOnlyFileSystem", { "read-only": "/usr/local" }],
    ["NotEnoughSpace", { "free-root": "2097151" }],
    ["NotEnoughSpace", { "free-install-dir": "255999" }],
    ["InstallerBusy", { command: "/bin/sh ./install -q -r MS -v VmWare" }],
    ["InstallerBusy", { lock: "alive /usr/local/.install.lck" }],
    ["StaleInstallerLock", { lock: "stale /usr/local/.install.lck" }],
    ["VendorUpdateRunning", { command: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j x" }],
    ["ToolMissing", { tool: ["gzip", "xz", "lvm", "dhclient"] }],
    ["ToolMissing", { tool: ["tar", "gzip", "lvm", "dhclient"] }],
    ["UnsupportedKernel", { kernel: "4.18.0-554.el8.x86_64" }],
    ["AgentDamaged", { "version-file": "nothing" }],
    ["AgentDamaged", { "agent-dir": undefined, config: undefined }],
    ["RegisteredElsewhere", { config: ["CSType=CSPrime"] }],
  ])("finds %s", (code, changes) => expect(codes(changes)).toEqual([code]));

  it("runs no configurator and no uninstaller where others than root may write, and warns of it otherwise", () => {
    const unsafe = { "not-roots": "/usr/local/ASR/Vx" };
    for (const purpose of ["configure", "uninstall"] as const) expect(codes(unsafe, { purpose })).toEqual(["AgentFolderUnsafe"]);
    const { ready, warnings } = check(unsafe);
    expect({ ready, warnings }).toEqual({ ready: true, warnings: [expect.stringContaining("/usr/local/ASR/Vx of the Mobility service")] });
  });

  it("accepts exactly the vendor's limits", () => {
    expect(codes({ "free-root": "2097152", "free-install-dir": "256000" })).toEqual([]);
  });

  it("takes a lock for held, not stale, while an installer runs", () => {
    expect(codes({ lock: "stale /usr/local/.install.lck", command: "/bin/sh ./install -q -r MS -v VmWare" })).toEqual(["InstallerBusy"]);
  });

  it("wants room for the installer and what it unpacks to", () => {
    expect(codes({ "free-var-lib": "399999" }, { installerBytes: 100_000 * 1024 })).toEqual(["NotEnoughSpace"]);
    expect(codes({ "free-var-lib": "400000" }, { installerBytes: 100_000 * 1024 })).toEqual([]);
  });

  it.each([
    ["VendorUpdateRunning", { command: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j x" }, true],
    ["InstallerBusy", { command: "/bin/sh ./install -q -r MS -v VmWare" }, true],
    ["StaleInstallerLock", { lock: "stale /usr/local/.install.lck" }, false],
  ] as const)("lets a job look again by itself only at what may pass: %s", (code, changes, retryable) => {
    expect(check(changes).problems).toMatchObject([{ code, retryable }]);
  });

  it("names all problems at once, each with causes, advice and whether it may pass", () => {
    const { ready, problems } = check({ "free-root": "10", "hosts-file": "no", lock: "alive /usr/local/.install.lck" });
    expect(ready).toBe(false);
    expect(problems).toMatchObject([
      {
        code: "HostsFileIncomplete",
        vendorCode: "EP0877",
        retryable: false,
        possibleCauses: expect.stringMatching(/\.$/),
        recommendedAction: expect.stringMatching(/\.$/),
      },
      { code: "NotEnoughSpace", vendorCode: "EP0906", retryable: false },
      { code: "InstallerBusy", retryable: true },
    ]);
  });

  it("refuses to register a machine whose clock is more than an hour wrong, in both directions; an update may go on", () => {
    const at = (seconds: number, more = {}) => codes(noAgent, { purpose: "install", now: new Date((1_700_000_000 + seconds) * 1000), ...more });
    expect([at(3600), at(3601), at(-3600), at(-3601)]).toEqual([[], ["ClockWrong"], [], ["ClockWrong"]]);
    expect(codes({}, { now: new Date(0) })).toEqual([]);
    expect(check(noAgent, { purpose: "install", now: new Date(1_700_086_400_000) }).problems[0]?.message).toMatch(/86400 s behind/);
  });

  it("warns of a wrong clock, stopped services and a faulty driver without refusing", () => {
    const { ready, warnings } = check(
      { process: undefined, status: undefined, "driver-version": "Product Version : 9,66,1,7700" },
      { now: new Date(1_700_001_000_000) },
    );
    expect(ready).toBe(true);
    expect(warnings.join()).toMatch(/1000 s behind.*services do not run.*9\.66\.1\.7700/);
  });
});
