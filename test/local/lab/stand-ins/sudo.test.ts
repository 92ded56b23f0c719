import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { createConnect } from "../../../../lib/remote/connect.js";
import { runLocal } from "../../../../local/lab/run-local.js";
import { sudoWorks } from "../../../../local/lab/stand-ins/sudo.js";
import sudo from "../../../../local/lab/stand-ins/sudo.sh";
import { needs } from "../../../here.js";
import { carry } from "../../../remote/ssh/carry.js";
import { sshServer } from "../../../remote/ssh/ssh-server.js";

const folder = mkdtempSync(join(tmpdir(), "lab-sudo-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The stand-in with its rule in a file of the test's. */
function ask(rule: string, words: readonly string[], input = "") {
  writeFileSync(join(folder, "rule"), `${rule} ${createHash("sha256").update("right").digest("hex")}\n`);
  return runLocal(["sh", "-c", sudo.replaceAll("/etc/lab/sudo", join(folder, "rule")), "sudo", ...words], input);
}

it("asks for the password as sudo does, and leaves the rest of its input to the command", async () => {
  expect(await ask("password", ["-n", "sh", "-s"], "echo in\n")).toMatchObject({ exitCode: 1, stdout: "", stderr: "sudo: a password is required\n" });
  expect(await ask("password", ["-k", "-S", "-p", "", "sh", "-s"], "right\necho in\n")).toMatchObject({ exitCode: 0, stdout: "in\n" });
  expect(await ask("password", ["-kS", "-p", "", "sh", "-s"], "wrong\n")).toMatchObject({ exitCode: 1, stdout: "" });
  expect((await ask("password", ["true"])).stderr).toMatch(/terminal is required/);
});

it("goes by the account's rule", async () => {
  expect(await ask("nopasswd", ["-n", "sh", "-c", "echo $USER $HOME"])).toMatchObject({ exitCode: 0, stdout: "root /root\n" });
  expect((await ask("none", ["-n", "true"])).stderr).toMatch(/is not in the sudoers file/);
  expect((await ask("password", ["-S", "true"], "wrong\nwrong\nwrong\n")).stderr).toMatch(/3 incorrect password attempts/);
});

const lacking = needs("root", "mount namespaces");

it.skipIf(lacking).each(["password", "nopasswd"])(
  `makes a login root over SSH as sudo does (%s), though its file is no set-user-id program${lacking}`,
  async (rule) => {
    writeFileSync(join(folder, "rule"), `${rule} ${createHash("sha256").update("right").digest("hex")}\n`);
    writeFileSync(join(folder, "sudo"), sudo.replaceAll("/etc/lab/sudo", join(folder, "rule")), { mode: 0o755 });
    const place = 'mount -t tmpfs none /usr/local/bin && cp "$0/sudo" /usr/local/bin/ && exec /bin/sh -c "$1"';
    const env = { PATH: "/usr/local/bin:/usr/bin:/bin" };
    await using server = await sshServer({
      authenticate: (context) => (context.method === "none" ? context.reject() : context.accept()),
      exec: (channel, command) => carry(channel, spawn("unshare", ["-m", "sh", "-c", place, folder, command], { env })),
    });
    const login = (password: string) =>
      createConnect({ baseDir: "/nonexistent" })({ ...server.target, userName: "ops", password: new Secret(password) });
    const machine = await login("right");
    expect((await machine.script("id -u")).stdout).toBe("0\n");
    await machine.close();
    if (rule === "nopasswd") return;
    const wrong = await login("wrong");
    await expect(wrong.script("id -u")).rejects.toMatchObject({ code: "RootRequired", target: "Password" });
    await wrong.close();
  },
);

it("is needed where sudo is there but cannot become root", async () => {
  const path = process.env.PATH;
  const set = (text: string) => writeFileSync(join(folder, "sudo"), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  process.env.PATH = `${folder}:${path}`;
  try {
    // `chroot` and what follows it are taken for the program and its words
    const pass = ["sh", "-c", 'shift 3; exec "$@"', "sh"];
    set("echo 'sudo: effective uid is not 0, is sudo on a file system with nosuid?' >&2; exit 1");
    expect(await sudoWorks(pass, "/")).toBe(false);
    set("exit 0");
    expect(await sudoWorks(pass, "/")).toBe(false);
    set("echo 'sudo: you do not exist in the passwd database' >&2; exit 1");
    expect(await sudoWorks(pass, "/")).toBe(true);
  } finally {
    process.env.PATH = path;
  }
});
