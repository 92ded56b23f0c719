import { expect, it } from "vitest";
import { openShell } from "../../../lib/remote/posix/open-shell.js";
import { wrapScript } from "../../../lib/remote/posix/wrap-script.js";
import type { CommandExit, Transport } from "../../../lib/remote/transport.js";

const { signal } = new AbortController();

/** A connection on which whatever is started has ended before anything could be written to it. */
const ended = (exit: CommandExit | undefined): Transport =>
  ({
    open: async (_command, listener) => {
      listener.ended(exit);
      return { write: () => {}, end: () => {}, kill: () => {} };
    },
  }) as Partial<Transport> as Transport; // nothing else is asked of it

it.each([{ exitCode: 255 }, { exitCode: null, signal: "KILL" }, undefined])("knows how a shell ended that was none: %o", async (exit) => {
  const shell = await openShell(ended(exit), { command: ["/bin/sh", "-s"] }, signal);
  const end = await shell.run(wrapScript({ text: ":" }), { maxOutputBytes: 1000, patienceMs: 1000, signal });
  expect(end).toEqual({ began: false, ...(exit && { result: { exit, stdout: "", stderr: "", truncated: false } }) });
});
