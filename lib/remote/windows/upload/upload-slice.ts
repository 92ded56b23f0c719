import { systemClock } from "../../../core/clock.js";
import type { LentChunks } from "../../../core/lent-chunks.js";
import { fact } from "../../facts.js";
import type { StagedFile } from "../../machine.js";
import type { Shell } from "../../staying/shell-pool.js";
import type { RemoteFiles, Transport } from "../../transport.js";
import { type AdministratorsFolder, scriptFailed } from "../administrators-folder.js";
import beginScript from "../scripts/upload-begin.ps1";
import endScript from "../scripts/upload-end.ps1";
import pieceScript from "../scripts/upload-piece.ps1";

/** One session of the machine, and the same as it asks in the folder. */
export type UploadPlace = Readonly<{ transport: Transport; run: Shell; folder: AdministratorsFolder }>;
export type UploadSlice = Readonly<{ offset: number; deadline: number; signal?: AbortSignal }>;

/**
 * Appends the file's bytes from `offset` until the end or the deadline (milliseconds since 1970), by sftp where the server has it; gives the
 * number of bytes sent. When somebody else writes, or wrote meanwhile, nothing is sent and 0 is given.
 */
export async function uploadSlice(place: UploadPlace, file: StagedFile, { offset, deadline, signal }: UploadSlice): Promise<number> {
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const files = await place.transport.files?.(either);
  const begun = await place.folder.ask(beginScript, { args: [file.sha256, `${offset}`, files ? "sftp" : "stdin"], signal: either });
  if (fact(begun, "state") !== "begun") return 0;
  const chunks = untilDeadline(file.lend(offset, either), deadline);
  try {
    const sent = files ? await byFiles(place, files, { file, offset, chunks, signal: either }) : await byPieces(place, chunks, either);
    await place.folder.ask(endScript);
    return sent;
  } finally {
    over.abort();
    files?.close();
  }
}

const byFiles = (
  { folder }: UploadPlace,
  files: RemoteFiles,
  { file, offset, chunks, signal }: Readonly<{ file: StagedFile; offset: number; chunks: LentChunks; signal: AbortSignal }>,
) => files.write(`/${folder.path.replaceAll("\\", "/").replace(/^\/+/, "")}/cache/${file.sha256}.part`, offset, chunks, signal);

async function byPieces({ run, transport }: UploadPlace, chunks: LentChunks, signal: AbortSignal): Promise<number> {
  let sent = 0;
  for await (const bytes of chunks) {
    const { exitCode, stderr } = await run(pieceScript, { bytes, signal });
    if (exitCode !== 0) throw scriptFailed(transport.address, exitCode, stderr);
    sent += bytes.length;
  }
  return sent;
}

async function* untilDeadline(source: LentChunks, deadline: number): LentChunks {
  for await (const chunk of source) {
    yield chunk;
    if (systemClock.now().getTime() >= deadline) return;
  }
}
