import { readFileSync } from "node:fs";

/** When a process began, in the kernel's clock ticks; with the pid it names a process for ever. null when there is none. */
export function startTime(pid: number): string | null {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[19] ?? null
    );
  } catch {
    return null; // the process has ended
  }
}
