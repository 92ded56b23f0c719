import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { runLocal } from "../../../../local/lab/run-local.js";
import { processToolsInstead } from "../../../../local/lab/stand-ins/process-tools.js";
import { needs } from "../../../here.js";

const NEITHER = async () => null;

it("has a stand-in for each of the two that is missing, and for none that is there", async () => {
  expect(Object.keys(await processToolsInstead(NEITHER))).toEqual(["/usr/bin/ps", "/usr/bin/kill"]);
  expect(Object.keys(await processToolsInstead(async (name) => (name === "ps" ? "/bin/ps" : null)))).toEqual(["/usr/bin/kill"]);
  expect(await processToolsInstead(async (name) => `/bin/${name}`)).toEqual({});
});

it.skipIf(needs("Linux"))(`shows processes with all their words, and ends them${needs("Linux")}`, async () => {
  const { "/usr/bin/ps": ps = "", "/usr/bin/kill": kill = "" } = await processToolsInstead(NEITHER);
  const child = spawn("sh", ["-c", "read -r line; exit 0", "a-word", "another word"], { stdio: ["pipe", "ignore", "ignore"] });
  const ended = once(child, "exit");
  const words = "sh -c read -r line; exit 0 a-word another word";
  const full = await runLocal(["sh", "-c", ps, "ps", "-ef"]);
  expect(full).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.stringMatching(new RegExp(`^${child.pid} ${words}`, "m")) });
  expect((await runLocal(["sh", "-c", ps, "ps", "-eo", "args"])).stdout).toMatch(new RegExp(`^${words}`, "m"));
  expect((await runLocal(["sh", "-c", kill, "kill", "-9", String(child.pid)])).exitCode).toBe(0);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect((await runLocal(["sh", "-c", kill, "kill", "-0", String(child.pid)])).exitCode).not.toBe(0);
});
