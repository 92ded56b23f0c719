import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { needs } from "../../here.js";

const FILE = import.meta.filename;
const RIGHT = createHash("sha256").update(readFileSync(FILE)).digest("hex");
const source = (name: string) => readFileSync(join(import.meta.dirname, "../../../lib/remote/posix/scripts", name), "utf8");
const SCRIPT = source("base.sh") + source("sha256.sh");

/** `before`: what stands for the machine's own programs. */
const run = (shell: readonly string[], before: string, size: number) => {
  const text = `${before}\n${SCRIPT}\nmf_sha256 "$1" "$2"; echo "$digest"`;
  const [program = "sh", ...applet] = shell;
  return spawnSync(program, [...applet, "-c", text, "sh", FILE, `${size}`], { encoding: "utf8" });
};
/** The digest that the script sets, and which programs it used. */
const digest = (...given: Parameters<typeof run>) =>
  run(...given)
    .stdout.trim()
    .split("\n");
const noted = (program: string) => `${program}() { echo ${program} >&3; command ${program} "$@"; }`;
const BOTH = `exec 3>&1\n${noted("openssl")}\n${noted("sha256sum")}`;

for (const shell of [["sh"], ["bash"], ["busybox", "sh"]] as const) {
  const lacking = needs(shell[0], "openssl");
  describe.skipIf(lacking)(`the digest of a file in ${shell[0]}${lacking}`, () => {
    it("is asked of sha256sum for a small file, and of openssl for a large one", () => {
      expect(digest(shell, BOTH, 1_000_000)).toEqual(["sha256sum", RIGHT]);
      expect(digest(shell, BOTH, 50_000_000)).toEqual(["openssl", RIGHT]);
    });

    it("is right where openssl prints something else, or fails", () => {
      expect(digest(shell, "openssl() { echo 'SHA2-256(stdin)= 00'; }", 50_000_000)).toEqual([RIGHT]);
      expect(digest(shell, "openssl() { echo broken >&2; return 1; }", 50_000_000)).toEqual([RIGHT]);
    });

    it.each(["openssl", "sha256sum"])("is not told when a signal ended %s: the script ends as that did", (program) => {
      const cutOff = `openssl() { return 1; }; sha256sum() { return 1; }; ${program}() { return 143; }`;
      expect(run(shell, cutOff, 50_000_000)).toMatchObject({ status: 143, stdout: "" });
    });
  });
}
