import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import type { DetachedRun, RunState } from "../../../lib/remote/machine.js";
import { loginShell } from "../../../lib/remote/posix/login-shell.js";
import { type RootFolder, rootFolder } from "../../../lib/remote/posix/root-folder.js";
import { clear, launch, look } from "../../../lib/remote/posix/run-slot.js";
import { shell } from "../../../lib/remote/posix/shell.js";
import { until } from "../../until.js";
import { localTransport } from "./local-transport.js";
import { underEachShell } from "./under-each-shell.js";

const fence = { installation: "site-1", token: 5 };
const mine = { job: "job-1", name: "install 9.62.7096.1" };

underEachShell("the run slot", ["flock", "setsid"], (under) => {
  let base: string;
  let gate: string;
  let folder: RootFolder;
  const slot = (...names: string[]) => join(base, "run", ...names);
  const start = (script: string, more: Partial<DetachedRun> = {}) => launch(folder, { run: mine, script, args: [], ...more }, fence);
  /** A script that runs until the test lets it end, or ends it by its process group. */
  const waiting = () => `while [ ! -e '${gate}' ] && [ -d '${base}' ]; do sleep 0.02; done`;
  const supervisor = () => Number(readFileSync(slot("pid"), "utf8").split(" ")[0]);

  beforeEach(() => {
    base = join(mkdtempSync(join(tmpdir(), "mf-slot-")), "base");
    gate = `${base}.gate`;
    folder = rootFolder(shell("here", loginShell(localTransport(under))), base, "here");
  });
  afterEach(async () => {
    writeFileSync(gate, "");
    await slotWhen(folder, (state) => state !== "running");
    rmSync(join(base, ".."), { recursive: true, force: true });
  });

  it("is empty at first", async () => {
    expect(await look(folder)).toEqual({ state: "none" });
  });

  it("runs a script detached, with its arguments, and keeps exit code and output", async () => {
    const state = await start('printf "%s|" "$@"; echo oops >&2; exit 42', { args: ["a b", "it's", ""] });
    expect(state).toMatchObject({ run: mine, installation: "site-1" });
    expect(await slotWhen(folder, (now) => now === "ended")).toEqual({
      ...{ state: "ended", run: mine, installation: "site-1", exitCode: 42 },
      elapsedSeconds: expect.toSatisfy((seconds: number) => seconds >= 0 && seconds < 60),
    });
    expect(readFileSync(slot("log"), "utf8")).toBe("a b|it's||oops\n");
  });

  it.each(["abc", "999", ""])("takes an exit status of %o for none, and can be emptied all the same", async (status) => {
    await start("exit 0");
    await slotWhen(folder, (now) => now === "ended");
    writeFileSync(slot("rc"), `${status}\n`);
    expect(await look(folder, { offset: 0, bytes: 100 })).toMatchObject({ state: "lost", run: mine, reason: "gone" });
    await clear(folder, mine, fence);
    expect(await look(folder)).toEqual({ state: "none" });
  });

  it("says what is damaged when its slot holds what nobody here wrote", async () => {
    await start("exit 0");
    await slotWhen(folder, (now) => now === "ended");
    writeFileSync(slot("id"), `job ${"j".repeat(5000)}\nname x\ninstallation y\n`);
    await expect(look(folder)).rejects.toMatchObject({ code: "CommandFailed", message: expect.stringContaining('as its "job"') });
    rmSync(slot(), { recursive: true });
  });

  it("is looked at as soon as its run is over, when the look waits, also when the run leaves a daemon behind", async () => {
    await start(`${waiting()}; sleep 30 >/dev/null 2>&1 & exit 3`);
    const range = { offset: 0, bytes: 1000 };
    const began = Date.now();
    expect(await look(folder, { ...range, waitSeconds: 1 })).toMatchObject({ state: "running" });
    expect(Date.now() - began).toBeGreaterThan(900);
    const waited = look(folder, { ...range, waitSeconds: 10 });
    await until(() => isWaitedFor(slot("alive")));
    const opened = Date.now();
    writeFileSync(gate, "");
    expect(await waited).toMatchObject({ state: "ended", exitCode: 3 });
    expect(Date.now() - opened).toBeLessThan(5000);
  });

  it("starts nothing without the cached file that the run needs", async () => {
    const digest = createHash("sha256").update("installer").digest("hex");
    const cached = { sha256: digest, sizeBytes: 9 };
    expect(await start("exit 0", { cached })).toEqual({ state: "absent" });
    writeFileSync(join(base, "cache", digest), "another");
    expect(await start("exit 0", { cached })).toEqual({ state: "absent" });
    expect(existsSync(slot())).toBe(false);
    writeFileSync(join(base, "cache", digest), "installer");
    expect(await start("exit 0", { cached })).toMatchObject({ run: mine });
  });

  it("gives what the run prints with the look, whole lines until it is over", async () => {
    await start(`printf 'one\\nstate none\\nhal'; ${waiting()}; printf 'f\\nend'`);
    await until(() => readFileSync(slot("log"), "utf8").endsWith("hal"));
    const first = await look(folder, { offset: 0, bytes: 1000 });
    expect(first).toMatchObject({ state: "running", log: { text: "one\nstate none\n", from: 0, next: 15, size: 18 } });
    expect((await look(folder, { offset: 15, bytes: 1000 })).log).toEqual({ text: "", from: 15, next: 15, size: 18 });
    writeFileSync(gate, "");
    await slotWhen(folder, (now) => now === "ended");
    expect((await look(folder, { offset: 15, bytes: 5 })).log).toEqual({ text: "half\n", from: 15, next: 20, size: 23 });
    expect((await look(folder, { offset: 20, bytes: 5 })).log).toEqual({ text: "end", from: 20, next: 23, size: 23 });
    expect((await look(folder, { offset: 99, bytes: 4 })).log).toMatchObject({ text: "one\n", from: 0, next: 4 });
  });

  it("counts bytes, not characters, in what the run printed, and keeps lines apart that hold NUL", async () => {
    await start("printf 'é東\\377\\n\\000x\\n\\n'");
    await slotWhen(folder, (now) => now === "ended");
    expect((await look(folder, { offset: 0, bytes: 1000 })).log).toEqual({ text: "é東\ufffd\n?x\n\n", from: 0, next: 11, size: 11 });
  });

  it("leaves out a line that is longer than a look, once it has ended", async () => {
    await start(`printf 'xxxxxxxxxx'; ${waiting()}; printf 'x\\nlast\\n'`);
    await until(() => readFileSync(slot("log"), "utf8").length === 10);
    expect((await look(folder, { offset: 0, bytes: 5 })).log).toMatchObject({ text: "", next: 0 });
    writeFileSync(gate, "");
    await slotWhen(folder, (now) => now === "ended");
    expect((await look(folder, { offset: 0, bytes: 5 })).log).toMatchObject({ text: "[A line of 12 bytes is left out]\n", next: 12 });
    expect((await look(folder, { offset: 12, bytes: 5 })).log).toMatchObject({ text: "last\n", next: 17 });
  });

  it("starts nothing when the same launch is repeated, running or ended", async () => {
    await start(`echo once; ${waiting()}`);
    expect(await start("echo twice")).toMatchObject({ state: "running", run: mine });
    writeFileSync(gate, "");
    await slotWhen(folder, (now) => now === "ended");
    expect(await start("echo twice")).toMatchObject({ state: "ended", exitCode: 0 });
    expect(readFileSync(slot("log"), "utf8")).toBe("once\n");
  });

  it("gives back somebody else's run that is in the slot, and starts nothing", async () => {
    await start(waiting());
    const other = await launch(
      folder,
      { run: { job: "job-2", name: "register" }, script: "echo no", args: [] },
      { installation: "site-2", token: 1 },
    );
    expect(other).toMatchObject({ state: "running", run: mine, installation: "site-1" });
  });

  it("starts one of two that launch at once", async () => {
    const other = { job: "job-2", name: "register" };
    const states = await Promise.all([start(waiting()), launch(folder, { run: other, script: waiting(), args: [] }, fence)]);
    expect(states[0]).toMatchObject({ state: "running" });
    expect(states[0]).toMatchObject({ run: (states[1] as { run: unknown }).run }); // both are running
  });

  it("gives secret files to the script, root only, and removes them when it ends", async () => {
    const secretFiles = { passphrase: new Secret("s3 'cr\net"), "config.json": new Secret("{}") };
    await start(`cp "$MF_RUN/passphrase" '${base}.seen'; ls -l "$MF_RUN/config.json" >'${base}.mode'; ${waiting()}`, { secretFiles });
    await until(() => existsSync(`${base}.mode`));
    expect(readFileSync(`${base}.seen`, "utf8")).toBe("s3 'cr\net");
    expect(statSync(slot("work", "config.json")).mode & 0o777).toBe(0o600);
    expect(statSync(slot()).mode & 0o777).toBe(0o700);
    writeFileSync(gate, "");
    await slotWhen(folder, (now) => now === "ended");
    expect(readdirSync(slot("work"))).toEqual([]);
  });

  it("removes secret files also when the installer is killed, and gives its status", async () => {
    await start("kill -9 $$", { secretFiles: { passphrase: new Secret("x") } });
    expect(await slotWhen(folder, (now) => now === "ended")).toMatchObject({ exitCode: 137 });
    expect(readdirSync(slot("work"))).toEqual([]);
  });

  it("calls a run lost when all of it was killed, and removes its secret files at the next look", async () => {
    await start(waiting(), { secretFiles: { passphrase: new Secret("x") } });
    process.kill(-supervisor(), "SIGKILL");
    expect(await slotWhen(folder, (now) => now === "lost")).toEqual({ state: "lost", run: mine, installation: "site-1", reason: "gone" });
    expect(readdirSync(slot("work"))).toEqual([]);
  });

  it("survives a polite signal to its group without losing the exit status", async () => {
    await start(`trap 'exit 9' TERM; echo ready; ${waiting()}`);
    await until(() => readFileSync(slot("log"), "utf8") === "ready\n");
    process.kill(-supervisor(), "SIGTERM");
    expect(await slotWhen(folder, (now) => now === "ended")).toMatchObject({ exitCode: 9 });
  });

  it("calls a run lost that a signal to its group ended, as a machine sends it that goes down", async () => {
    await start(`echo ready; ${waiting()}`, { secretFiles: { passphrase: new Secret("x") } });
    await until(() => readFileSync(slot("log"), "utf8") === "ready\n");
    process.kill(-supervisor(), "SIGTERM");
    expect(await slotWhen(folder, (now) => now !== "running")).toMatchObject({ state: "lost", reason: "gone" });
    expect(readdirSync(slot("work"))).toEqual([]);
  });

  it("calls a run lost by a reboot when the machine's boot id is another one, unless its exit status was written", async () => {
    await start(waiting());
    writeFileSync(slot("boot"), "another boot\n");
    expect(await look(folder)).toMatchObject({ state: "lost", reason: "rebooted" });
    writeFileSync(gate, "");
    await until(() => existsSync(slot("rc")));
    expect(await look(folder)).toMatchObject({ state: "ended", exitCode: 0 });
  });

  it("does not take another process with the same number for the run", async () => {
    await start(waiting());
    const pid = readFileSync(slot("pid"), "utf8");
    writeFileSync(slot("pid"), `${process.pid} 1\n`);
    expect(await look(folder)).toMatchObject({ state: "lost", reason: "gone" });
    writeFileSync(slot("pid"), pid);
  });

  it("empties a slot that was taken by a launcher that died before the start", async () => {
    mkdirSync(slot("work"), { recursive: true, mode: 0o700 });
    writeFileSync(slot("id"), "job dead\nname x\ninstallation site-1\n");
    expect(await look(folder)).toEqual({ state: "none" });
    mkdirSync(slot("work"), { recursive: true, mode: 0o700 });
    expect(await start(waiting())).toMatchObject({ state: "running", run: mine });
  });

  it("is cleared only of the run that is named, and only when that is over", async () => {
    await start(waiting());
    await clear(folder, mine, fence);
    expect(await look(folder)).toMatchObject({ state: "running" });
    writeFileSync(gate, "");
    await slotWhen(folder, (now) => now === "ended");
    await clear(folder, { job: "job-2", name: mine.name }, fence);
    expect(await look(folder)).toMatchObject({ state: "ended" });
    await clear(folder, mine, fence);
    expect(await look(folder)).toEqual({ state: "none" });
  });

  it("refuses an older token of the same installation and no other's", async () => {
    await start("exit 0");
    await slotWhen(folder, (now) => now === "ended");
    await expect(clear(folder, mine, { installation: "site-1", token: 4 })).rejects.toMatchObject({ code: "Fenced", retryable: false });
    await expect(launch(folder, { run: mine, script: ":", args: [] }, { installation: "site-1", token: 4 })).rejects.toMatchObject({
      code: "Fenced",
    });
    await clear(folder, mine, { installation: "site-2", token: 1 });
    expect(await look(folder)).toEqual({ state: "none" });
  });

  it("does not follow a link in place of its folder", async () => {
    mkdirSync(`${base}.elsewhere`);
    symlinkSync(`${base}.elsewhere`, base);
    await expect(start("exit 0")).rejects.toMatchObject({ code: "CommandFailed", message: expect.stringContaining("symbolic link") });
  });

  it("does not use a folder that others may write to", async () => {
    mkdirSync(base);
    spawnSync("chmod", ["777", base]);
    await expect(start("exit 0")).rejects.toMatchObject({ code: "CommandFailed", message: expect.stringContaining("nobody else may write") });
  });

  it("keeps no descriptor of the lock in what it started", async () => {
    await start(waiting());
    expect(spawnSync("flock", ["-n", join(base, "lock"), "true"]).status).toBe(0);
  });
});

it("refuses names that are no names", async () => {
  const nowhere = rootFolder(async () => ({ exitCode: 1, stdout: "", stderr: "", truncated: false }), "/nowhere", "here");
  const run = { run: mine, script: ":", args: [] };
  await expect(launch(nowhere, run, { installation: "../x", token: 1 })).rejects.toThrow(TypeError);
  await expect(launch(nowhere, { ...run, run: { job: "a\nb", name: "c" } }, fence)).rejects.toThrow(TypeError);
  await expect(launch(nowhere, { ...run, secretFiles: { "../x": new Secret("") } }, fence)).rejects.toThrow(TypeError);
});

async function slotWhen(folder: RootFolder, reached: (state: RunState["state"]) => boolean): Promise<RunState> {
  let slot: RunState = { state: "none" };
  const isReached = async () => {
    slot = await look(folder);
    return reached(slot.state);
  };
  await until(isReached, { what: `${reached} of the slot` });
  return slot;
}

/** Does a flock program hold this file open? What took the lock has ended: this one waits. /proc/locks would not tell where processes are in a namespace of their own. */
function isWaitedFor(path: string): boolean {
  const opens = (pid: string) => {
    try {
      const descriptors = join("/proc", pid, "fd");
      return (
        readFileSync(join("/proc", pid, "comm"), "utf8") === "flock\n" &&
        readdirSync(descriptors).some((one) => readlinkSync(join(descriptors, one)) === path)
      );
    } catch {
      return false; // it has ended, or is another user's
    }
  };
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && opens(name));
}
