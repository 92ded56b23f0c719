import type { HostLogSink } from "../host/process/host-log.js";
import { prettyLog } from "../host/process/pretty-log.js";

/** A log for the terminal that keeps to warnings and errors until it is told to speak. */
export function calmLog(): Readonly<{ sink: HostLogSink; speak(): void }> {
  const write = prettyLog(process.stdout);
  let calm = true;
  return {
    sink: (entry) => {
      if (!calm || !["trace", "debug", "information"].includes(entry.level)) write(entry);
    },
    speak: () => {
      calm = false;
    },
  };
}
