import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerChannel } from "ssh2";
import { afterEach, expect, it } from "vitest";
import { createConnect } from "../../lib/remote/connect.js";
import { needs } from "../here.js";
import { sshServer, type TestServer } from "../remote/ssh/ssh-server.js";
import { jobEngine } from "./engine/engine.js";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

/** How what is at work on a machine ends when that goes down, as its SSH server tells it. */
const ENDS: Readonly<Record<string, (channel: ServerChannel) => void>> = {
  "a signal": (channel) => channel.exit("TERM"),
  "the status of a signal": (channel) => channel.exit(143),
  "no exit status": () => {},
};

/** The machine goes down at the first command that asks so, or while a script is at work, and is there again for the next one. */
function goingDown(at: RegExp, end: (channel: ServerChannel) => void): Promise<TestServer> {
  let isDown = false;
  return sshServer({
    exec: (channel, command) => {
      if (!isDown && at.test(command)) {
        isDown = true;
        channel.once("data", () => {
          end(channel);
          channel.close();
        });
        return;
      }
      const question = /-p (\S+) /.exec(command)?.[1]; // what sudo asks for its password with
      if (question) channel.stderr.write(question);
      const shell = spawn("/bin/sh", ["-c", /sudo .*-S/.test(command) ? "read -r _; exec /bin/sh -s" : `exec ${command}`]);
      if (/sudo .*-n/.test(command)) {
        channel.stderr.write("sudo: a password is required\n");
        channel.exit(1);
        return channel.close();
      }
      channel.pipe(shell.stdin.on("error", () => {}));
      shell.stdout.pipe(channel, { end: false });
      shell.stderr.pipe(channel.stderr, { end: false });
      shell.on("close", (code) => {
        channel.exit(code ?? 1);
        channel.close();
      });
    },
  });
}

async function looking(server: TestServer, userName: string) {
  const baseDir = join(mkdtempSync(join(tmpdir(), "mf-cut-off-")), "base");
  folders.push(join(baseDir, ".."));
  const connect = createConnect({ baseDir });
  const engine = await jobEngine(
    {
      look: async (_run, { remote }) => {
        const { state } = await (await remote()).look();
        return { type: "done", message: `the slot is ${state}` };
      },
    },
    { connect: (_target, signal) => connect({ ...server.target, userName }, signal) },
  );
  const account = await engine.accounts.find("fabric", "1");
  if (account) await engine.accounts.replace({ ...account.value, userName }, account.etag);
  return engine;
}

/** What plays sudo here runs as this process's user, and the product asks it to prove that it is root. */
const notRoot = needs("root");

it.skipIf(notRoot).each(Object.entries(ENDS))(`a job looks again when a look ended with %s${notRoot}`, async (_name, end) => {
  await using server = await goingDown(/^\/bin\/sh -s \d+$/, end);
  const engine = await looking(server, "root");
  const { name } = await engine.start();
  await engine.drain();
  expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [] });
  expect(engine.runs).toEqual(["look", "look"]);
});

it
  .skipIf(notRoot)
  .each(
    Object.entries(ENDS).flatMap(([name, end]) => [
      [name, "asks whether it needs a password", /sudo .*-n/, end] as const,
      [name, "gets its password", /sudo .*-S/, end] as const,
    ]),
  )(`an account is not refused when sudo ended with %s while it %s${notRoot}`, async (_name, _when, at, end) => {
  await using server = await goingDown(at, end);
  const engine = await looking(server, "fleet");
  const { name } = await engine.start();
  await engine.drain();
  expect(await engine.job(name)).toMatchObject({ state: "Succeeded", errors: [] });
  expect((await engine.accounts.find("fabric", "1"))?.value).toMatchObject({ refusedBy: [], stopped: false });
});
