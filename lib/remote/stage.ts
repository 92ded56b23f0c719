import { systemClock } from "../core/clock.js";
import { FleetError } from "../core/errors.js";
import type { Fence, StagedFile, StageState } from "./machine.js";
import { ask, type Facts, fact, fenceArgs } from "./root-folder.js";
import base from "./scripts/base.sh";
import sha256Script from "./scripts/sha256.sh";
import spaceScript from "./scripts/space.sh";
import finishScript from "./scripts/stage-finish.sh";
import lookScript from "./scripts/stage-look.sh";
import uploadLookScript from "./scripts/upload-look.sh";
import { checkSpace, noSpaceLeft } from "./space.js";
import type { StagingPlace } from "./staging-place.js";
import { uploadSlice } from "./upload.js";

export type StageOptions = Readonly<{ fence: Fence; budgetMs: number; signal?: AbortSignal }>;

const DIGEST_TIMEOUT_MS = 300_000; // reading a gigabyte from a slow disk

/** Brings a file into root's cache, a slice at a time: see `RemoteMachine.stage`. */
export async function stage(place: StagingPlace, file: StagedFile, options: StageOptions): Promise<StageState> {
  const deadline = systemClock.now().getTime() + options.budgetMs;
  const path = `${place.folder.path}/cache/${checkedDigest(file.sha256)}`;
  const cached = await lookIntoCache(place, file, options);
  if (fact(cached, "state") === "ready") return { ready: true, path, sentBytes: 0 };

  const before = await lookAtUpload(place, file, options);
  if (fact(before, "state") === "busy") return { ready: false, receivedBytes: Number(fact(before, "size")), sentBytes: 0 };
  checkSpace(place, file, cached, before);
  const upload = `${fact(before, "folder")}/${file.sha256}.part`;
  const offset = Number(fact(before, "size"));
  const sentBytes = offset < file.sizeBytes ? await uploadSlice(place, file, { upload, offset, deadline, ...signalOf(options) }) : 0;

  const after = await lookAtUpload(place, file, options);
  const receivedBytes = Number(fact(after, "size"));
  if (fact(after, "state") === "busy" || receivedBytes < file.sizeBytes) return { ready: false, receivedBytes, sentBytes };
  await finish(place, file, upload, options);
  return { ready: true, path, sentBytes };
}

const lookIntoCache = ({ folder }: StagingPlace, file: StagedFile, options: StageOptions): Promise<Facts> =>
  folder.ask([sha256Script, spaceScript, lookScript], {
    args: [...fenceArgs(options.fence), file.sha256],
    timeoutMs: DIGEST_TIMEOUT_MS,
    ...signalOf(options),
  });

function lookAtUpload({ address, user, folder, loginIsRoot }: StagingPlace, file: StagedFile, options: StageOptions): Promise<Facts> {
  const [installation] = fenceArgs(options.fence);
  const uploads = loginIsRoot ? `${folder.path}/cache` : `.mobility-fleet/${installation}`;
  const args = [uploads, `${file.sha256}.part`, `${file.sizeBytes}`];
  return ask(user, address, [base, spaceScript, uploadLookScript].join("\n"), { args, ...signalOf(options) });
}

async function finish(place: StagingPlace, file: StagedFile, upload: string, options: StageOptions): Promise<void> {
  const facts = await place.folder.ask([sha256Script, spaceScript, finishScript], {
    args: [...fenceArgs(options.fence), file.sha256, `${file.sizeBytes}`, upload],
    timeoutMs: DIGEST_TIMEOUT_MS,
    ...signalOf(options),
  });
  const state = fact(facts, "state");
  if (state === "full") throw noSpaceLeft(place.address, `${place.folder.path}/cache`, file.sizeBytes, Number(fact(facts, "free")));
  await place.transport.run(["rm", "-f", upload, `${upload}.lock`], signalOf(options));
  if (state === "corrupt") throw corrupt(place.address, file);
}

const corrupt = (address: string, { sha256, sizeBytes }: StagedFile) =>
  new FleetError(
    "InstallerCorrupt",
    `What arrived on ${address} is not the installer: expected ${sizeBytes} bytes with SHA-256 ${sha256}. It was removed there.`,
    {
      target: address,
      possibleCauses: "The installer in storage was changed, or the upload was written to on the machine.",
      recommendedAction: "Run the job again; if it happens again, import the installer anew.",
    },
  );

function checkedDigest(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`a SHA-256 must be 64 lower-case hex digits, got ${JSON.stringify(sha256)}`);
  return sha256;
}

const signalOf = ({ signal }: StageOptions) => (signal ? { signal } : {});
