import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { type Need, needs } from "../../here.js";
import type { ShellUnderTest } from "./local-transport.js";

/** Tests under dash, bash as sh, and busybox with nothing but its own tools (and flock, which it lacks). */
export function underEachShell(title: string, more: readonly Need[], tests: (under: ShellUnderTest) => void): void {
  const under = (shell: Need, one: ShellUnderTest, tools?: () => string) => {
    const lacking = needs(shell, ...more);
    describe.skipIf(lacking)(`${title} under ${shell}${lacking}`, () => tests(lacking || !tools ? one : { ...one, path: tools() }));
  };
  under("dash", { name: "dash", words: ["dash"] });
  under("bash", { name: "bash --posix", words: ["bash", "--posix"] });
  under("busybox", { name: "busybox sh", words: ["busybox", "sh"] }, busyboxTools);
}

function busyboxTools(): string {
  const folder = mkdtempSync(join(tmpdir(), "mf-busybox-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "bin"));
  const tools = spawnSync("busybox", ["--list"], { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
  // Not every build lists itself.
  for (const tool of new Set([...tools, "busybox"])) symlinkSync("/usr/bin/busybox", join(folder, "bin", tool));
  if (existsSync("/usr/bin/flock")) symlinkSync("/usr/bin/flock", join(folder, "bin", "flock"));
  return join(folder, "bin");
}
