import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runLocal } from "../../../../local/lab/run-local.js";
import { sudoWorks } from "../../../../local/lab/stand-ins/sudo.js";
import sudo from "../../../../local/lab/stand-ins/sudo.sh";

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
