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

/** A shell whose stderr comes only when it has been told that no more comes: a slow one. */
const lateOnStderr: Transport = {
  open: async (_command, { printed }) => {
    let sum = 0;
    const print = (stream: "stdout" | "stderr", text: string) => printed(stream, Buffer.from(text));
    return {
      write: (input) => {
        const [, first, second] = /\$\(\((\d+) \+ (\d+)\)\)/.exec(typeof input === "string" ? input : input.reveal()) ?? [];
        sum = Number(first) + Number(second);
        print("stdout", `\nmf-${sum} 0 /bin/sh-s\n`);
      },
      end: () => print("stderr", `\nmf-${sum}\n`),
      kill: () => {},
    };
  },
} as Partial<Transport> as Transport; // nothing else is asked of it

it("takes one whose stderr comes late for a slow one, not for one without stderr", async () => {
  const opened = await openShell(lateOnStderr, { by: ["sudo"] }, { patienceMs: 20, signal });
  expect(opened).toMatchObject({ late: true, instead: { answer: { uid: 0 } } });
  expect(opened).not.toHaveProperty("instead.unheard");
});
