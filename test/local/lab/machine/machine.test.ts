import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newHostKey } from "../../../../local/lab/door/host-key.js";
import { type Lab, startLab } from "../../../../local/lab/lab.js";
import { until } from "../../../until.js";
import { hasSshd, LAB_DIR, lacksLab, noLab, ssh, whyNot } from "../here.js";

const MODES = [
  { mode: "sshd" as const, isolation: undefined, missing: hasSshd ? null : "root and OpenSSH's server" },
  { mode: "in-process" as const, isolation: undefined, missing: noLab },
  { mode: "in-process" as const, isolation: "user-namespace" as const, missing: await whyNot("user-namespace") },
  { mode: "in-process" as const, isolation: "chroot" as const, missing: await whyNot("chroot") },
  { mode: "in-process" as const, isolation: "simulated" as const, missing: await whyNot("simulated") },
];

describe.each(MODES)("a lab machine ($mode, $isolation)", ({ mode, isolation, missing }) => {
  let lab: Lab;
  beforeAll(async () => {
    if (!missing) lab = await startLab({ dir: LAB_DIR, mode, ...(isolation ? { isolation } : {}) });
  });
  afterAll(async () => lab?.close());
  const title = (text: string) => (missing ? `${text} (needs ${missing})` : text);
  const standsIn = (what: string) => lab.standIns.some(({ of }) => of === what);

  it.skipIf(missing)(title("answers a password and a key, and refuses a wrong password"), async () => {
    const { publicKey, privateKey } = keyPair();
    const machine = await lab.machine({ name: "login", osTag: "RHEL8-64", account: { name: "root", password: "right", publicKeys: [publicKey] } });
    expect(await ssh(machine, { password: "right" }, "id -u; hostname; echo oops >&2; exit 3")).toEqual({
      exitCode: 3,
      signal: undefined,
      stdout: "0\nlogin\n",
      stderr: "oops\n",
    });
    expect((await ssh(machine, { privateKey }, "wc -c", "x".repeat(1_000_000))).stdout.trim()).toBe("1000000");
    expect((await ssh(machine, { password: "right" }, "kill -KILL $$")).signal).toMatch(/KILL/);
    await expect(ssh(machine, { password: "wrong" }, "true")).rejects.toThrow(/authentication/);
  });

  it.skipIf(missing)(title("shows the host key that it says it has, and another one after a change"), async () => {
    const machine = await lab.machine({ name: "keys", osTag: "DEBIAN12-64" });
    const shown = async () => {
      let seen = "";
      const hostVerifier = (key: string) => {
        seen = key;
        return true;
      };
      await ssh(machine, { password: "lab", hostHash: "sha256", hostVerifier }, "true");
      return Buffer.from(seen, "hex").toString("base64").replace(/=+$/, "");
    };
    const before = machine.hostKey().sha256;
    expect(await shown()).toBe(before);
    await machine.changeHostKey();
    expect(machine.hostKey().sha256).not.toBe(before);
    expect(await shown()).toBe(machine.hostKey().sha256);
  });

  it.skipIf(missing)(title("keeps its disk over a restart, loses its processes and changes its boot id"), async () => {
    const machine = await lab.machine({ name: "restart", osTag: "UBUNTU-22.04-64" });
    const before = machine.bootId();
    expect((await machine.readFile("/proc/sys/kernel/random/boot_id")).trim()).toBe(before);
    await machine.exec("echo kept >/var/kept; setsid sleep 997 </dev/null >/dev/null 2>&1 & echo $! >/run/it.pid");
    await machine.reboot();
    expect((await machine.readFile("/proc/sys/kernel/random/boot_id")).trim()).toBe(machine.bootId());
    expect(machine.bootId()).not.toBe(before);
    expect(await machine.readFile("/var/kept")).toBe("kept\n");
    expect((await machine.exec("test -e /run/it.pid")).exitCode).toBe(1);
    expect((await ssh(machine, { password: "lab" }, "cat /var/kept")).stdout).toBe("kept\n");
  });

  it.skipIf(missing)(title("comes back by itself when it restarts itself, and stays away when it is shut down"), async () => {
    const machine = await lab.machine({ name: "itself", osTag: "RHEL7-64" });
    const before = machine.bootId();
    await machine.exec("reboot");
    await until(async () => machine.bootId() !== before);
    await until(async () => (await ssh(machine, { password: "lab" }, "echo here").catch(() => undefined))?.stdout === "here\n");
    await machine.exec("shutdown -h now");
    await until(async () => (await machine.exec("true").catch((error: { code?: string }) => error.code)) === "MachineUnreachable");
    await expect(ssh(machine, { password: "lab" }, "true")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await machine.start();
    expect((await machine.exec("echo here")).stdout).toBe("here\n");
  });

  it.skipIf(missing)(title("gives users sudo with a password, without one, or none at all"), async () => {
    const make = (sudo: "nopasswd" | "password" | "none") =>
      lab.machine({ name: `sudo-${sudo}`, osTag: "RHEL8-64", account: { name: "dep", password: "pw", sudo } });
    const [free, asks, none] = await Promise.all([make("nopasswd"), make("password"), make("none")]);
    // Root by another name knows itself as root, but in a simulated machine, where both are names alone.
    const itself = (standsIn("sudo") || standsIn("a second account")) && lab.isolation !== "simulated" ? "root" : "dep";
    expect((await ssh(free, { password: "pw" }, "id -un; sudo -n id -u")).stdout).toBe(`${itself}\n0\n`);
    expect((await ssh(asks, { password: "pw" }, "sudo -n id -u")).exitCode).toBe(1);
    expect((await ssh(asks, { password: "pw" }, "sudo -k -S -p '' id -u", "pw\n")).stdout).toBe("0\n");
    expect((await ssh(none, { password: "pw" }, "sudo -k -S -p '' id -u", "pw\n")).exitCode).toBe(1);
  });

  it.skipIf(missing)(title("speaks only old algorithms as a legacy server"), async () => {
    const machine = await lab.machine({ name: "legacy", osTag: "RHEL6-64", legacySsh: true });
    const algorithms = { kex: ["curve25519-sha256" as const], serverHostKey: ["ssh-ed25519" as const] };
    await expect(ssh(machine, { password: "lab", algorithms }, "true")).rejects.toThrow(/no matching/);
    const old = { kex: ["diffie-hellman-group14-sha1" as const], serverHostKey: ["ssh-rsa" as const] };
    expect((await ssh(machine, { password: "lab", algorithms: old }, "echo in")).stdout).toBe("in\n");
    expect(machine.hostKey().type).toBe("ssh-rsa");
  });
});

describe("the in-process server", () => {
  it.skipIf(noLab)(`answers keyboard-interactive logins, and has neither sftp nor a terminal${lacksLab}`, async () => {
    const lab = await startLab({ dir: LAB_DIR, mode: "in-process" });
    const machine = await lab.machine({ name: "interactive", osTag: "RHEL8-64" });
    const client = new ssh2.Client();
    const ready = new Promise((resolve, reject) => client.once("ready", () => resolve("ready")).on("error", reject));
    client.on("keyboard-interactive", (_name, _text, _language, _prompts, answer) => answer(["lab"]));
    const { address, port } = machine.place();
    client.connect({ host: address, port, username: "root", tryKeyboard: true, authHandler: ["keyboard-interactive"] });
    expect(await ready).toBe("ready");
    expect(await new Promise((resolve) => client.sftp(resolve))).toBeInstanceOf(Error);
    expect(await new Promise((resolve) => client.shell(resolve))).toBeInstanceOf(Error);
    client.end();
    await lab.close();
  });
});

function keyPair() {
  const { privateKey } = newHostKey({ legacy: false });
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return { privateKey, publicKey: `ssh-ed25519 ${key.getPublicSSH().toString("base64")}` };
}
