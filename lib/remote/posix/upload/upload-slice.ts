import { systemClock } from "../../../core/clock.js";
import { FleetError } from "../../../core/errors.js";
import type { LentChunks } from "../../../core/lent-chunks.js";
import type { StagedFile } from "../../machine.js";
import { itSaid, said } from "../../said.js";
import type { CommandResult } from "../../transport.js";
import { diskError, isDiskFull, noSpaceLeft } from "../disk-errors.js";
import { BY_HAND } from "../login-shell.js";
import type { StagingPlace } from "./staging-place.js";
import { uploadTalk } from "./upload-talk.js";

export type UploadSlice = Readonly<{ upload: string; offset: number; deadline: number; signal?: AbortSignal }>;

/** What was written before the deadline may still be on its way through the windows of a slow line. */
const DRAIN_MS = 60_000;
const OTHER_WRITER = 75;
const OTHER_SIZE = 76;

/**
 * Appends the file's bytes from `offset` until the end or the deadline (milliseconds since 1970); gives the number of bytes sent.
 * When somebody else writes, or wrote meanwhile, nothing is sent and 0 is given. Errors: NotEnoughSpace, ReadOnlyFileSystem, CommandFailed, those of the transport.
 */
export async function uploadSlice(
  { address, transport }: StagingPlace,
  file: StagedFile,
  { upload, offset, deadline, signal }: UploadSlice,
): Promise<number> {
  const over = new AbortController();
  const slice = untilDeadline(file.lend(offset, over.signal), deadline);
  const talk = uploadTalk(["mf_upload", upload, `${offset}`], slice.chunks, over.signal);
  const result = await transport
    .run(talk.line, {
      stdin: talk.input,
      printed: talk.hear,
      timeoutMs: Math.max(0, deadline - systemClock.now().getTime()) + DRAIN_MS,
      ...(signal && { signal }),
    })
    .finally(() => over.abort());
  if (!talk.proved()) throw notProved(address, result);
  if (result.exitCode === OTHER_WRITER || result.exitCode === OTHER_SIZE) return 0;
  if (result.exitCode !== 0) throw uploadFailed(address, upload, file.sizeBytes - offset, result);
  return slice.sentBytes();
}

function untilDeadline(source: LentChunks, deadline: number): Readonly<{ chunks: LentChunks; sentBytes(): number }> {
  let sent = 0;
  async function* chunks() {
    for await (const chunk of source) {
      sent += chunk.length;
      yield chunk;
      if (systemClock.now().getTime() >= deadline) return;
    }
  }
  return { chunks: chunks(), sentBytes: () => sent };
}

const notProved = (address: string, { exitCode, stdout, stderr }: CommandResult): FleetError =>
  new FleetError(
    "CommandFailed",
    `The login did not start /bin/sh for the upload on ${address} (it ended with ${exitCode}), so no byte was sent.${itSaid(`${stderr}\n${stdout}`)}`,
    { target: address, recommendedAction: BY_HAND },
  );

function uploadFailed(address: string, upload: string, missing: number, { exitCode, stderr }: CommandResult): FleetError {
  if (isDiskFull(stderr)) return noSpaceLeft(address, upload, missing, 0);
  const why = said(stderr.trim().split("\n").at(-1) ?? "") || `it ended with ${exitCode}`;
  return (
    diskError(address, stderr) ??
    new FleetError("CommandFailed", `The upload to ${upload} on ${address} failed: ${why}`, {
      target: address,
      recommendedAction: "Correct on the machine what the message names, then run the job again; it goes on where it stopped.",
    })
  );
}
