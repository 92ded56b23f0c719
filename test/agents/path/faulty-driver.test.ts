import { describe, expect, it } from "vitest";
import { type DriverHost, faultyDriverWarnings, loadedDriverWarnings } from "../../../lib/agents/path/faulty-driver.js";

const warned = (from: string | undefined, host: DriverHost) => faultyDriverWarnings([{ ...(from !== undefined && { from }), to: "9.50.1.1" }], host);
const focal = (kernel?: string): DriverHost => ({ osTag: "UBUNTU-20.04-64", kernel });

describe("the faulty driver", () => {
  it.each<[string, string, DriverHost]>([
    ["any build of 9.47", "9.47.6219.1", focal("5.8.0-63-generic")],
    ["the last faulty build of 9.48", "9.48.6308.1", focal("5.15.0-1-generic")],
    ["a kernel of 6", "9.47.0.0", focal("6.1.0")],
    ["Debian 10", "9.47.0.0", { osTag: "debian10-64", kernel: "5.10.0-0.bpo.9-amd64" }],
    ["SLES 15 SP3 with any kernel", "9.48.1.1", { osTag: "SLES15-64", osName: "SUSE Linux Enterprise Server 15 SP3", kernel: "5.3.18-57-default" }],
  ])("is warned of with %s", (_what, from, host) => {
    expect(warned(from, host)).toEqual([expect.stringContaining(`The driver of ${from} is faulty: the installer of 9.50.1.1 removes`)]);
  });

  it.each<[string, string | undefined, DriverHost]>([
    ["the next build of 9.48", "9.48.6309.1", focal("5.8.0")],
    ["9.46", "9.46.1.1", focal("5.8.0")],
    ["9.49", "9.49.1.1", focal("5.8.0")],
    ["a kernel before 5.8", "9.47.1.1", focal("5.7.19")],
    ["a kernel of 4.58", "9.47.1.1", focal("4.58.0")],
    ["another Ubuntu", "9.47.1.1", { osTag: "UBUNTU-18.04-64", kernel: "5.8.0" }],
    ["SLES 15 SP2", "9.47.1.1", { osTag: "SLES15-64", osName: "SUSE Linux Enterprise Server 15 SP2" }],
    ["a first installation", undefined, focal("5.8.0")],
  ])("is not warned of with %s", (_what, from, host) => {
    expect(warned(from, host)).toEqual([]);
  });

  it("is warned of with its condition while the kernel or the service pack is not known", () => {
    expect(warned("9.47.1.1", focal())[0]).toContain("is faulty on a kernel of 5.8 or newer:");
    expect(warned("9.47.1.1", { osTag: "SLES15-64" })[0]).toContain("is faulty on SLES 15 SP3:");
  });

  it("is warned of where a path leads over it", () => {
    const hops = [
      { from: "9.44.1.1", to: "9.48.6300.1" },
      { from: "9.48.6300.1", to: "9.52.1.1" },
    ];
    expect(faultyDriverWarnings(hops, focal("5.8.0"))).toEqual([expect.stringContaining("the installer of 9.52.1.1")]);
  });
});

describe("the loaded driver", () => {
  it.each([
    ["9.66.1.7690", 0],
    ["9.66.1.7691", 1],
    ["9.66.1.7749", 1],
    ["9.66.1.7750", 0],
    ["9.66.2.7700", 0],
    ["9.66.7700.1", 0],
    [undefined, 0],
  ])("is warned of from 9.66.1.7691 to 7749 (%s)", (version, warnings) => {
    expect(loadedDriverWarnings(version)).toHaveLength(warnings);
  });
});
