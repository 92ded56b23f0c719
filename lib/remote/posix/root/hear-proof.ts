import type { Hearing } from "../../staying/hear-script.js";
import type { CommandExit, Printed } from "../../transport.js";
import type { Proof, ProofAnswer } from "./proof.js";

/**
 * What came of asking for a proof: who answered, or how it ended without an answer (without `exit` the connection was lost). `unheard`: a shell
 * was there that answered on the other stream alone.
 */
export type Proved = Readonly<{ answer?: ProofAnswer; exit?: CommandExit; unheard?: "stdout" | "stderr" }>;

type Listener = Readonly<{ done(proved: Proved & Printed): void; tooMuch(): void; half(): void }>;

/** More than this of a login's own chatter, and its start files print without end. */
const CHATTER_BYTES = 16 * 1024;

/** Hears a shell until it has proved what it is on both streams, has ended, or has said too much. `half` is called at the first answer of two. */
export function hearProof(proof: Proof, { done, tooMuch, half }: Listener): Hearing {
  const heard = { stdout: "", stderr: "" };
  const printed = (truncated: boolean): Printed => ({ stdout: utf8(heard.stdout), stderr: utf8(heard.stderr), truncated });
  const settle = (exit: CommandExit | undefined) => {
    const [onStdout, onStderr] = [proof.answerIn(heard.stdout) !== undefined, proof.isOn(heard.stderr)];
    const unheard = onStdout ? "stderr" : "stdout";
    done({ ...(exit && { exit }), ...(onStdout !== onStderr && { unheard }), ...printed(false) });
  };
  return {
    settle,
    take(stream, chunk) {
      heard[stream] += chunk.toString("latin1");
      const answer = proof.answerIn(heard.stdout);
      const onStderr = proof.isOn(heard.stderr);
      if (answer && ("other" in answer || onStderr)) return done({ answer, ...printed(false) });
      if (answer || onStderr) half();
      if (heard.stdout.length + heard.stderr.length <= CHATTER_BYTES) return;
      tooMuch();
      done({ exit: { exitCode: null }, ...printed(true) });
    },
  };
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
