import { Secret } from "../../core/secret.js";
import type { Hearing } from "../staying/hear-script.js";
import type { OpenLimits, OpenShell } from "../staying/open-shell.js";
import { openTalk, runBy } from "../staying/open-talk.js";
import type { CommandExit, Printed, Transport } from "../transport.js";
import { newProof, type Proof, type ProvedSession } from "./proof.js";
import greet from "./scripts/greet.ps1";

/** Our program in a PowerShell that stays, and what it is; or what came instead. */
export type OpenedSession = Readonly<{ shell: OpenShell; session: ProvedSession } | { shell?: undefined; instead: Heard }>;
export type Heard = Printed & Readonly<{ exit?: CommandExit }>;

/** More than this of a login's own chatter, and its profile prints without end. */
const CHATTER_BYTES = 64 * 1024;

/** Starts it and lets it prove itself; nothing but our program and the question is sent before. Errors: those of the transport; the signal's reason. */
export async function openSession(
  transport: Transport,
  { line, program }: Readonly<{ line: string; program: string }>,
  { signal }: OpenLimits,
): Promise<OpenedSession> {
  const proof = newProof();
  const talk = await openTalk(transport, line, signal);
  const input = new Secret(`${[greet, program].map((text) => Buffer.from(text).toString("base64")).join("\n")}\n${proof.question}\n`);
  const heard = await talk.say<Heard & { session?: ProvedSession }>(input, signal, (done) => hearProof(proof, done));
  if (heard.session && talk.isOpen()) return { session: heard.session, shell: { run: runBy(talk), isOpen: talk.isOpen, end: talk.end } };
  talk.kill();
  return { instead: heard };
}

function hearProof(proof: Proof, done: (heard: Heard & { session?: ProvedSession }) => void): Hearing {
  const heard = { stdout: "", stderr: "" };
  const printed = (truncated: boolean): Printed => ({ stdout: utf8(heard.stdout), stderr: utf8(heard.stderr), truncated });
  return {
    settle: (exit) => done({ ...(exit && { exit }), ...printed(false) }),
    take(stream, chunk) {
      heard[stream] += chunk.toString("latin1");
      const session = stream === "stdout" ? proof.answerIn(heard.stdout) : undefined;
      if (session) return done({ session, ...printed(false) });
      if (heard.stdout.length + heard.stderr.length > CHATTER_BYTES) done({ exit: { exitCode: null }, ...printed(true) });
    },
  };
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
