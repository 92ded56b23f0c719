import type { LentChunks } from "../../../core/lent-chunks.js";
import { toShell } from "../quote.js";
import { newProof } from "../root/proof.js";
import prologue from "../scripts/prologue.sh";
import uploadScript from "../scripts/upload.sh";

/** What is written to a login for an upload, and what is heard of it. */
export type UploadTalk = Readonly<{
  line: string;
  input: LentChunks;
  hear(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** Was it our shell that answered? */
  proved(): boolean;
}>;

const GO = "\nmf-go\n";
const MOST_HEARD = 16 * 1024;

/**
 * The question alone; once our shell has proved itself the script that begins to write; and once that says so the bytes. Whatever else reads
 * the login's stdin gets none of them. `over` ends the waiting when the login has ended, or says nothing.
 */
export function uploadTalk(command: readonly string[], bytes: LentChunks, over: AbortSignal): UploadTalk {
  const proof = newProof({ isLogin: true });
  const heard = { stdout: "", stderr: "" };
  const [proved, begun] = [awaited(over), awaited(over)];
  async function* input() {
    yield Buffer.from(prologue + proof.question);
    if (!(await proved.came)) return;
    yield Buffer.from(`${uploadScript}\n${toShell(command)}\n`);
    if (await begun.came) yield* bytes;
  }
  return {
    line: toShell(proof.words),
    input: input(),
    proved: proved.isDone,
    hear(stream, chunk) {
      if (heard[stream].length > MOST_HEARD) return proved.isDone() ? undefined : proved.end(false);
      heard[stream] += chunk.toString("latin1");
      const answer = proof.answerIn(heard.stdout);
      if (answer) proved.end("uid" in answer);
      if (proved.isDone() && heard.stderr.includes(GO)) begun.end(true);
    },
  };
}

/** Something that is waited for until it is decided, or all is over. */
function awaited(over: AbortSignal): Readonly<{ came: Promise<boolean>; isDone(): boolean; end(came: boolean): void }> {
  let done = false;
  let end = (_came: boolean): void => {};
  const came = new Promise<boolean>((resolve) => {
    end = (yes) => {
      done ||= yes;
      resolve(yes);
    };
    over.addEventListener("abort", () => resolve(false), { once: true });
  });
  return { came, isDone: () => done, end: (yes) => end(yes) };
}
