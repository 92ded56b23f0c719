import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Secret } from "../../../lib/core/secret.js";
import { resultOf } from "../../../lib/remote/command-end.js";
import type { Transport } from "../../../lib/remote/transport.js";

/** A shell to try scripts with, as the words that start it. */
export type ShellUnderTest = Readonly<{
  name: string;
  words: readonly string[];
  path?: string;
  /** A file that scripts take for the kernel's boot id. */
  bootId?: string;
}>;

/** The shell of this machine. */
export const SH: ShellUnderTest = { name: "sh", words: ["sh"] };

const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** Runs what is meant for a machine here, with another shell wherever the script says /bin/sh. */
export function localTransport(shell: ShellUnderTest): Transport {
  const path = shell.path ?? "/usr/sbin:/usr/bin:/sbin:/bin";
  const adapt = (script: string) =>
    script
      .replaceAll("/bin/sh ", `${shell.words.join(" ")} `)
      .replace(/^PATH=.*$/m, `PATH=${path}`)
      .replaceAll(BOOT_ID, shell.bootId ?? BOOT_ID);
  const start = (line: string) => {
    const [program = "", ...words] = line.split(" ");
    const isShell = program === "/bin/sh"; // as which it is known to itself, whatever it is
    const child = spawn(isShell ? (shell.words[0] ?? "") : program, words, { stdio: "pipe", ...(isShell && { argv0: program }) });
    child.stdin.on("error", () => {});
    const ended = new Promise<[number | null, string | null]>((resolve) => child.on("close", (code, signal) => resolve([code, signal])));
    return { child, ended };
  };
  return {
    hostKey: { type: "ssh-ed25519", sha256: "" },
    address: "this machine",
    close: async () => {},
    async open(line, { printed, ended: tell }) {
      const { child, ended } = start(line);
      const end = () => child.stdin.end();
      child.stdout.on("data", (chunk: Buffer) => printed("stdout", chunk));
      child.stderr.on("data", (chunk: Buffer) => printed("stderr", chunk));
      void ended.then(([exitCode, signal]) => tell({ exitCode, ...(signal && { signal }) }));
      return {
        write: (input) => void child.stdin.write(adapt(input instanceof Secret ? input.reveal() : input)),
        end,
        kill: () => void child.kill("SIGKILL"),
      };
    },
    async run(line, { stdin, printed } = {}) {
      const { child, ended } = start(line);
      if (printed) for (const stream of ["stdout", "stderr"] as const) child[stream].on("data", (chunk: Buffer) => printed(stream, chunk));
      if (typeof stdin === "object" && !(stdin instanceof Secret))
        pipeline(stdin, child.stdin).catch(() => {}); // it may not read all of it
      else child.stdin.end(adapt(stdin instanceof Secret ? stdin.reveal() : (stdin ?? "")));
      const [stdout, stderr, [exitCode, signal]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return resultOf("this machine", { exitCode, ...(signal && { signal }) }, { stdout, stderr, truncated: false });
    },
  };
}
