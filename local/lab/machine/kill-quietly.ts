/** Kills a process; one that has just ended is no error. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // Node's own errors carry a code; ESRCH: it has just ended
  }
}
