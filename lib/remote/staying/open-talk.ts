import type { Secret } from "../../core/secret.js";
import type { CommandExit, StayingCommand, Transport } from "../transport.js";
import { type Hearing, hearScript, type ScriptEnd } from "./hear-script.js";
import type { OpenShell } from "./open-shell.js";

/** A command that stays, and what is said to it. */
export type Talk = Readonly<{
  /** Writes, and hears what comes until `listen` is done. */
  say<T>(input: Secret, signal: AbortSignal, listen: (done: (heard: T) => void) => Hearing): Promise<T>;
  /** The same of a script: what was told to give way ends when it is over. */
  run: Talk["say"];
  write(input: string): void;
  isOpen(): boolean;
  end(): void;
  kill(): void;
}>;

/** More than these before the question, and its start files print without end: that shows soon enough. */
const EARLY_CHUNKS = 16;

/** Starts a command that stays. Errors: those of the transport; the signal's reason. */
export async function openTalk(transport: Transport, line: string, signal: AbortSignal): Promise<Talk> {
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

/** Gives a talk one script after the other. */
export const runBy =
  (talk: Talk): OpenShell["run"] =>
  (script, { maxOutputBytes, signal }) =>
    talk.run<ScriptEnd>(script.input, signal, (done) =>
      hearScript(script, maxOutputBytes, (end) => {
        if (end.tooMuch) talk.kill();
        done(end);
      }),
    );
