import type { Command } from "../../core/command.js";
import { Secret } from "../../core/secret.js";
import type { CommandExit, Printed, StayingCommand, Transport } from "../transport.js";
import { type Hearing, hearScript, type ScriptEnd } from "./hear-script.js";
import { toShell } from "./quote.js";
import { hearProof, type Proved } from "./root/hear-proof.js";
import { newProof } from "./root/proof.js";
import prologue from "./scripts/prologue.sh";
import type { WrappedScript } from "./wrap-script.js";

/** How a shell that reads its scripts from stdin is started: by these words before its own, none where the login starts it. `input` goes before all else. */
export type ShellStart = Readonly<{ by: Command; input?: Secret }>;

export type ScriptLimits = Readonly<{ maxOutputBytes: number; signal: AbortSignal }>;

/** A shell on the machine that is given one script after the other. */
export type OpenShell = Readonly<{
  /** One at a time. Rejects with the signal's reason, and ends the shell then. */
  run(script: WrappedScript, limits: ScriptLimits): Promise<ScriptEnd>;
  isOpen(): boolean;
  end(): void;
}>;

/** Our shell, and as which user it runs; or what came instead. `late`: it was ours, and had been told meanwhile that no more comes. */
export type Opened = Readonly<{ shell: OpenShell; uid: number } | { shell?: undefined; late: boolean; instead: Proved & Printed }>;

/** What has not proved itself within `patienceMs` is told that no more comes: a slow shell still answers, and what is no shell ends. */
export type OpenLimits = Readonly<{ patienceMs?: number | undefined; signal: AbortSignal }>;

/** What takes a password may take what came with it, too (sudo-rs does), so that the question is asked again until there is an answer. */
const ASKED_AGAIN_MS = 500;

/** More than these before the question, and its start files print without end: that shows soon enough. */
const EARLY_CHUNKS = 16;

/** Starts it and lets it prove itself; nothing but the question is sent before. Errors: those of the transport; the signal's reason. */
export async function openShell(transport: Transport, start: ShellStart, { patienceMs, signal }: OpenLimits): Promise<Opened> {
  const proof = newProof({ isLogin: start.by.length === 0 });
  const talk = await openTalk(transport, toShell([...start.by, ...proof.words]), signal);
  const patience = patienceMs === undefined ? undefined : setTimeout(talk.end, patienceMs);
  const question = prologue + proof.question;
  const again = start.input && setInterval(() => talk.write(question), ASKED_AGAIN_MS);
  const proved = await talk
    .say<Proved & Printed>(new Secret((start.input?.reveal() ?? "") + question), signal, (done) => hearProof(proof, { done, tooMuch: talk.kill }))
    .finally(() => {
      clearTimeout(patience);
      clearInterval(again);
    });
  const uid = proved.answer && "uid" in proved.answer ? proved.answer.uid : undefined;
  if (uid === undefined) talk.kill();
  if (uid === undefined || !talk.isOpen()) return { late: uid !== undefined, instead: proved };
  const run = (script: WrappedScript, { maxOutputBytes, signal }: ScriptLimits) =>
    talk.run<ScriptEnd>(script.input, signal, (done) =>
      hearScript(script, maxOutputBytes, (end) => {
        if (end.tooMuch) talk.kill();
        done(end);
      }),
    );
  return { uid, shell: { run, isOpen: talk.isOpen, end: talk.end } };
}

type Talk = Readonly<{
  /** Writes, and hears what comes until `listen` is done. */
  say<T>(input: Secret, signal: AbortSignal, listen: (done: (heard: T) => void) => Hearing): Promise<T>;
  /** The same of a script: what was told to give way ends when it is over. */
  run: Talk["say"];
  write(input: string): void;
  isOpen(): boolean;
  end(): void;
  kill(): void;
}>;

async function openTalk(transport: Transport, line: string, signal: AbortSignal): Promise<Talk> {
  let state: "open" | "leaving" | "closed" = "open";
  let isNew = true; // it has proved itself at the most: it gives way when it has run the script that it was opened for
  let inputEnded = false;
  let hearing: Hearing | undefined;
  // What is no shell may have said why, and ended, before anything was said to it.
  const early: [stream: "stdout" | "stderr", chunk: Buffer][] = [];
  let lastExit: CommandExit | undefined;
  let command: StayingCommand | undefined;
  const end = () => {
    if (state === "open") state = "leaving";
    inputEnded = true;
    command?.end();
  };
  const giveWay = () => {
    if (state === "open") state = "leaving";
    if (!isNew && !hearing) end();
  };
  const kill = () => {
    state = "closed";
    command?.kill();
  };
  const opened = await transport.open(line, {
    signal,
    printed: (stream, chunk) => (hearing ? hearing.take(stream, chunk) : isNew && early.length < EARLY_CHUNKS && early.push([stream, chunk])),
    ended: (exit) => {
      state = "closed";
      lastExit = exit;
      hearing?.settle(exit);
    },
    giveWay,
  });
  command = opened;
  const say: Talk["say"] = (input, signal, listen) =>
    new Promise((resolve, reject) => {
      const over = (finish: () => void) => {
        hearing = undefined;
        signal.removeEventListener("abort", onAbort);
        if (state === "leaving" && !isNew) opened.end();
        finish();
      };
      const onAbort = () => {
        kill();
        over(() => reject(signal.reason));
      };
      hearing = listen((heard) => over(() => resolve(heard)));
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) return onAbort();
      for (const [stream, chunk] of early.splice(0)) hearing?.take(stream, chunk);
      if (!hearing) return;
      if (state === "closed") return hearing.settle(lastExit);
      opened.write(input);
    });
  const run: Talk["run"] = (input, signal, listen) => {
    isNew = false;
    return say(input, signal, listen);
  };
  const write = (input: string) => void (state === "closed" || inputEnded || opened.write(input));
  return { say, run, write, isOpen: () => state === "open" || (state === "leaving" && isNew && !inputEnded), end, kill };
}
