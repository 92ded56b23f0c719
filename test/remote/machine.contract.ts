import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import type { DetachedRun, RemoteMachine, StagedFile, StageState } from "../../lib/remote/machine.js";
import { stagedFile } from "./staged-file.js";

/** A machine to try, another connection to it, and a path on it that nobody uses. */
export type MachineUnderTest = AsyncDisposable & Readonly<{ machine: RemoteMachine; gate: string; again(): Promise<RemoteMachine> }>;

/**
 * How one says things there. `answer` prints its first argument, a bar and the secret TOKEN, and `err` on stderr, and ends with 4; `wait` says `waited`
 * and ends with 3 once there is the file that its argument names; `make` makes that. `print` and one more word is a command that prints that word.
 */
export type Dialect = Readonly<{ answer: string; wait: string; make: string; print: readonly string[] }>;

const fence = (token: number) => ({ installation: "site-1", token });
const run = { job: "job-1", name: "install 9.62" };
const NASTY = 'it\'s "$HOME" `id` !! %PATH% * é\n-rf';

/** Slice after slice, as a job does it: a slow machine needs more of them. */
async function untilReady(machine: RemoteMachine, file: StagedFile): Promise<readonly StageState[]> {
  const slices: StageState[] = [];
  while (slices.at(-1)?.ready !== true && slices.length < 10) slices.push(await machine.stage(file, { fence: fence(1), budgetMs: 20_000 }));
  return slices;
}

/** What every machine does, whatever is spoken to it and over whichever connection. */
export function remoteMachineContract(name: string, dialect: Dialect, open: () => Promise<MachineUnderTest>): void {
  describe(`a remote machine (${name})`, () => {
    let under: MachineUnderTest;
    let machine: RemoteMachine;
    beforeEach(async () => {
      under = await open();
      machine = under.machine;
    });
    afterEach(() => under[Symbol.asyncDispose]());

    it("gives a script its arguments and secrets as they are, and gives back what it printed and how it ended", async () => {
      const result = await machine.script(dialect.answer, { args: [NASTY], secrets: { TOKEN: new Secret("t'k $x") } });
      expect(result).toEqual({ exitCode: 4, stdout: `${NASTY}|t'k $x\n`, stderr: "err\n", truncated: false });
    });

    it("runs scripts at the same time, and one after the other", async () => {
      const all = await Promise.all(["a", "b", "c"].map((word) => machine.script(dialect.answer, { args: [word] })));
      expect(all.map(({ stdout }) => stdout)).toEqual(["a|\n", "b|\n", "c|\n"]);
      expect((await machine.script(dialect.answer, { args: ["d"] })).stdout).toBe("d|\n");
    });

    it("drops what a script prints beyond the limit, and says so", async () => {
      expect(await machine.script(dialect.answer, { args: ["1234567890"], maxOutputBytes: 4 })).toMatchObject({ stdout: "1234", truncated: true });
    });

    it("ends a script at its time limit and when its caller gives up", async () => {
      await expect(machine.script(dialect.wait, { args: [`${under.gate}-never`], timeoutMs: 300 })).rejects.toMatchObject({
        code: "CommandTimedOut",
        retryable: true,
      });
      await expect(machine.script(dialect.wait, { args: [`${under.gate}-never`], signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
        name: "TimeoutError",
      });
    });

    it("runs a command as the login user, word for word", async () => {
      expect(await machine.run([...dialect.print, NASTY])).toMatchObject({ exitCode: 0, stdout: NASTY });
    });

    it("brings a file in by slices and goes on where it stopped, by another connection, too", async () => {
      const content = randomBytes(600_000);
      const first = await machine.stage(stagedFile(content), { fence: fence(1), budgetMs: 0 });
      expect(first).toMatchObject({ ready: false });
      const other = await under.again();
      const slices = await untilReady(other, stagedFile(content));
      expect(slices.at(-1)).toMatchObject({ ready: true, path: expect.stringContaining(stagedFile(content).sha256) });
      expect(slices.reduce((sum, { sentBytes }) => sum + sentBytes, first.sentBytes)).toBe(content.length);
      expect(await other.stage(stagedFile(content), { fence: fence(1), budgetMs: 0 })).toMatchObject({ ready: true, sentBytes: 0 });
      await other.close();
    });

    it("removes what came with another digest, and takes the right file afterwards", async () => {
      const right = stagedFile(randomBytes(10_000));
      const wrong = { ...right, lend: stagedFile(randomBytes(10_000)).lend };
      await expect(machine.stage(wrong, { fence: fence(1), budgetMs: 20_000 })).rejects.toMatchObject({ code: "InstallerCorrupt" });
      expect(await machine.stage(right, { fence: fence(1), budgetMs: 20_000 })).toMatchObject({ ready: true, sentBytes: 10_000 });
    });

    it("has one run slot: what is in it is told, goes on without its connection, and leaves with its end alone", async () => {
      expect(await machine.look()).toEqual({ state: "none" });
      const detached: DetachedRun = { run, script: dialect.wait, args: [under.gate], secretFiles: { token: new Secret("s3cret") } };
      expect(await machine.launch(detached, fence(1))).toMatchObject({ state: "running", run, installation: "site-1" });
      await machine.close();
      const later = await under.again();
      expect(await later.launch(detached, fence(1))).toMatchObject({ state: "running", run });
      expect(await later.launch({ ...detached, run: { ...run, name: "other" } }, fence(2))).toMatchObject({ state: "running", run });
      await later.clear(run, fence(2));
      expect(await later.look()).toMatchObject({ state: "running" });
      await later.script(dialect.make, { args: [under.gate] });
      await expect
        .poll(() => later.look({ offset: 0, bytes: 1_000 }), { timeout: 20_000 })
        .toMatchObject({
          ...{ state: "ended", run, exitCode: 3 },
          log: { text: "waited\n", from: 0, next: 7, size: 7 },
        });
      expect(await later.logTail(3)).toBe("ed\n");
      await later.clear({ ...run, name: "other" }, fence(2));
      expect(await later.look()).toMatchObject({ state: "ended" });
      await later.clear(run, fence(2));
      expect(await later.look()).toEqual({ state: "none" });
      await later.close();
    });

    it("refuses an older token, and changes nothing", async () => {
      const detached: DetachedRun = { run, script: dialect.answer, args: ["x"] };
      await machine.launch(detached, fence(5));
      await expect.poll(() => machine.look(), { timeout: 20_000 }).toMatchObject({ state: "ended" });
      await expect(machine.clear(run, fence(4))).rejects.toMatchObject({ code: "Fenced" });
      await expect(machine.launch({ ...detached, run: { ...run, name: "late" } }, fence(4))).rejects.toMatchObject({ code: "Fenced" });
      await expect(machine.stage(stagedFile(randomBytes(10)), { fence: fence(4), budgetMs: 1_000 })).rejects.toMatchObject({ code: "Fenced" });
      expect(await machine.look()).toMatchObject({ state: "ended", run });
    });

    it("starts nothing without the file that the run needs", async () => {
      const { sha256 } = stagedFile(randomBytes(10));
      const detached: DetachedRun = { run, script: dialect.answer, args: ["x"], cached: { sha256, sizeBytes: 10 } };
      expect(await machine.launch(detached, fence(1))).toEqual({ state: "absent" });
      expect(await machine.look()).toEqual({ state: "none" });
    });
  });
}
