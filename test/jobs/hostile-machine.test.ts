import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import { credentialSecretName, encodeCredential } from "../../lib/fleet/accounts/credential-secret.js";
import { Job } from "../../lib/jobs/job.js";
import { RECIPES } from "../../lib/jobs/recipes.js";
import { createConnect } from "../../lib/remote/connect.js";
import { probeOutput } from "../agents/linux/probe-sample.js";
import { hostileMachine, type Mischief } from "../remote/ssh/hostile-machine.js";
import type { ServerScript } from "../remote/ssh/ssh-server.js";
import { aMachine, anAccount, jobEngine, timing } from "./engine/engine.js";

const connect = createConnect({ baseDir: "/var/lib/mobility-fleet" });
const PASSWORD = "s3cret-of-the-account";
const LONG = `\u001b]0;owned\u0007\u202e${"x".repeat(850)}`;

/** A real job on a machine in the wrong hands, over a real connection: what became of it, and what it cost. */
async function jobOn(mischief: Mischief, more: ServerScript = {}, connectTimeoutMs = 10_000) {
  const authenticate: ServerScript["authenticate"] = (context) => (context.method === "password" ? context.accept() : context.reject(["password"]));
  await using server = await hostileMachine(mischief, { authenticate, ...more });
  const engine = await jobEngine(
    {},
    {
      connect,
      recipeOf: () => RECIPES.update,
      timing: { ...timing, stepTimeoutMs: 20_000, connectTimeoutMs },
      connectTimeoutMs,
    },
  );
  await engine.secrets.put(credentialSecretName("fabric", "1"), encodeCredential({ password: new Secret(PASSWORD) }));
  const account = await engine.accounts.find("fabric", "1");
  await engine.accounts.replace(anAccount(), account?.etag ?? "");
  const machine = aMachine({
    port: server.target.port,
    hostKey: { type: "ecdsa-sha2-nistp256", sha256: server.target.hostKeySha256 ?? "", origin: "registered", recordedAt: "2026-11-01T00:00:00.000Z" },
  });
  const held = await engine.machines.find(machine);
  await engine.machines.replace(machine, held?.etag ?? "");
  await engine.fabrics.create({
    name: "fabric",
    friendlyName: "fabric",
    generation: "Classic",
    serverVersion: "9.62.7096.1",
    processServers: [],
    masterTargets: [],
  } as never);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = process.memoryUsage().rss;
  delay.enable();
  const { name } = await engine.start();
  await engine.drain();
  delay.disable();
  const job = await engine.job(name);
  expect(Job.safeParse(JSON.parse(JSON.stringify(job))).error).toBeUndefined();
  const text = JSON.stringify(job);
  expect(text.length).toBeLessThan(200_000);
  expect(text).not.toMatch(/\\u00[01]|\u202e/); // JSON's own escapes of control characters
  return { job, grownMb: (process.memoryUsage().rss - before) / 2 ** 20, longestMs: delay.max / 1e6 };
}

const isProbe = (script: string): boolean => script.includes('echo "probe 1"');

it("ends a job whose machine tells nonsense of itself, and keeps its row readable", async () => {
  const nonsense = {
    clock: "NaN",
    "free-root": "1e400",
    "free-install-dir": "-1",
    "host-name": LONG,
    kernel: LONG,
    "read-only": Array.from({ length: 240 }, () => `/${LONG}`),
    "version-file": ["VERSION=9.9e9.1.1", `INSTALLATION_DIR=${LONG}`],
  };
  const { job } = await jobOn((script) => ({ stdout: isProbe(script) ? probeOutput(nonsense) : "state none\n" }));
  expect(job.state).toBe("Failed");
  expect(job.errors.length).toBeLessThanOrEqual(20);
  expect(job.errors.map(({ code }) => code)).toContain("ReadOnlyFileSystem");
});

it.each(["abc", "", "-1", "4294967296", "NaN"])("takes %o for no exit status of a script", async (status) => {
  const { job } = await jobOn(() => ({ stdout: probeOutput(), status }));
  expect(job).toMatchObject({ state: "Failed", errors: [{ code: "ConnectionLost" }] });
});

it("ends what prints without end, in bounded memory, and lets others have their turn", async () => {
  const flood = Buffer.alloc(32_768, "x");
  const { job, grownMb, longestMs } = await jobOn(() => (channel, begin) => {
    channel.write(begin);
    const pour = () => {
      while (!channel.destroyed && channel.write(flood));
      if (!channel.destroyed) channel.once("drain", pour);
    };
    pour();
  });
  expect(job).toMatchObject({ state: "Failed", errors: [{ code: "CommandFailed", message: expect.stringContaining("prints without end") }] });
  expect(grownMb).toBeLessThan(150);
  expect(longestMs).toBeLessThan(1000); // of this process with the server in it, on a machine where others are at work
});

it("tells an echo from a shell, and gives it nothing but the question", async () => {
  let heard = "";
  const echo: ServerScript["exec"] = (channel) => {
    channel.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      channel.write(chunk);
    });
    channel.on("end", () => {
      channel.exit(0);
      channel.end();
    });
  };
  const { job } = await jobOn(() => ({ stdout: "" }), { exec: echo });
  expect(job).toMatchObject({ state: "Failed", errors: [{ code: "CommandFailed", message: expect.stringContaining("did not start /bin/sh") }] });
  expect(heard).toContain("$((");
  expect(heard).not.toContain("probe 1");
});

it("ends a login that asks without end", async () => {
  const { job } = await jobOn(
    () => ({ stdout: "" }),
    {
      authenticate: (context) => {
        if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
        const ask = () => context.prompt([{ prompt: `${LONG} Password: `, echo: false }], ask);
        ask();
      },
    },
    1500,
  );
  expect(["Failed", "Suspended"]).toContain(job.state);
  expect(JSON.stringify(job)).not.toContain(PASSWORD);
}, 60_000);

it("ends a drip by its own clock, and believes no run slot that is none", async () => {
  const drip: Mischief = (script) =>
    script.includes("mf_look")
      ? { stdout: "job job-1\nname install\ninstallation i\nstate ended\nexit abc\n" }
      : (channel, begin) => {
          channel.write(begin);
          const timer = setInterval(() => channel.write("x"), 20);
          channel.once("close", () => clearInterval(timer));
        };
  await using server = await hostileMachine(drip);
  const machine = await connect({ ...server.target, userName: "root" });
  await expect(machine.script("echo", { timeoutMs: 500 })).rejects.toMatchObject({ code: "CommandTimedOut" });
  expect(await machine.look()).toMatchObject({ state: "lost", reason: "gone" });
  await machine.close();
});
