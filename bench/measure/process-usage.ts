import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // USER_HZ of every Linux of now
const PAGE_BYTES = 4096;

/** Seconds of CPU that a process has used so far, its ended and waited-for children apart; 0 when it is gone. */
export const cpuSecondsOf = (pid: number): number => secondsOf(statOf(pid));

/** Seconds of CPU that the first thread of a process has used so far; the others of a Node process collect garbage, compile and read files. */
export const mainThreadSecondsOf = (pid: number): number => secondsOf(fieldsOf(`/proc/${pid}/task/${pid}/stat`));

/** Bytes of memory that a process holds now; 0 when it is gone. */
export function residentBytesOf(pid: number): number {
  return Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE_BYTES;
}

/** Processes that were started on this machine since its own start, in every namespace. */
export const startedProcesses = (): number => Number(/^processes (\d+)$/m.exec(read("/proc/stat"))?.[1] ?? 0);

/** Every process below this one, itself included. */
export function withDescendants(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const pid of allPids()) {
    const parent = Number(statOf(pid)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

/** Processes whose command line holds this text. */
export const pidsWith = (text: string): readonly number[] => allPids().filter((pid) => read(`/proc/${pid}/cmdline`).includes(text));

const allPids = (): readonly number[] => readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

const secondsOf = (stat: readonly string[] | undefined): number => (stat ? (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND : 0);

/** The fields of /proc/<pid>/stat after the program's name: the first is the state, the second the parent. */
const statOf = (pid: number): readonly string[] | undefined => fieldsOf(`/proc/${pid}/stat`);

function fieldsOf(file: string): readonly string[] | undefined {
  const text = read(file);
  return text ? text.slice(text.lastIndexOf(")") + 2).split(" ") : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended
  }
}
