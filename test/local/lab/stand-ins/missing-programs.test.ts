import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { runLocal } from "../../../../local/lab/run-local.js";
import { programStandIns, programsInstead } from "../../../../local/lab/stand-ins/missing-programs.js";
import { needs } from "../../../here.js";

const NEITHER = async () => null;

it("has a stand-in for each program that is missing, and for none that is there", async () => {
  const withoutKill = async (name: string) => (name === "kill" ? null : `/bin/${name}`);
  const withoutXz = async (name: string) => (name === "xz" ? null : `/bin/${name}`);
  expect(Object.keys(await programsInstead(NEITHER))).toEqual(["/usr/bin/ps", "/usr/bin/kill", "/usr/bin/xz"]);
  expect(Object.keys(await programsInstead(withoutKill))).toEqual(["/usr/bin/kill"]);
  expect(await programsInstead(async (name) => `/bin/${name}`)).toEqual({});
  expect((await programStandIns(NEITHER)).map(({ of }) => of)).toEqual(["ps and kill", "xz"]);
  expect((await programStandIns(withoutKill)).map(({ of }) => of)).toEqual(["ps and kill"]);
  expect((await programStandIns(withoutXz)).map(({ of }) => of)).toEqual(["xz"]);
});

it.skipIf(needs("Linux"))(`shows processes with all their words, and ends them${needs("Linux")}`, async () => {
  const { "/usr/bin/ps": ps = "", "/usr/bin/kill": kill = "" } = await programsInstead(NEITHER);
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
