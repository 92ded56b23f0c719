import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, startLab } from "../../../../local/lab/lab.js";
import { processesOf } from "../../../../local/lab/simulated/own-processes.js";
import { whySimulationCannotRun } from "../../../../local/lab/simulated/simulated-disk.js";
import { until } from "../../../until.js";
import { LAB_DIR, ssh } from "../here.js";

const missing = await whySimulationCannotRun();

describe.skipIf(missing)(`a simulated machine${missing ? ` (needs ${missing})` : ""}`, { timeout: 120_000 }, () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ dir: LAB_DIR, isolation: "simulated" });
  });
  afterAll(async () => lab.close());

  it("looks from inside like a machine of its own on which one is root", async () => {
    const machine = await lab.machine({ name: "inside", osTag: "RHEL8-64" });
    const { stdout } = await ssh(
      machine,
      { password: "lab" },
      "/bin/sh -s",
      "id -u; uname -n; cd /var/lib; pwd; cat /etc/redhat-release; command -v rpm\n",
    );
    expect(stdout).toBe("0\ninside\n/var/lib\nRed Hat Enterprise Linux release 8.10 (Ootpa)\n/usr/bin/rpm\n");
    const looks = "find /var/lib -prune -user 0; ls -d /proc/[0-9]*/stat | wc -l\n";
    expect((await ssh(machine, { password: "lab" }, "/bin/sh -s", looks)).stdout).toMatch(/^\/var\/lib\n[3-9]\n$/); // its first process, that one's, the shell
    expect((await ssh(machine, { password: "lab" }, "cat >/opt/bytes; wc -c </opt/bytes", "/etc/hosts")).stdout.trim()).toBe("10");
  });

  it("has an agent, keeps its disk over a restart, and sees no other machine's processes", async () => {
    const agent = { version: "9.62.7096.1" };
    const [one, two] = await Promise.all([
      lab.machine({ name: "one", osTag: "DEBIAN11-64", agent }),
      lab.machine({ name: "two", osTag: "RHEL8-64" }),
    ]);
    const services = "cat /proc/[0-9]*/stat | grep -c '(svagents)'";
    expect((await one.exec(services)).stdout).toBe("1\n");
    expect((await two.exec(services)).stdout).toBe("0\n");
    const before = one.bootId();
    await one.exec("reboot");
    await until(async () => one.bootId() !== before);
    expect((await one.readFile("/proc/sys/kernel/random/boot_id")).trim()).toBe(one.bootId());
    expect(await one.readFile("/usr/local/.vx_version")).toContain("VERSION=9.62.7096.1");
    expect((await one.exec("/usr/local/ASR/Vx/bin/status")).stdout).toContain("VX Agent daemon is running...");
  });

  it("lets an account become root by its password, and only so", async () => {
    const machine = await lab.machine({ name: "ops", osTag: "RHEL9-64", account: { name: "ops", password: "pw", sudo: "password" } });
    const login = { password: "pw" };
    expect((await ssh(machine, login, "id -un; env LC_ALL=C sudo -n /bin/sh -s", "id -u\n")).stdout).toBe("ops\n");
    expect((await ssh(machine, login, "env LC_ALL=C sudo -k -S -p '' /bin/sh -s", "pw\nid -u; echo ~\n")).stdout).toBe("0\n/root\n");
  });

  it("tells the free space that was ordered", async () => {
    const machine = await lab.machine({ name: "small", osTag: "RHEL8-64", freeDiskBytes: 1_048_576 });
    const free = async () => (await machine.exec("df -Pk / | awk 'END { print $4 }'")).stdout;
    expect(await free()).toBe("1024\n");
    await machine.setFreeDisk(2_097_152);
    expect(await free()).toBe("2048\n");
  });

  it("leaves no process and no folder behind", async () => {
    const machine = await lab.machine({ name: "gone", osTag: "RHEL8-64", agent: { version: "9.62.7096.1" } });
    const root = join(lab.folder, "machines/gone/disk/root");
    await machine.exec("setsid sleep 997 </dev/null >/dev/null 2>&1 &");
    expect((await processesOf(root)).length).toBeGreaterThan(3);
    await machine.close();
    expect(await processesOf(root)).toEqual([]);
    expect(existsSync(root)).toBe(false);
  });
});
