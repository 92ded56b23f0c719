import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { searchPath } from "./disk/which.js";

export type LocalResult = Readonly<{ exitCode: number | null; stdout: string; stderr: string }>;

/** Runs a program of this machine to its end; a program that cannot be started rejects, an exit code is a result. */
export async function runLocal(command: readonly string[], input: string | Uint8Array = ""): Promise<LocalResult> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { PATH: searchPath(), LC_ALL: "C" } });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  child.stdin.on("error", () => {}); // it may end without reading its input
  child.stdin.end(input);
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}
