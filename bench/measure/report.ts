import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

/** Prints rows under a head, columns as wide as they must be. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  console.log(["", line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line), ""].join("\n"));
}

/** A number with as many digits as a reader can use. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return "-";
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

/** Writes bench/results/<date>-<name>.json and says where; `what` is the bench's own part. */
export function writeResult(name: string, what: Readonly<Record<string, unknown>>, note: string | undefined): void {
  const folder = join("bench", "results");
  mkdirSync(folder, { recursive: true });
  const now = new Date().toISOString();
  const file = join(folder, `${now.slice(0, 16).replaceAll(":", "")}-${name}.json`);
  writeFileSync(file, `${JSON.stringify({ bench: name, at: now, machine: machineHere(), ...(note && { note }), ...what }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

/** What the numbers were measured on, and how busy it was besides. */
export function machineHere() {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? "unknown",
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    kernel: execFileSync("uname", ["-sr"], { encoding: "utf8" }).trim(),
    loadAverageAtEnd: loadavg().map((load) => Math.round(load * 10) / 10),
  };
}
