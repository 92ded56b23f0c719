import { expect, it } from "vitest";
import { openShell } from "../../../lib/remote/posix/open-shell.js";
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
  const opened = await openShell(ended(exit), { by: [] }, { patienceMs: 1000, signal });
  expect(opened).toEqual({ late: false, instead: { ...(exit && { exit }), stdout: "", stderr: "", truncated: false } });
});
