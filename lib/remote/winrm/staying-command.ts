import { Secret } from "../../core/secret.js";
import type { CommandListener, StayingCommand } from "../transport.js";
import { INPUT_BYTES, type WinrmShell } from "./shell.js";

/** Starts a command that stays, and hears it until it has ended. Errors: those of the shell; the signal's reason. */
export async function openStaying(shell: WinrmShell, line: string, listener: CommandListener): Promise<StayingCommand> {
  const id = await shell.start(line, listener.signal);
  if (listener.signal.aborted) {
    void shell.terminate(id).catch(() => {});
    throw listener.signal.reason;
  }
  const over = new AbortController();
  const lost = () => {
    if (over.signal.aborted) return;
    over.abort();
    listener.ended(undefined);
  };
  void hear(shell, id, listener, over).catch(lost);
  let sending = Promise.resolve();
  /** One after the other, as they were written; a command that has ended reads no more. */
  const send = (input: Uint8Array, end = false) => {
    sending = sending.then(() => (over.signal.aborted ? undefined : shell.send(id, input, end))).catch(lost);
  };
  return {
    write: (input) => {
      const bytes = Buffer.from(input instanceof Secret ? input.reveal() : input, "utf8");
      for (let at = 0; at < bytes.length; at += INPUT_BYTES) send(bytes.subarray(at, at + INPUT_BYTES));
    },
    end: () => send(Buffer.alloc(0), true),
    kill: () => {
      if (over.signal.aborted) return;
      over.abort(new Error("the command was ended"));
      void shell.terminate(id).catch(() => {});
    },
  };
}

async function hear(shell: WinrmShell, id: string, listener: CommandListener, over: AbortController): Promise<void> {
  while (!over.signal.aborted) {
    const received = await shell.receive(id, over.signal);
    if (over.signal.aborted) return;
    for (const { stream, bytes } of received?.parts ?? []) listener.printed(stream, bytes);
    if (!received?.end) continue;
    over.abort();
    void shell.terminate(id).catch(() => {}); // the server keeps it until then
    listener.ended({ exitCode: received.end.exitCode });
  }
}
