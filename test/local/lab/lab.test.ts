import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { startLab } from "../../../local/lab/lab.js";
import { until } from "../../until.js";
import { AS_TEXT } from "../build-program.js";
import { hasSshd, LAB_DIR, lacksLab, noLab } from "./here.js";

const processesOf = async (folder: string): Promise<readonly string[]> => {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const mounts = await Promise.all(
    pids.map(async (pid) => ((await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => "")).includes(folder) ? pid : "")),
  );
  return mounts.filter(Boolean);
};

describe("a lab", { timeout: 60_000 }, () => {
  it.skipIf(noLab)(`leaves no folder, mount or process behind when it is closed${lacksLab}`, async () => {
    const lab = await startLab({ dir: LAB_DIR });
    await lab.machine({ name: "one", osTag: "RHEL8-64", agent: { version: "9.62.7096.1" } });
    if (hasSshd) await lab.machine({ name: "small", osTag: "RHEL8-64", freeDiskBytes: 1_000_000 });
    expect((await processesOf(lab.folder)).length).toBeGreaterThan(1);
    await lab.close();
    expect(existsSync(lab.folder)).toBe(false);
    expect(await processesOf(lab.folder)).toEqual([]);
  });

  it.skipIf(noLab)(`cleans up after a lab whose process was killed${lacksLab}`, async () => {
    const folder = await abandonedLab();
    expect(existsSync(folder)).toBe(true);
    await until(async () => (await processesOf(`upperdir=${folder}`)).length === 0);
    const lab = await startLab({ dir: LAB_DIR });
    expect(existsSync(folder)).toBe(false);
    expect(await processesOf(folder)).toEqual([]);
    await lab.close();
  });

  it.skipIf(!hasSshd)(
    `gives a machine a disk with so much free space as was ordered${hasSshd ? "" : " (needs root and OpenSSH's server)"}`,
    async () => {
      const lab = await startLab({ dir: LAB_DIR });
      const machine = await lab.machine({ name: "full", osTag: "RHEL8-64", agent: { version: "9.62.7096.1" }, freeDiskBytes: 1024 * 1024 });
      const write = (megabytes: number) =>
        machine.exec(`dd if=/dev/zero of=/tmp/big bs=1M count=${megabytes}; status=$?; rm -f /tmp/big; exit $status`);
      expect((await write(2)).exitCode).not.toBe(0);
      await machine.setFreeDisk(8 * 1024 * 1024);
      expect((await write(2)).exitCode).toBe(0);
      await machine.reboot();
      expect(await machine.readFile("/usr/local/.vx_version")).toContain("VERSION=9.62.7096.1");
      await lab.close();
    },
  );

  it.skipIf(noLab)(`refuses names that are taken or cannot be host names${lacksLab}`, async () => {
    const lab = await startLab({ dir: LAB_DIR });
    await expect(lab.machine({ name: "../x", osTag: "RHEL8-64" })).rejects.toMatchObject({ code: "InvalidParameter" });
    await lab.machine({ name: "twin", osTag: "RHEL8-64" });
    await expect(lab.machine({ name: "twin", osTag: "RHEL8-64" })).rejects.toMatchObject({ code: "Conflict" });
    await lab.close();
  });
});

/** Starts a lab in another process, kills that, gives the folder that it left. */
async function abandonedLab(): Promise<string> {
  const contents = `import { startLab } from "./local/lab/lab.ts";
    const lab = await startLab({ dir: process.argv[2] });
    await lab.machine({ name: "left", osTag: "RHEL8-64"${hasSshd ? ", freeDiskBytes: 1000000" : ""} });
    console.log(lab.folder);
    process.kill(process.pid, "SIGKILL");`;
  // Inside the repository, so that ssh2 is found.
  const outfile = join("node_modules", ".cache", `abandoned-lab-${process.pid}.mjs`);
  const options = { bundle: true, platform: "node", format: "esm", loader: AS_TEXT, packages: "external" } as const;
  await build({ ...options, stdin: { contents, resolveDir: process.cwd() }, outfile });
  const child = spawn(process.execPath, [outfile, LAB_DIR], { stdio: ["ignore", "pipe", "inherit"] });
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  await rm(outfile);
  return output.trim();
}
