import { describe, expect, it } from "vitest";
import { parseProbe } from "../../../lib/agents/linux/probe.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { identityOf } from "../../../lib/fleet/machines/machine-identity.js";
import { probeOutput } from "../../agents/linux/probe-sample.js";

const BIOS = "42062e7b-0000-4000-8000-0123456789ab";
const SWAPPED = "7b2e0642-0000-0040-8000-0123456789ab";
const MACHINE = "0123456789abcdef0123456789abcdef";
const OTHER = "4c4c4544-0035-4a10-8054-b3c04f4b4d32";
const KNOWN = { hostName: "web01", biosId: BIOS, machineId: MACHINE };

type Row = Parameters<typeof identityOf>[1];
const row = (over: Partial<Machine> = {}): Row => ({ friendlyName: "web-01", address: "10.0.0.31", identity: KNOWN, ...over });
const vault = (told: Readonly<{ hostName?: string; machineType?: "VirtualMachine" | "PhysicalServer" }>) => ({
  vault: { vaultName: "v", item: "i", readTime: "2026-11-01T00:00:00Z", healthErrors: [], upgradeBlockedBy: [], ...told },
});
const look = (changes: Parameters<typeof probeOutput>[0], over: Partial<Machine> = {}, acceptsName = false) =>
  identityOf(parseProbe(probeOutput(changes)), row(over), { acceptsName });
const first = { identity: undefined as never }; // absent, as at first contact

describe("a machine whose ids are those on record", () => {
  it("is the one that is meant, and keeps its record", () => {
    expect(look({})).toEqual(KNOWN);
  });

  it.each([
    ["in capitals and braces", `{${BIOS.toUpperCase()}}`],
    ["in the byte order of an older firmware", SWAPPED],
    ["without hyphens", BIOS.replaceAll("-", "")],
    ["as VMware's serial number", "VMware-42 06 2e 7b 00 00 40 00-80 00 01 23 45 67 89 ab"],
    ["as a name of its kind", `urn:uuid:${BIOS}`],
  ])("is the same when the BIOS id is written %s", (_how, expectedBiosId) => {
    expect(look({}, { expectedBiosId })).toEqual(KNOWN);
  });

  it("goes on record with an id that could not be read before", () => {
    expect(look({}, { identity: { hostName: "web01", biosId: BIOS } })).toEqual(KNOWN);
  });

  it.each(["WEB01", "web01.contoso.com", "web01.contoso.com."])("is the same as %s, which differs in domain, case or a dot", (hostName) => {
    expect(look({ "host-name": hostName })).toEqual(KNOWN);
    expect(look({}, { ...first, expectedHostName: hostName })).toEqual(KNOWN);
    expect(look({}, { ...first, ...vault({ hostName }) })).toEqual(KNOWN);
  });
});

describe("another machine at the address", () => {
  it.each([
    ["BIOS id, though the machine id is the same", { "bios-id": OTHER }, /BIOS id is 4c4c4544-.*, expected 42062e7b/],
    ["machine id, though the BIOS id is the same", { "machine-id": "f".repeat(31).concat("e") }, /machine id is f+e, expected 0123/],
    ["BIOS id and machine id", { "bios-id": OTHER, "machine-id": OTHER.replaceAll("-", "") }, /BIOS id is .* and its machine id is/],
  ])("is told by its %s", (_what, changes, message) => {
    expect(() => look(changes)).toThrow(expect.objectContaining({ code: "WrongMachine", message: expect.stringMatching(message) }));
  });

  it.each([
    ["a VM of the inventory", { machineType: "VirtualMachine" }, "EP0966"],
    ["a VM of the vault", vault({ machineType: "VirtualMachine" }), "EP0966"],
    ["a VM of the vault that was added by hand before", { machineType: "PhysicalServer", ...vault({ machineType: "VirtualMachine" }) }, "EP0966"],
    ["a physical server", { machineType: "PhysicalServer" }, "EP0970"],
    ["a physical server of the vault", vault({ machineType: "PhysicalServer" }), "EP0970"],
    ["a machine of which nobody has said what it is", {}, "EP0970"],
  ] as const)("has the vendor's code for %s", (_what, over, vendorCode) => {
    expect(() => look({ "bios-id": OTHER }, over)).toThrow(expect.objectContaining({ code: "WrongMachine", vendorCode }));
  });

  it.each([
    ["BIOS id", { expectedBiosId: OTHER }, "EP0970"],
    ["machine id", { expectedMachineId: OTHER }, "EP0970"],
    ["host name", { expectedHostName: "db07" }, "EP2005"],
    ["FQDN", { expectedHostName: "db07.contoso.com" }, "EP2005"],
    ["name in the vault", vault({ hostName: "db07.contoso.com" }), "EP2005"],
  ])("is told at first contact by the %s that was given for it", (_what, over, vendorCode) => {
    expect(() => look({}, { ...first, ...over })).toThrow(expect.objectContaining({ code: "WrongMachine", vendorCode }));
  });

  it("is told by its name where neither has an id, and by the domain where both have one", () => {
    const nameless = { "bios-id": undefined, "machine-id": undefined };
    expect(() => look({ ...nameless, "host-name": "web02" })).toThrow(expect.objectContaining({ code: "WrongMachine", vendorCode: "EP2005" }));
    const placed = { ...first, expectedHostName: "web01.contoso.com" };
    expect(() => look({ ...nameless, "host-name": "web01.fabrikam.com" }, placed)).toThrow(expect.objectContaining({ vendorCode: "EP2005" }));
    expect(() => look({ ...nameless, "host-name": "web01-old" }, placed)).toThrow(expect.objectContaining({ vendorCode: "EP2005" }));
  });

  it.each([
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "03000200-0400-0500-0006-000700080009",
    "Not Settable",
    "N/A",
    "None",
  ])("is not taken for the same by the BIOS id %s, which many machines have", (biosId) => {
    const record = { identity: { hostName: "web01", biosId, machineId: MACHINE } };
    expect(() => look({ "bios-id": biosId, "machine-id": OTHER }, record)).toThrow(expect.objectContaining({ code: "WrongMachine" }));
    expect(look({ "bios-id": biosId }, first)).toEqual({ hostName: "web01", machineId: MACHINE });
  });

  it("is not accepted by accepting its name", () => {
    expect(() => look({ "host-name": "web02", "bios-id": OTHER }, {}, true)).toThrow(expect.objectContaining({ code: "WrongMachine" }));
  });
});

describe("a machine that was renamed", () => {
  it.each([
    ["both ids", {}],
    ["the BIOS id alone", { "machine-id": undefined }],
    ["the machine id alone", { "bios-id": undefined }],
  ])("has an error of its own when %s are those on record", (_what, changes) => {
    const error = { code: "MachineRenamed", vendorCode: "EP2005", message: expect.stringMatching(/host name is web02, expected web01/) };
    expect(() => look({ ...changes, "host-name": "web02" })).toThrow(expect.objectContaining(error));
  });

  it("is known by an id that the inventory gave, at first contact", () => {
    expect(() => look({}, { ...first, expectedBiosId: BIOS, expectedHostName: "db07" })).toThrow(expect.objectContaining({ code: "MachineRenamed" }));
  });

  it("goes on record under its new name when that is accepted, and passes from then on", () => {
    const renamed = look({ "host-name": "web02" }, {}, true);
    expect(renamed).toEqual({ ...KNOWN, hostName: "web02" });
    expect(look({ "host-name": "web02" }, { identity: renamed })).toEqual(renamed);
    expect(() => look({ "host-name": "web01" }, { identity: renamed })).toThrow(expect.objectContaining({ code: "MachineRenamed" }));
  });

  it("passes after it was accepted though inventory and vault still have the old name, until they have yet another", () => {
    const old = { expectedHostName: "old01", ...vault({ hostName: "old01.contoso.com" }) };
    const identity = look({}, { ...first, ...old }, true);
    expect(identity).toEqual({ ...KNOWN, acceptedNames: ["old01", "old01.contoso.com"] });
    expect(look({}, { identity, ...old })).toEqual(identity);
    expect(() => look({}, { identity, ...vault({ hostName: "third01" }) })).toThrow(expect.objectContaining({ code: "MachineRenamed" }));
  });
});
