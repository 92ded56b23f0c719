import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "ssh2";
import { installArguments } from "../../lib/agents/linux/commands.js";
import installAgent from "../../lib/agents/linux/scripts/install-agent.sh";
import probeScript from "../../lib/agents/linux/scripts/probe.sh";
import { quote } from "../../lib/remote/posix/quote.js";
import { sshAlgorithms } from "../../lib/remote/ssh/ssh-algorithms.js";
import { NEW_VERSION, type Target } from "../lab/target.js";
import { answer } from "../measure/child.js";
import { inTurn } from "../measure/in-turn.js";

/** The least that an update over SSH costs in Node: ssh2, the same commands, the same bytes, and nothing is remembered. */
type Race = Readonly<{ targets: readonly Target[]; privateKey: string; forks: number; installer: Readonly<{ path: string; sha256: string }> }>;

answer({
  run: async (message) => {
    const race = message as unknown as Race; // sent by floor-side.ts
    const before = process.cpuUsage();
    const began = performance.now();
    await inTurn(race.targets, race.forks, (target) => update(target, race));
    const { user, system } = process.cpuUsage(before);
    return { wallSeconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
  },
});
process.once("disconnect", () => process.exit(0));

const FILE = "/root/bench/installer.tar.gz";
const ARGUMENTS = installArguments({ generation: "Classic", installed: true });
const SUCCESS_WITH_RESTART_ADVISED = 98;
/** Hundreds of logins at once take their time on two cores. */
const LOGIN_MS = 600_000;

async function update(target: Target, { privateKey, installer }: Race): Promise<void> {
  const client = await logIn(target, privateKey);
  try {
    await must(client, { line: "/bin/sh -s", stdin: probeScript });
    const digest = await must(client, {
      line: `mkdir -p /root/bench && cat >${FILE} && sha256sum <${FILE}`,
      stdin: createReadStream(installer.path),
    });
    if (!digest.startsWith(installer.sha256)) throw new Error(`${target.name}: the installer arrived with another digest`);
    const words = [FILE, ...ARGUMENTS].map(quote).join(" ");
    await must(client, { line: `MF_RUN=/root/bench /bin/sh -s -- ${words}`, stdin: installAgent, expect: SUCCESS_WITH_RESTART_ADVISED });
    const found = await must(client, { line: "/bin/sh -s", stdin: probeScript });
    if (!found.includes(`version-file VERSION=${NEW_VERSION}`)) throw new Error(`${target.name} does not have ${NEW_VERSION} afterwards`);
  } finally {
    client.end();
  }
}

function logIn({ address, port, hostKeySha256, hostKeyType }: Target, privateKey: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.once("ready", () => resolve(client)).on("error", reject);
    client.connect({
      sock: connect({ host: address, port, noDelay: true }),
      username: "root",
      readyTimeout: LOGIN_MS,
      privateKey,
      algorithms: sshAlgorithms({ legacySsh: false, hostKeyType }),
      hostVerifier: (key: Buffer) => createHash("sha256").update(key).digest("base64").replace(/=+$/, "") === hostKeySha256,
    });
  });
}

type Command = Readonly<{ line: string; stdin: string | Readable; expect?: number }>;

function must(client: Client, { line, stdin, expect = 0 }: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let code: number | null = null;
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.stderr.resume();
      stream.on("exit", (exit: number | null) => {
        code = exit;
      });
      stream.on("close", () => (code === expect ? resolve(Buffer.concat(chunks).toString()) : reject(new Error(`"${line}" ended with ${code}`))));
      if (typeof stdin === "string") stream.end(stdin);
      else pipeline(stdin, stream).catch(reject);
    });
  });
}
