import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { fullShell, QUIET } from "./full-shell.js";

const Facts = z.object({
  ...{ id: z.string(), category: z.string(), message: z.string(), details: z.string(), advice: z.string() },
  ...{ requestId: z.string(), causes: z.string(), place: z.string() },
});
const Progress = z.object({ activity: z.string(), status: z.string(), percent: z.number(), type: z.string() });
const texts = z.array(z.string());
const Ran = z.object({
  ...{ output: texts, errors: z.array(Facts), progress: z.array(Progress), warnings: texts, verbose: texts, debug: texts },
  /** What ended the script, if anything did. */
  ended: Facts.nullable(),
});

/** What a script did: the texts that it put out, its streams, and what the host printed meanwhile. */
export type Ran = z.infer<typeof Ran> & Readonly<{ host: readonly string[] }>;

/** A running PowerShell engine. Scripts of one session share its variables and modules. */
export type Engine = Readonly<{
  run(script: string, options?: Readonly<{ session?: string; stopAfterMs?: number }>): Promise<Ran>;
  close(): void;
}>;

const SOURCE = resolve("test/powershell/engine");
const SERVE = resolve("test/powershell/serve.ps1");
export const MODULE = resolve("dist/powershell/MobilityFleet/MobilityFleet.psd1");

const runs = (program: string, ...args: readonly string[]) => spawnSync(program, args, { stdio: "ignore", env: quietly() }).status === 0;
const hasPwsh = runs("pwsh", "-NoProfile", "-Command", "exit 0");

const sdk = Number.parseInt(spawnSync("dotnet", ["--version"], { encoding: "utf8", env: quietly() }).stdout ?? "", 10);

/** Why the tests in the engine cannot run here, and how they could; empty where they can. */
export const noEngine = hasPwsh || sdk >= 10 ? "" : "needs PowerShell 7 (https://aka.ms/powershell) or the .NET 10 SDK (https://dot.net) on PATH";

/** Starts the whole PowerShell, or for `edition` 5.1 the console program that hosts the same engine, and reads and writes JSON as Windows PowerShell does. */
export function openEngine({ edition = "7" }: Readonly<{ edition?: "7" | "5.1" }> = {}): Engine {
  const shell = edition === "7" ? fullShell() : undefined;
  const [program, ...args] = shell
    ? [shell, "-NoProfile", "-NonInteractive", "-File"]
    : hasPwsh
      ? ["pwsh", "-NoProfile", "-NonInteractive", "-File"]
      : [builtEngine()];
  const child = spawn(program ?? "", [...args, SERVE], { env: { ...quietly(), JSON_OF: edition } });
  const said: string[] = [];
  child.stderr.on("data", (data: Buffer) => said.push(String(data)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let before: Promise<unknown> = Promise.resolve();
  return {
    run: (script, { session = "main", stopAfterMs = 0 } = {}) => {
      const running = before.then(() => ask(child, lines, { script, session, stopAfterMs }, said));
      before = running.catch(() => undefined); // the next script does not fail for this one
      return running;
    },
    close: () => void child.kill(),
  };
}

async function ask(child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>, asked: object, said: readonly string[]): Promise<Ran> {
  child.stdin.write(`${JSON.stringify(asked)}\n`);
  const host: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the engine ended: ${[...host, ...said].join("\n")}`);
    if (value.startsWith("\x1e")) return { ...Ran.parse(JSON.parse(value.slice(1))), host };
    host.push(value);
  }
}

/** Builds the console program once for each state of its source; two runs at the same time build it twice and keep one. */
function builtEngine(): string {
  const files = readdirSync(SOURCE).filter((name) => /\.(cs|csproj)$/.test(name));
  const hash = createHash("sha256");
  for (const name of files.sort()) hash.update(name).update(readFileSync(`${SOURCE}/${name}`));
  const cache = resolve("node_modules/.cache/powershell-engine");
  const made = `${cache}/${hash.digest("hex").slice(0, 16)}`;
  if (existsSync(`${made}/engine`)) return `${made}/engine`;
  const work = `${cache}/work-${process.pid}`;
  mkdirSync(work, { recursive: true });
  for (const name of files) cpSync(`${SOURCE}/${name}`, `${work}/src/${name}`);
  const built = spawnSync("dotnet", ["build", "src", "-c", "Release", "-o", "out", "--nologo", "-v", "quiet"], {
    cwd: work,
    env: quietly(),
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`dotnet build ended with ${built.status}:\n${built.stdout}\n${built.stderr}`);
  if (!existsSync(`${made}/engine`)) renameSync(`${work}/out`, made);
  rmSync(work, { recursive: true, force: true });
  return `${made}/engine`;
}

function quietly(): NodeJS.ProcessEnv {
  return { ...process.env, ...QUIET };
}
