import type { Command } from "../../core/command.js";
import { Secret } from "../../core/secret.js";
import type { OpenLimits, OpenShell } from "../staying/open-shell.js";
import { openTalk, runBy } from "../staying/open-talk.js";
import type { Printed, Transport } from "../transport.js";
import { toShell } from "./quote.js";
import { hearProof, type Proved } from "./root/hear-proof.js";
import { newProof } from "./root/proof.js";
import prologue from "./scripts/prologue.sh";

/** How a shell that reads its scripts from stdin is started: by these words before its own, none where the login starts it. `input` goes before all else. */
export type ShellStart = Readonly<{ by: Command; input?: Secret }>;

/** Our shell, and as which user it runs; or what came instead. `late`: it was ours, and had been told meanwhile that no more comes. */
export type Opened = Readonly<{ shell: OpenShell; uid: number; alone: boolean } | { shell?: undefined; late: boolean; instead: Proved & Printed }>;

/** What takes a password may take what came with it, too (sudo-rs does), so that the question is asked again until there is an answer. */
const ASKED_AGAIN_MS = 500;

/** What has answered on one of stdout and stderr, and not on the other one by then, is told that no more comes: its end shows what it lacks. */
const HALF_MS = 2_000;

/** Starts it and lets it prove itself; nothing but the question is sent before. Errors: those of the transport; the signal's reason. */
export async function openShell(transport: Transport, start: ShellStart, { patienceMs, signal }: OpenLimits): Promise<Opened> {
  const proof = newProof({ isLogin: start.by.length === 0 });
  const talk = await openTalk(transport, toShell([...start.by, ...proof.words]), signal);
  const endAfter = (ms: number) => (patienceMs === undefined ? undefined : setTimeout(talk.end, Math.min(ms, patienceMs)));
  const patience = endAfter(Number.POSITIVE_INFINITY);
  let halfOf: NodeJS.Timeout | undefined;
  const half = () => {
    halfOf ??= endAfter(HALF_MS);
  };
  const question = prologue + proof.question;
  const again = start.input && setInterval(() => talk.write(question), ASKED_AGAIN_MS);
  const proved = await talk
    .say<Proved & Printed>(new Secret((start.input?.reveal() ?? "") + question), signal, (done) =>
      hearProof(proof, { done, half, tooMuch: talk.kill }),
    )
    .finally(() => {
      clearTimeout(patience);
      clearTimeout(halfOf);
      clearInterval(again);
    });
  const { uid, alone = false } = proved.answer && "uid" in proved.answer ? proved.answer : { uid: undefined };
  if (uid === undefined) talk.kill();
  if (uid === undefined || !talk.isOpen()) return { late: uid !== undefined, instead: proved };
  return { uid, alone, shell: { run: runBy(talk), isOpen: talk.isOpen, end: talk.end } };
}
