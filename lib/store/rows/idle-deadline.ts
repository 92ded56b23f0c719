import type { Readable } from "node:stream";
import { FleetError } from "../../core/errors.js";
import { CALL_MS } from "./deadline.js";
import { storageFailure } from "./storage-error.js";

/**
 * What storage sends of `what`, piece by piece, for as long as it takes; StorageUnavailable when no piece comes for `ms`. How long the reader takes
 * over a piece does not count.
 */
export async function* untilIdle(what: string, stream: Readable, ms = CALL_MS): AsyncGenerator<Buffer> {
  const idle = () =>
    stream.destroy(new FleetError("StorageUnavailable", `${what}: storage sent nothing more for ${ms} ms; try again`, { retryable: true }));
  let timer = setTimeout(idle, ms);
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(idle, ms);
    }
  } catch (error) {
    storageFailure(what)(error);
  } finally {
    clearTimeout(timer);
  }
}
