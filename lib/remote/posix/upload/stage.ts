import { systemClock } from "../../../core/clock.js";
import { FleetError, hasCode } from "../../../core/errors.js";
import { bytesIn, type Facts, fact } from "../../facts.js";
import { fenceArgs } from "../../fence.js";
import type { StagedFile, StageState } from "../../machine.js";
import { said } from "../../said.js";
import { checkedDigest, corruptFile, DIGEST_TIMEOUT_MS, type StageOptions, signalOf } from "../../staged-file.js";
import { noSpaceLeft } from "../disk-errors.js";
import { ask } from "../root-folder.js";
import base from "../scripts/base.sh";
import sha256Script from "../scripts/sha256.sh";
import spaceScript from "../scripts/space.sh";
import finishScript from "../scripts/stage-finish.sh";
import lookScript from "../scripts/stage-look.sh";
import uploadLookScript from "../scripts/upload-look.sh";
import uploadProveScript from "../scripts/upload-prove.sh";
import uploadReadScript from "../scripts/upload-read.sh";
import { checkSpace } from "./check-space.js";
import type { StagingPlace } from "./staging-place.js";
import { uploadSlice } from "./upload-slice.js";

/** Brings a file into root's cache, a slice at a time: see `RemoteMachine.stage`. */
export async function stage(place: StagingPlace, file: StagedFile, options: StageOptions): Promise<StageState> {
  const deadline = systemClock.now().getTime() + options.budgetMs;
  const path = `${place.folder.path}/cache/${checkedDigest(file)}`;
  const cached = await lookIntoCache(place, file, options);
  if (fact(cached, "state") === "ready") return { ready: true, path, sentBytes: 0 };

  const before = place.loginIsRoot ? cached : await lookAtUpload(place, file, options);
  if (fact(before, "state") === "busy") return { ready: false, receivedBytes: bytesIn(before, "size"), sentBytes: 0 };
  const upload = `${fact(before, "folder")}/${file.sha256}.part`;
  try {
    checkSpace(place, file, cached, before);
    const offset = bytesIn(before, "size");
    if (offset === 0 && !place.loginIsRoot) await proveReadable(place, upload, options);
    const sentBytes = offset < file.sizeBytes ? await uploadSlice(place, file, { upload, offset, deadline, ...signalOf(options) }) : 0;
    if (offset + sentBytes < file.sizeBytes) return { ready: false, receivedBytes: offset + sentBytes, sentBytes };
    await finish(place, file, upload, options);
    return { ready: true, path, sentBytes };
  } catch (error) {
    if (hasCode(error, "NotEnoughSpace")) await removeUpload(place, upload, options); // a full disk gets back what we took of it
    throw error;
  }
}

/** Root uploads into the cache itself, so the same command looks at what is there of the upload. */
function lookIntoCache({ folder, loginIsRoot }: StagingPlace, file: StagedFile, options: StageOptions): Promise<Facts> {
  const upload = loginIsRoot ? uploadArgs(`${folder.path}/cache`, file) : [];
  return folder.ask([sha256Script, spaceScript, lookScript, ...(loginIsRoot ? [uploadLookScript] : [])], {
    args: [...fenceArgs(options.fence), file.sha256, `${file.sizeBytes}`, ...upload],
    timeoutMs: DIGEST_TIMEOUT_MS,
    ...signalOf(options),
  });
}

function lookAtUpload({ address, user }: StagingPlace, file: StagedFile, options: StageOptions): Promise<Facts> {
  const [installation] = fenceArgs(options.fence);
  const args = uploadArgs(`.mobility-fleet/${installation}`, file);
  return ask(user, address, [base, spaceScript, uploadLookScript].join("\n"), { args, ...signalOf(options) });
}

const uploadArgs = (uploads: string, { sha256, sizeBytes }: StagedFile) => [uploads, `${sha256}.part`, `${sizeBytes}`];

async function finish(place: StagingPlace, file: StagedFile, upload: string, options: StageOptions): Promise<void> {
  const facts = await place.folder.ask([sha256Script, spaceScript, uploadReadScript, finishScript], {
    args: [...fenceArgs(options.fence), file.sha256, `${file.sizeBytes}`, upload],
    timeoutMs: DIGEST_TIMEOUT_MS,
    ...signalOf(options),
  });
  const state = fact(facts, "state");
  if (state === "full") throw noSpaceLeft(place.address, `${place.folder.path}/cache`, file.sizeBytes, bytesIn(facts, "free"));
  if (!place.loginIsRoot) await removeUpload(place, upload, options); // root's own became the cached file, or was removed
  if (state === "corrupt") throw corruptFile(place.address, file);
}

/** What root cannot read is not sent: its copy could never be made. */
async function proveReadable({ address, folder }: StagingPlace, upload: string, options: StageOptions): Promise<void> {
  const facts = await folder.ask([uploadReadScript, uploadProveScript], { args: [upload], ...signalOf(options) });
  if (fact(facts, "state") === "readable") return;
  const where = upload.slice(0, upload.lastIndexOf("/"));
  throw new FleetError(
    "CommandFailed",
    `On ${address} root cannot read ${where}, where the account would upload to: ${said(fact(facts, "why"))}. Nothing was sent.`,
    {
      target: address,
      possibleCauses:
        "The home folder of the account is on NFS with root_squash, on another network file system, or on a FUSE mount that keeps root out.",
      recommendedAction: "Give the account a home folder on a local disk (`usermod -d`), or use root as the account.",
    },
  );
}

async function removeUpload({ user }: StagingPlace, upload: string, options: StageOptions): Promise<void> {
  await user('rm -f "$1" "$1.lock"', { args: [upload], ...signalOf(options) });
}
