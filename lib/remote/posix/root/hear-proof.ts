import type { Hearing } from "../../staying/hear-script.js";
import type { CommandExit, Printed } from "../../transport.js";
import type { Proof, ProofAnswer } from "./proof.js";

/** What came of asking for a proof: who answered, or how it ended without an answer (without `exit` the connection was lost). */
export type Proved = Readonly<{ answer?: ProofAnswer; exit?: CommandExit }>;

/** More than this of a login's own chatter, and its start files print without end. */
const CHATTER_BYTES = 16 * 1024;
/** What is printed on both comes at about the same time; a stream of which nothing comes was closed or led elsewhere by a start file. */
const OTHER_STREAM_MS = 3_000;

/** Hears a shell until it has proved what it is, has ended, or has said too much. */
export function hearProof(proof: Proof, { done, tooMuch }: Readonly<{ done(proved: Proved & Printed): void; tooMuch(): void }>): Hearing {
  const heard = { stdout: "", stderr: "" };
  const printed = (truncated: boolean): Printed => ({
    stdout: utf8(heard.stdout),
    stderr: utf8(heard.stderr.replaceAll(proof.onStderr, "")),
    truncated,
  });
  let lacking: NodeJS.Timeout | undefined;
  const settle = (exit: CommandExit | undefined) => {
    clearTimeout(lacking);
    done({ ...(exit && { exit }), ...printed(false) });
  };
  return {
    settle,
    take(stream, chunk) {
      heard[stream] += chunk.toString("latin1");
      const answer = proof.answerIn(heard.stdout);
      const lacks = streamLacking(answer, heard.stderr.includes(proof.onStderr));
      clearTimeout(lacking);
      if (lacks) lacking = setTimeout(() => done({ answer: { lacks }, ...printed(false) }), OTHER_STREAM_MS);
      else if (answer) return done({ answer, ...printed(false) });
      if (heard.stdout.length + heard.stderr.length <= CHATTER_BYTES) return;
      tooMuch();
      done({ exit: { exitCode: null }, ...printed(true) });
    },
  };
}

function streamLacking(answer: ProofAnswer | undefined, stderrCame: boolean): "stdout" | "stderr" | undefined {
  if (stderrCame) return answer ? undefined : "stdout";
  return answer && "uid" in answer ? "stderr" : undefined;
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
