import type { Hearing } from "../../staying/hear-script.js";
import type { CommandExit, Printed } from "../../transport.js";
import type { Proof, ProofAnswer } from "./proof.js";

/** What came of asking for a proof: who answered, or how it ended without an answer (without `exit` the connection was lost). */
export type Proved = Readonly<{ answer?: ProofAnswer; exit?: CommandExit }>;

/** More than this of a login's own chatter, and its start files print without end. */
const CHATTER_BYTES = 16 * 1024;

/** Hears a shell until it has proved what it is, has ended, or has said too much. */
export function hearProof(proof: Proof, { done, tooMuch }: Readonly<{ done(proved: Proved & Printed): void; tooMuch(): void }>): Hearing {
  const heard = { stdout: "", stderr: "" };
  const printed = (truncated: boolean): Printed => ({ stdout: utf8(heard.stdout), stderr: utf8(heard.stderr), truncated });
  const settle = (exit: CommandExit | undefined) => done({ ...(exit && { exit }), ...printed(false) });
  return {
    settle,
    take(stream, chunk) {
      heard[stream] += chunk.toString("latin1");
      const answer = stream === "stdout" ? proof.answerIn(heard.stdout) : undefined;
      if (answer) return done({ answer, ...printed(false) });
      if (heard.stdout.length + heard.stderr.length <= CHATTER_BYTES) return;
      tooMuch();
      done({ exit: { exitCode: null }, ...printed(true) });
    },
  };
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
