import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAgentNow, parseProbe } from "../../../lib/agents/linux/probe.js";
import { PROBE_FIELDS } from "../../../lib/agents/linux/probe-fields.js";
import { FleetError } from "../../../lib/core/errors.js";
import { probeOutput } from "./probe-sample.js";

it("reads only fields that the script tells", () => {
  const script = readFileSync("lib/agents/linux/scripts/probe.sh", "utf8");
  expect(PROBE_FIELDS.filter((name) => !new RegExp(`["' ]${name} `).test(script))).toEqual([]);
});

describe("parseProbe", () => {
  it("reads a healthy machine", () => {
    expect(parseProbe(probeOutput())).toMatchObject({
      hostName: "web01",
      biosId: "42062e7b-0000-4000-8000-0123456789ab",
      isRoot: true,
      hostsFileNamesHost: true,
      agent: {
        version: "9.62.7096.0",
        dir: "/usr/local/ASR/Vx",
        role: "Agent",
        csType: "CSLegacy",
        configured: true,
        servicesRunning: true,
        builtFor: "RHEL8-64",
      },
      driverLoaded: true,
      driverVersion: "9.62.1.7096",
      processes: {},
      system: "Linux",
      freeKb: { systemDisk: 8_000_000 },
      secureBoot: false,
    });
  });

  it("keeps a full version as the file has it", () => {
    const output = probeOutput({ "version-file": ["VERSION=9.64.7374.1", "BUILD_TAG=RELEASE_9.64.0.0_GA_7400_Mar_11_2025_INMAGE"] });
    expect(parseProbe(output).agent).toMatchObject({ version: "9.64.7374.1", configured: false });
  });

  it("has no agent without a version file, and a damaged one when the file says nothing", () => {
    expect(parseProbe(probeOutput({ "version-link": undefined, "version-file": undefined })).agent).toBeUndefined();
    expect(parseProbe(probeOutput({ "version-file": "garbage" })).agent).not.toHaveProperty("version");
  });

  it("tells the vendor's installer from other commands called install", () => {
    const harmless = [
      "/usr/bin/install -m 644 a b",
      "apt-get install tar ",
      "/bin/sh /opt/other/install --prefix=/opt ",
      "vi install",
      "/bin/sh ./postinstall -v VmWare",
    ];
    expect(parseProbe(probeOutput({ command: harmless })).processes).toEqual({});
    expect(parseProbe(probeOutput({ command: [...harmless, "/bin/bash ./install -q -r MS -v VmWare "] })).processes.installer).toBe(
      "/bin/bash ./install -q -r MS -v VmWare",
    );
    expect(parseProbe(probeOutput({ command: "/bin/sh ./install" })).processes).toHaveProperty("installer");
  });

  it("sees the vendor's nightly update", () => {
    expect(parseProbe(probeOutput({ command: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j job.json " })).processes).toHaveProperty(
      "vendorUpdate",
    );
    expect(parseProbe(probeOutput({ command: "tar -xf /tmp/MobilityAgentAutoUpgrade/x.tar.gz" })).processes).not.toHaveProperty("installer");
  });

  it("prefers a lock that is held to one that is left over", () => {
    expect(parseProbe(probeOutput({ lock: ["stale /tmp/.install.lck", "alive /usr/local/.install.lck"] })).lock).toEqual({
      state: "alive",
      path: "/usr/local/.install.lck",
    });
  });

  it.each([
    ["Product Version : 9,66,1,7691", "9.66.1.7691"],
    ["Product Version: 9.66.1.7691", "9.66.1.7691"],
    ["product version = 9, 66, 1, 7691", "9.66.1.7691"],
    [["Driver Version : 2,0,0,1", "File Version : 9,60,1,1", "Product Version : 9,66,1,7691"], "9.66.1.7691"],
    [["involflt 9.60.6956.1", "Cannot open /dev/involflt"], undefined],
    ["9,66,1,7691", undefined],
  ])("reads the version of the driver from the line Product Version alone: %j", (line, version) => {
    expect(parseProbe(probeOutput({ "driver-version": line })).driverVersion).toBe(version);
  });

  it("lets no escape through to a terminal or a log", () => {
    const probe = parseProbe(probeOutput({ "host-name": "web\u001b[31m01\u0007\u009b2J", "redhat-release": "Red\u001b]0;title\u0007Hat\r" }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(JSON.stringify(probe)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\\u00/);
    expect(probe.hostName).toBe("web\\u{1b}[31m01\\u{7}\\u{9b}2J");
    expect(parseProbe(probeOutput({ "host-name": "\u202e10bew" })).hostName).toBe("\\u{202e}10bew");
  });

  it.each(["\r", "\u2028", "\u2029", "\u0085", "\0"])("begins no line behind %j, so that no content passes for another field", (character) => {
    const lines = probeOutput({ "redhat-release": `CentOS${character}tool forged${character}end` });
    expect(parseProbe(lines).tools).not.toContain("forged");
    expect(() => parseProbe(lines.replace(/\nend\n?$/, "\n"))).toThrow("break off");
  });

  it.each(["NaN", "-5", "1e400", "Infinity", "abc", "99999999999999999999"])("takes %o for no number", (word) => {
    const { clockSeconds, freeKb } = parseProbe(probeOutput({ clock: word, "free-root": word, "free-var-lib": word, "free-install-dir": word }));
    expect({ clockSeconds, freeKb }).toEqual({ clockSeconds: undefined, freeKb: {} });
  });

  it("keeps no more lines of a field than a row has room for", () => {
    const probe = parseProbe(probeOutput({ "read-only": Array.from({ length: 240 }, (_, i) => `/${i}${"x".repeat(1000)}`) }));
    expect(probe.readOnly).toHaveLength(16);
    expect(JSON.stringify(probe.readOnly).length).toBeLessThan(5000);
  });

  it("cuts what a machine makes too long for a row, a log or a mail", () => {
    const long = "x".repeat(60_000);
    const { hostName, agent, bootId } = parseProbe(probeOutput({ "host-name": long, "boot-id": long, config: `Hostname=${long}` }));
    for (const text of [hostName, bootId, agent?.serverAddress]) expect(text?.length).toBeLessThanOrEqual(1024);
  });

  it("refuses output that breaks off, is empty or is too long to be one", () => {
    expect(() => parseProbe(probeOutput().replace(/end\n$/, ""))).toThrow(FleetError);
    expect(() => parseProbe("")).toThrow("break off");
    expect(() => parseProbe(probeOutput({ kernel: "x".repeat(300 * 1024) }))).toThrow("break off");
    expect(() => parseProbe("end\n")).toThrow("name no host");
  });

  it("answers any output with a probe or with its own error", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("end", "probe 1", "lock alive /x", "version-file VERSION=9", "command /bin/sh ./install"),
      fc.string().map((text) => `host-name ${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        try {
          expect(parseProbe(lines.join("\n")).hostName.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(FleetError);
        }
      }),
    );
  });

  it("reads a hundred thousand lines of one field in a moment", () => {
    const output = probeOutput({ tool: Array.from({ length: 100_000 }, () => "t") });
    expect(() => parseProbe(output)).toThrow(FleetError);
  });
});

describe("parseAgentNow", () => {
  it("reads the installed version and what is at work", () => {
    const output = probeOutput({ command: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j job.json " });
    expect(parseAgentNow(output)).toEqual({
      version: "9.62.7096.0",
      processes: { vendorUpdate: "/bin/bash /usr/local/ASR/Vx/bin/AgentUpgrade.sh -j job.json" },
    });
    expect(parseAgentNow("probe 1\nend\n")).toEqual({ processes: {} });
  });

  it("refuses output that breaks off", () => {
    expect(() => parseAgentNow("probe 1\nversion-file VERSION=9.62.0.0\n")).toThrow("break off");
  });
});
