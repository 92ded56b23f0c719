import { execFileSync, spawnSync } from "node:child_process";

/** Checks every shell script of the repository as POSIX sh; fails when shellcheck is missing, so that it is never skipped by accident. */
const scripts = execFileSync("git", ["ls-files", "*.sh"], { encoding: "utf8" }).split("\n").filter(Boolean);
const { error, status } = spawnSync("shellcheck", ["-s", "sh", ...scripts], { stdio: "inherit" });
if (error) {
  console.error(`shellcheck cannot be run (${error.message}). Install it, on Debian with: apt-get install shellcheck`);
  process.exit(1);
}
if (status === 0) console.log(`${scripts.length} shell scripts are clean`);
process.exit(status ?? 1);
