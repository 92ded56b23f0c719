import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { which } from "../../../../local/lab/disk/which.js";
import { installAgent } from "../../../../local/lab/installer/install-agent.js";
import { makeInstaller } from "../../../../local/lab/installer/installer.js";
import { type Lab, startLab } from "../../../../local/lab/lab.js";
import type { LabMachine } from "../../../../local/lab/machine/machine.js";
import { LAB_CONFIGURATION_SERVER } from "../../../../local/lab/machine/spec.js";
import { needs } from "../../../here.js";
import { until } from "../../../until.js";
import { LAB_DIR, noLab } from "../here.js";

let dir: string;
let lab: Lab;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "lab-installer-test-"));
  if (!noLab) lab = await startLab({ dir: LAB_DIR });
});
afterAll(async () => {
  await lab?.close();
  await rm(dir, { recursive: true });
});

describe("a lab installer's archive", () => {
  it("is gzip for Debian 11, has the vendor's name and is the same each time", async () => {
    const options = { version: "9.62.7096.1", osTag: "DEBIAN11-64", dir, sizeBytes: 300_000 };
    const first = await makeInstaller(options);
    expect(first.fileName).toBe("Microsoft-ASR_UA_9.62.7096.1_DEBIAN11-64_GA_15Jan2025_release.tar.gz");
    expect(Math.abs(first.sizeBytes - 300_000)).toBeLessThan(16_000);
    expect((await makeInstaller(options)).sha256).toBe(first.sha256);
    expect((await makeInstaller({ ...options, version: "9.62.7097.1" })).sha256).not.toBe(first.sha256);
    const listed = execFileSync("tar", ["-tf", first.path], { encoding: "utf8" }).split("\n");
    expect(listed).toEqual(expect.arrayContaining(["install", "uninstall.sh", "UnifiedAgentConfigurator.sh", "OS_details.sh", "payload.bin"]));
  });

  it("is LZMA for RHEL where xz is installed, in spite of its name", async () => {
    const { compression, path } = await makeInstaller({ version: "9.62.7096.1", osTag: "RHEL8-64", dir });
    const [first, second] = await readFile(path);
    expect([first, second]).toEqual(compression === "lzma" ? [0x5d, 0x00] : [0x1f, 0x8b]);
  });
});

it.each([
  [["DEBIAN7-64", "DEBIAN8-64", "DEBIAN9-64", "DEBIAN10-64", "DEBIAN11-64"], "gzip"],
  [["DEBIAN12-64", "UBUNTU-22.04-64", "SLES15-64", "OL9-64"], "lzma"],
] as const)("a lab installer for %j is %s, as the vendor's are", async (osTags, compression) => {
  const xz = (await which("xz")) !== null;
  for (const osTag of osTags)
    expect(await makeInstaller({ version: "9.62.7096.1", osTag, dir })).toMatchObject({ compression: xz ? compression : "gzip" });
});

it.skipIf(needs("xz"))(`a lab installer in LZMA is unpacked by xz, and not by tar alone${needs("xz")}`, async () => {
  const { path } = await makeInstaller({ version: "9.62.7096.1", osTag: "RHEL8-64", dir });
  expect(spawnSync("tar", ["-tf", path]).status).not.toBe(0);
  const unpacked = spawnSync("sh", ["-c", 'xz -dc "$1" | tar -tf -', "sh", path], { encoding: "utf8" });
  expect(unpacked.stdout.split("\n")).toContain("install");
});

describe("a lab installer", { timeout: 60_000 }, () => {
  const make = (name: string, version?: string) => lab.machine({ name, osTag: "DEBIAN11-64", ...(version ? { agent: { version } } : {}) });
  const unpack = async (machine: LabMachine, version: string, osTag = "DEBIAN11-64") => {
    const { path } = await makeInstaller({ version, osTag, dir });
    const { exitCode, stderr } = await machine.exec("rm -rf /opt/i && mkdir /opt/i && cd /opt/i && gzip -dc | tar -xf -", await readFile(path));
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  };
  const install = async (machine: LabMachine, options: string) => (await machine.exec(`cd /opt/i && ./install ${options}`)).exitCode;
  const versionOn = async (machine: LabMachine) => /^VERSION=(.*)$/m.exec((await machine.exec("cat /usr/local/.vx_version")).stdout)?.[1];

  it.skipIf(noLab)("installs, registers, runs its services over a restart and uninstalls", async () => {
    const machine = await make("whole");
    await unpack(machine, "9.62.7096.1");
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(0);
    expect(await versionOn(machine)).toBe("9.62.7096.1");
    const { address, passphrase } = LAB_CONFIGURATION_SERVER;
    const register = async (server: string, secret: string) => {
      await machine.writeFile("/opt/passphrase", secret);
      return (await machine.exec(`/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh -i ${server} -P /opt/passphrase`)).exitCode;
    };
    expect(await register(address, "wrong")).toBe(14);
    expect(await machine.readFile("/usr/local/.vx_version")).toContain("AGENT_CONFIGURATION_STATUS=Failed");
    expect(await register("10.1.1.1", passphrase)).toBe(14);
    expect(await register(address, passphrase)).toBe(0);
    expect(await register("10.1.1.1", passphrase)).toBe(13);
    expect(await machine.readFile("/usr/local/.vx_version")).toContain("AGENT_CONFIGURATION_STATUS=Succeeded");
    await machine.reboot();
    expect((await machine.exec("/usr/local/ASR/Vx/bin/status && systemctl is-active vxagent")).stdout).toContain("VX Agent daemon is running...");
    expect((await machine.exec("/usr/local/ASR/uninstall.sh -Y")).exitCode).toBe(0);
    expect(await versionOn(machine)).toBeUndefined();
    expect((await machine.exec("cat /proc/[0-9]*/comm | grep svagents")).exitCode).toBe(1);
  });

  it.skipIf(noLab)("has the vendor's traps: 98 without a role, 0 for a wrong switch, 1 for a stale lock, and nothing is installed", async () => {
    const machine = await make("traps");
    await unpack(machine, "9.62.7096.1");
    expect(await install(machine, "-q -v VmWare")).toBe(98);
    expect(await install(machine, "-q -r Agent -v VmWare")).toBe(98);
    expect(await install(machine, "-q -r MS -v Vmware")).toBe(96);
    expect(await install(machine, "-q -z")).toBe(0);
    expect(await install(machine, "-q -a Update -r MS -v VmWare")).toBe(0);
    await machine.setFaults({ staleLock: true });
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(1);
    await machine.setFaults({ hostsFileIncomplete: true });
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(174);
    await machine.setFaults({ secureBoot: true });
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(99);
    await machine.setFaults({ installerExitCode: 97 });
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(97);
    expect(JSON.parse(await machine.readFile("/var/log/InstallerErrors.json"))).toMatchObject({
      Errors: [{ default_message: "Failed as ordered." }],
    });
    await unpack(machine, "9.62.7096.1", "DEBIAN10-64");
    await machine.setFaults({});
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(149);
    expect(await versionOn(machine)).toBeUndefined();
  });

  it.skipIf(noLab)("ends an upgrade with 98 and leaves the old driver loaded until the restart", async () => {
    const machine = await make("upgrade", "9.58.7000.1");
    const driver = async () => (await machine.exec("/usr/local/ASR/Vx/bin/inm_dmit --op=get_driver_version")).stdout;
    await unpack(machine, "9.62.7096.1");
    expect(await install(machine, "-q -v VmWare")).toBe(98);
    expect(await versionOn(machine)).toBe("9.62.7096.1");
    expect(await machine.readFile("/var/log/InstallerErrors.json")).toContain("ASRMobiityServiceInstallerLinuxRecommendedReboot");
    expect(await machine.readFile("/usr/local/.vx_version")).toContain("AGENT_CONFIGURATION_STATUS=Succeeded");
    expect(await driver()).toContain("Product Version: 9,58,1,7000");
    await machine.reboot();
    expect(await driver()).toContain("Product Version: 9,62,1,7096");
    await unpack(machine, "9.58.7000.1");
    expect(await install(machine, "-q -v VmWare")).toBe(15);
    expect(await install(machine, "-q -v VmWare -c CSPrime")).toBe(97);
    expect(await versionOn(machine)).toBe("9.62.7096.1");
  });

  it.skipIf(noLab)("compares versions with their dots removed, as the vendor's, and upgrades to the same version as well", async () => {
    const machine = await make("digits", "10.1.1.1");
    await unpack(machine, "9.62.7096.1");
    expect(await install(machine, "-q -v VmWare")).toBe(98);
    expect(await versionOn(machine)).toBe("9.62.7096.1");
    expect(await install(machine, "-q -v VmWare")).toBe(98);
  });

  it.skipIf(noLab)("ends with 44 when its services do not start as ordered, though all is there", async () => {
    const machine = await make("no-services");
    await unpack(machine, "9.62.7096.1");
    await machine.setFaults({ servicesDoNotStart: true });
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(44);
    expect(await versionOn(machine)).toBe("9.62.7096.1");
    expect((await machine.exec("/usr/local/ASR/Vx/bin/status")).exitCode).toBe(1);
    await machine.setFaults({});
    expect(await install(machine, "-q -v VmWare")).toBe(98);
    expect((await machine.exec("/usr/local/ASR/Vx/bin/status")).exitCode).toBe(0);
  });

  it.skipIf(noLab)("restarts the machine once in the middle when that is ordered, and leaves its lock", async () => {
    const machine = await make("middle");
    const before = machine.bootId();
    await unpack(machine, "9.62.7096.1");
    await machine.setFaults({ rebootDuringInstall: true });
    expect(await install(machine, "-q -r MS -v VmWare")).not.toBe(0);
    await until(async () => machine.bootId() !== before);
    expect(await versionOn(machine)).toBeUndefined();
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(1);
    await machine.exec("rm /usr/local/.install.lck");
    expect(await install(machine, "-q -r MS -v VmWare")).toBe(0);
  });

  it.skipIf(noLab)("registers a modernized agent by config.json alone", async () => {
    const machine = await make("modern");
    await installAgent(machine, { version: "9.62.7096.1", generation: "Modernized" });
    expect(await machine.readFile("/usr/local/ASR/Vx/etc/drscout.conf")).toContain("CSType=CSPrime");
    await machine.writeFile("/opt/config.json", "{}");
    const { exitCode } = await machine.exec("/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh -c CSPrime -S /opt/config.json -q");
    expect(exitCode).toBe(97);
  });
});
