import { randomBytes } from "node:crypto";
import { Secret } from "../../../core/secret.js";
import type { CommandExit, StayingCommand, Transport } from "../../transport.js";
import { toShell } from "../quote.js";

/** What sudo did with a password: how often it asked (0 when it asked in words of its own), how it ended, and what it said. */
export type SudoAnswer = Readonly<{ prompts: number; wasGiven: boolean; exit: CommandExit | undefined; stderr: string }>;

/** How long a sudo whose question is not the one that we gave it may take to end by itself before it is taken to be waiting. */
const UNASKED_MS = 3_000;
const MOST_HEARD = 16 * 1024;

/**
 * Tries the password with nothing behind it: sudo would take the lines of a script for further tries. It is written when sudo asks, which is
 * known by a question that we made. `-k` makes sudo ask always. Errors: those of the transport; the signal's reason.
 */
export async function trySudoPassword(transport: Transport, by: readonly string[], password: Secret, signal: AbortSignal): Promise<SudoAnswer> {
  const question = `mf-${randomBytes(6).toString("hex")}`;
  let heard = "";
  let wasGiven = false;
  let command: StayingCommand | undefined;
  const prompts = () => heard.split(question).length - 1;
  const give = () => {
    if (wasGiven || !command) return;
    wasGiven = true;
    command.write(new Secret(`${password.reveal()}\n`));
    command.end();
  };
  return new Promise((resolve, reject) => {
    const ended = (exit: CommandExit | undefined) =>
      over(() => resolve({ prompts: prompts(), wasGiven, exit, stderr: heard.replaceAll(question, "") }));
    const onAbort = () => {
      command?.kill();
      over(() => reject(signal.reason));
    };
    const unasked = setTimeout(give, UNASKED_MS);
    const over = (finish: () => void) => {
      clearTimeout(unasked);
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    signal.addEventListener("abort", onAbort);
    const printed = (_stream: "stdout" | "stderr", chunk: Buffer) => {
      if (heard.length < MOST_HEARD) heard += chunk.toString("utf8");
      if (prompts() > 0) give();
    };
    const line = toShell([...by, "-k", "-S", "-p", question, "/bin/sh", "-s"]);
    transport.open(line, { signal, printed, ended, giveWay: () => {} }).then(
      (opened) => {
        command = opened;
        if (prompts() > 0) give();
      },
      onFailure(over, reject),
    );
  });
}

const onFailure = (over: (finish: () => void) => void, reject: (error: unknown) => void) => (error: unknown) => over(() => reject(error));
