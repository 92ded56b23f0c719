import { systemClock } from "../../../core/clock.js";
import { hasCode } from "../../../core/errors.js";
import { bytesIn, type Facts, fact } from "../../facts.js";
import { fenceArgs } from "../../fence.js";
import type { StagedFile, StageState } from "../../machine.js";
import { checkedDigest, corruptFile, DIGEST_TIMEOUT_MS, type StageOptions, signalOf } from "../../staged-file.js";
import type { ShellPool } from "../../staying/shell-pool.js";
import type { Transport } from "../../transport.js";
import { type AdministratorsFolder, administratorsFolder } from "../administrators-folder.js";
import { noSpaceLeft } from "../disk-errors.js";
import finishScript from "../scripts/stage-finish.ps1";
import lookScript from "../scripts/stage-look.ps1";
import { uploadSlice } from "./upload-slice.js";

export type StagingPlace = Readonly<{ transport: Transport; pool: ShellPool; folder: AdministratorsFolder }>;

/** Brings a file into the cache, a slice at a time: see `RemoteMachine.stage`. */
export async function stage(place: StagingPlace, file: StagedFile, options: StageOptions): Promise<StageState> {
  const deadline = systemClock.now().getTime() + options.budgetMs;
  const path = `${place.folder.path}\\cache\\${checkedDigest(file)}`;
  const before = await ask(place.folder, lookScript, file, options);
  if (fact(before, "state") === "ready") return { ready: true, path, sentBytes: 0 };
  const offset = bytesIn(before, "size");
  if (fact(before, "state") === "busy") return { ready: false, receivedBytes: offset, sentBytes: 0 };
  const free = bytesIn(before, "free");
  if (free < file.sizeBytes - offset) throw noSpaceLeft(place.transport.address, place.folder.path, file.sizeBytes - offset, free);
  const sentBytes = offset < file.sizeBytes ? await sendSlice(place, file, { offset, deadline, ...signalOf(options) }) : 0;
  if (offset + sentBytes < file.sizeBytes) return { ready: false, receivedBytes: offset + sentBytes, sentBytes };
  const state = fact(await ask(place.folder, finishScript, file, options), "state");
  if (state === "corrupt") throw corruptFile(place.transport.address, file);
  return { ready: true, path, sentBytes };
}

/** One session has the upload to itself as long as the slice lasts. */
const sendSlice = (
  { transport, pool, folder }: StagingPlace,
  file: StagedFile,
  slice: Readonly<{ offset: number; deadline: number; signal?: AbortSignal }>,
) =>
  pool
    .lend((run) => uploadSlice({ transport, run, folder: administratorsFolder(run, folder.path, transport.address) }, file, slice))
    .catch((error) => {
      throw hasCode(error, "NotEnoughSpace") ? noSpaceLeft(transport.address, folder.path, file.sizeBytes - slice.offset, 0) : error;
    });

const ask = (folder: AdministratorsFolder, script: string, { sha256, sizeBytes }: StagedFile, options: StageOptions): Promise<Facts> =>
  folder.ask(script, { args: [...fenceArgs(options.fence), sha256, `${sizeBytes}`], timeoutMs: DIGEST_TIMEOUT_MS, ...signalOf(options) });
