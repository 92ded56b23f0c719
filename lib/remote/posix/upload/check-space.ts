import { bytesIn, type Facts, fact } from "../../facts.js";
import type { StagedFile } from "../../machine.js";
import { noSpaceLeft } from "../disk-errors.js";
import type { StagingPlace } from "./staging-place.js";

/** Is there room for what is still to be uploaded, and for root's copy? `cache` and `upload` are facts with size, free and mount. Errors: NotEnoughSpace. */
export function checkSpace({ address, folder, loginIsRoot }: StagingPlace, { sizeBytes }: StagedFile, cache: Facts, upload: Facts): void {
  const missing = sizeBytes - bytesIn(upload, "size");
  const copy = loginIsRoot ? 0 : sizeBytes;
  const together = fact(cache, "mount") === fact(upload, "mount");
  demand(address, fact(upload, "folder"), together ? missing + copy : missing, bytesIn(upload, "free"));
  if (!together) demand(address, `${folder.path}/cache`, copy, bytesIn(cache, "free"));
}

function demand(address: string, folder: string, needed: number, free: number): void {
  if (free < needed) throw noSpaceLeft(address, folder, needed, free);
}
