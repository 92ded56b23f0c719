import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

/** Worker: collects the command lines and environments of all processes, of lab machines too; answers every message with them, and ends with "stop". */
const seen = new Set();
let stopped = false;
parentPort?.on("message", (what) => {
  parentPort?.postMessage(seen);
  stopped = what === "stop";
  if (stopped) parentPort?.close();
});

for (; !stopped; await sleep(workerData.everyMs)) {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const file of ["cmdline", "environ"]) {
      try {
        seen.add(readFileSync(`/proc/${pid}/${file}`, "latin1"));
      } catch {
        // it has ended, or is another user's
      }
    }
  }
}
