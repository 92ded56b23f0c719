import type { JobLogStore } from "../../lib/jobs/ports.js";
import { wholeCharacters } from "../../lib/store/whole-characters.js";

/** Logs in memory. */
export function memoryJobLogs(): JobLogStore {
  const logs = new Map<string, Buffer>();
  const log = (jobName: string) => logs.get(jobName.toLowerCase()) ?? Buffer.alloc(0);
  return {
    append: async (jobName, text) => void logs.set(jobName.toLowerCase(), Buffer.concat([log(jobName), Buffer.from(text)])),
    read: async (jobName, offset, length) => ({ text: wholeCharacters(log(jobName).subarray(offset, offset + length)), size: log(jobName).length }),
  };
}
