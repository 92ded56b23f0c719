import type { ClientChannel } from "ssh2";
import { Secret } from "../../core/secret.js";
import type { CommandExit, CommandListener, StayingCommand } from "../transport.js";
import { connectionLost } from "../transport-errors.js";
import { abandon, notStarted, type OpenConnection } from "./exec.js";
import { hearEnd } from "./hear-end.js";
import { startCommand } from "./start-command.js";

/** Starts a command line that stays. Errors: ConnectionLost, CommandFailed; the signal's reason. */
export function openStaying(connection: OpenConnection, line: string, listener: CommandListener): Promise<StayingCommand> {
  const { client, address, lost, makeRoom } = connection;
  const { signal } = listener;
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (finish: () => void) => {
      settled = true;
      lost.removeEventListener("abort", onLost);
      signal.removeEventListener("abort", onAbort);
      finish();
    };
    const onLost = () => settle(() => reject(connectionLost(address, "a command was to be started")));
    const onAbort = () => settle(() => reject(signal.reason));
    lost.addEventListener("abort", onLost);
    signal.addEventListener("abort", onAbort);
    if (lost.aborted) return onLost();
    if (signal.aborted) return onAbort();
    const started = (channel: ClientChannel) => {
      if (settled) return abandon(channel);
      settle(() => resolve(staying(channel, lost, listener)));
    };
    const failed = (error: Error) => settled || settle(() => reject(notStarted(address, error)));
    startCommand(client, { line, started, failed, makeRoom, isOver: () => settled });
  });
}

function staying(channel: ClientChannel, lost: AbortSignal, listener: CommandListener): StayingCommand {
  let over = false;
  const end = (exit: CommandExit | undefined) => {
    if (over) return;
    over = true;
    lost.removeEventListener("abort", onLost);
    listener.ended(exit);
  };
  const onLost = () => end(undefined);
  lost.addEventListener("abort", onLost);
  channel.on("data", (chunk: Buffer) => listener.printed("stdout", chunk));
  channel.stderr.on("data", (chunk: Buffer) => listener.printed("stderr", chunk));
  channel.on("error", () => {}); // a command may stop reading its stdin; how it ends decides
  hearEnd(channel, end);
  return {
    write: (input) => void channel.write(input instanceof Secret ? input.reveal() : input),
    end: () => void channel.end(),
    kill: () => abandon(channel),
  };
}
