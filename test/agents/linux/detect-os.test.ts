import { describe, expect, it } from "vitest";
import { detectOs, RELEASE_KEYS, type ReleaseFiles } from "../../../lib/agents/linux/detect-os.js";
import { CATALOGUE, OS_CATALOGUE } from "../../../lib/agents/systems/os-catalogue.js";

const rows: readonly (readonly [string, ReleaseFiles])[] = [
  ["OL6-64", { oracleRelease: "Oracle Linux Server release 6.4\n" }],
  ["OL6-64", { oracleRelease: "Oracle Linux Server release 6.10\n" }],
  ["OL7-64", { oracleRelease: "Oracle Linux Server release 7.9\n" }],
  ["OL10-64", { oracleRelease: "Oracle Linux Server release 10.0\n" }],
  ["RHEL5-64", { redhatRelease: "CentOS release 5.11 (Final)\n" }],
  ["RHEL6-64", { redhatRelease: "CentOS release 6.10 (Final)\n" }],
  ["RHEL6-64", { redhatRelease: "Red Hat Enterprise Linux Workstation release 6.9 (Santiago)\n" }],
  ["RHEL7-64", { redhatRelease: "Red Hat Enterprise Linux Server release 7.9 (Maipo)\n" }],
  ["RHEL8-64", { redhatRelease: "Red Hat Enterprise Linux release 8.10 (Ootpa)\n" }],
  ["RHEL9-64", { redhatRelease: "AlmaLinux release 9.4 (Seafoam Ocelot)\n" }],
  ["RHEL10-64", { redhatRelease: "Rocky Linux release 10.0 (Red Quartz)\n" }],
  ["SLES11-SP3-64", { suseRelease: "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 3\n" }],
  ["SLES11-SP4-64", { suseRelease: "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n" }],
  [
    "SLES12-64",
    { suseRelease: "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 5\n", osRelease: 'NAME="SLES"\nVERSION="12-SP5"\n' },
  ],
  ["SLES15-64", { osRelease: 'NAME="SLES"\nVERSION="15-SP5"\n' }],
  ["SLES15-64", { osRelease: 'NAME="openSUSE Leap"\nVERSION="15.5"\n' }],
  ["UBUNTU-22.04-64", { lsbRelease: "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n", debianVersion: "bookworm/sid\n" }],
  ["DEBIAN7-64", { debianVersion: "7.11\n" }],
  ["DEBIAN12-64", { osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', debianVersion: "12.11\n" }],
];

const samples = OS_CATALOGUE.flatMap(({ tag, detect, sample }) =>
  detect && sample ? [[tag, { [RELEASE_KEYS[detect.file]]: `${sample}\n` }] as const] : [],
);
const refused = CATALOGUE.unsupported.map(({ file, sample, reason }) => [sample, { [RELEASE_KEYS[file]]: `${sample}\n` }, reason] as const);

describe("the catalogue", () => {
  it("has a sample of every Linux system", () => expect(samples.length).toBe(OS_CATALOGUE.filter(({ family }) => family === "Linux").length));
  it.each(samples)("detects %s by its sample", (tag, files) => expect(detectOs(files, "x86_64")).toMatchObject({ supported: true, tag }));
  it.each(refused)("refuses %s with its reason", (_sample, files, reason) => {
    expect(detectOs(files, "x86_64")).toMatchObject({ supported: false, message: expect.stringContaining(`: ${reason}. Supported: `) });
  });
});

describe("detectOs", () => {
  it.each(rows)("finds %s", (tag, files) => {
    expect(detectOs(files, "x86_64")).toMatchObject({ supported: true, tag });
  });

  it("takes Oracle Linux for itself, not for the Red Hat that its second file names", () => {
    const files = { oracleRelease: "Oracle Linux Server release 8.9\n", redhatRelease: "Red Hat Enterprise Linux release 8.9 (Ootpa)\n" };
    expect(detectOs(files, "x86_64")).toMatchObject({ tag: "OL8-64" });
  });

  it("takes Ubuntu for itself, not for the Debian whose version it carries", () => {
    expect(detectOs({ lsbRelease: "DISTRIB_RELEASE=20.04\n", debianVersion: "11.0\n" }, "x86_64")).toMatchObject({ tag: "UBUNTU-20.04-64" });
  });

  it.each([
    ["Oracle Linux Server release 6.3", { oracleRelease: "Oracle Linux Server release 6.3\n" }],
    ["CentOS release 5.1", { redhatRelease: "CentOS release 5.1\n" }],
    ["CentOS Stream release 9", { redhatRelease: "CentOS Stream release 9\n" }],
    ["Fedora release 40", { redhatRelease: "Fedora release 40 (Forty)\n" }],
    ["Ubuntu 23.10", { lsbRelease: 'DISTRIB_RELEASE=23.10\nDISTRIB_DESCRIPTION="Ubuntu 23.10"\n', debianVersion: "12.0\n" }],
    ["Debian trixie/sid", { debianVersion: "trixie/sid\n" }],
    ["an unknown system", {}],
  ])("refuses %s and says what is supported", (name, files) => {
    const detected = detectOs(files, "x86_64");
    expect(detected).toMatchObject({ supported: false, reason: "OperatingSystem" });
    expect(detected).toHaveProperty("message", expect.stringContaining(name));
    expect(detected).toHaveProperty("message", expect.stringContaining("Ubuntu 22.04"));
  });

  const os = (ID: string, more = "") => `PRETTY_NAME="${ID} one"\nID=${ID}\n${more}`;
  it.each([
    ["Pop!_OS", { lsbRelease: "DISTRIB_ID=Pop\nDISTRIB_RELEASE=22.04\n", osRelease: os("pop") }],
    ["KDE neon", { lsbRelease: "DISTRIB_ID=neon\nDISTRIB_RELEASE=22.04\n", osRelease: os("neon") }],
    ["Raspbian", { debianVersion: "12.5\n", osRelease: os("raspbian") }],
    ["LMDE", { debianVersion: "12.5\n", osRelease: os("linuxmint") }],
    ["a maker's rebuild", { redhatRelease: "Red Hat Enterprise Linux release 8.9 (Ootpa)\n", osRelease: os('"cloudlinux"') }],
    ["openSUSE 12.3", { suseRelease: "openSUSE 12.3 (x86_64)\nVERSION = 12.3\nCODENAME = Dartmouth\n" }],
    ["a SUSE desktop", { suseRelease: "SUSE Linux Enterprise Desktop 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 3\n" }],
  ] as const)("refuses %s as not on the vendor's list, whatever it is made from", (_name, files) => {
    expect(detectOs(files, "x86_64")).toMatchObject({ supported: false, message: expect.stringMatching(/not on (it itself|the vendor's list)/) });
  });

  it.each([
    ["SLES12-64", { suseRelease: "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 1\n", osRelease: os("sles") }],
    ["SLES15-64", { osRelease: os("sles_sap", 'NAME="SLES_SAP"\nVERSION="15-SP6"\n') }],
    ["SLES15-64", { osRelease: os("opensuse-leap", 'NAME="openSUSE Leap"\nVERSION="15.6"\n') }],
    ["RHEL9-64", { redhatRelease: "Rocky Linux release 9.4\n", osRelease: os('"rocky"') }],
    ["DEBIAN12-64", { debianVersion: "12.5\n", osRelease: os("debian") }],
  ] as const)("takes %s by what it calls itself", (tag, files) => {
    expect(detectOs(files, "x86_64")).toMatchObject({ supported: true, tag });
  });

  it("refuses SLES 12 without a service pack", () => {
    const suseRelease = "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 0\n";
    expect(detectOs({ suseRelease }, "x86_64")).toMatchObject({ supported: false, message: expect.stringContaining("service packs from 1 on") });
  });

  it("refuses machines that are not 64-bit x86", () => {
    expect(detectOs({ debianVersion: "12.1\n" }, "aarch64")).toMatchObject({ supported: false, reason: "Architecture" });
  });
});
