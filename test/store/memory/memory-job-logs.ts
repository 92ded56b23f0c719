import type { JobLogStore } from "../../../lib/jobs/ports.js";
import { logText } from "../../../lib/store/jobs/job-log-blobs.js";
import { type LogPart, piecesOf, sizeOf } from "../../../lib/store/jobs/job-log-parts.js";

type MemoryPart = LogPart & Readonly<{ bytes: Buffer }>;

/** Logs in memory. */
export function memoryJobLogs(): JobLogStore {
  const logs = new Map<string, Map<string, MemoryPart>>();
  return {
    async write(jobName, offset, text) {
      if (!text) return;
      const bytes = Buffer.from(text);
      const parts = logs.get(jobName.toLowerCase()) ?? new Map();
      logs.set(jobName.toLowerCase(), parts.set(`${bytes.length}/${offset}`, { name: jobName, offset, size: bytes.length, bytes }));
    },
    async read(jobName, offset, length) {
      const parts = [...(logs.get(jobName.toLowerCase())?.values() ?? [])];
      const pieces = piecesOf(parts, offset, Math.min(offset + length, sizeOf(parts)));
      const bytesOf = (part: LogPart) => parts.find((one) => one.offset === part.offset && one.size === part.size)?.bytes ?? Buffer.alloc(0);
      const bytes = Buffer.concat(pieces.map(({ part, start, end }) => bytesOf(part).subarray(start, end)));
      return logText(bytes, offset, sizeOf(parts));
    },
  };
}
