import type { ClientChannel } from "ssh2";
import { systemClock } from "../../core/clock.js";
import type { CommandExit } from "../transport.js";

/** What a server still sends of a program's output may come after the word that it has ended; after so long a silence nothing more does. */
const SILENCE_MS = 3_000;
/** A timer that comes so much later was held up with all of this process, which has not heard what came meanwhile. */
const LATE_MS = 500;

/**
 * Tells once how a command has ended, without an exit when its channel closed before one came. A server keeps the channel open as long as anything
 * holds the command's output, as what a start file leaves running in the background does; so an exit and then silence is an end, too.
 */
export function hearEnd(channel: ClientChannel, ended: (exit: CommandExit | undefined) => void): void {
  let exit: CommandExit | undefined;
  let silence: NodeJS.Timeout | undefined;
  let over = false;
  const end = () => {
    clearTimeout(silence);
    if (over) return;
    over = true;
    ended(exit);
  };
  const heard = () => {
    if (over || !exit) return;
    clearTimeout(silence);
    const since = systemClock.now().getTime();
    silence = setTimeout(() => {
      if (systemClock.now().getTime() - since > SILENCE_MS + LATE_MS) return heard();
      channel.close();
      end();
    }, SILENCE_MS);
  };
  channel.on("data", heard);
  channel.stderr.on("data", heard);
  channel.on("exit", (code: number | null, signal?: string) => {
    exit = { exitCode: code, ...(signal !== undefined && { signal }) };
    heard();
  });
  channel.on("close", end);
}
