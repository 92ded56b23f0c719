import type { Client, ClientChannel } from "ssh2";

/** Called within the turn in which the server answers: what a short command printed may come in the same packet. */
export type StartCommand = Readonly<{
  line: string;
  started(channel: ClientChannel): void;
  failed(error: Error): void;
  /** Ends what holds a session and nobody needs now. */
  makeRoom(): void;
  isOver(): boolean;
}>;

/** A server of few sessions (MaxSessions) counts one for a moment longer than it tells its end, so it is asked again. */
const PAUSES_MS = [10, 30, 90, 270];

/** Starts a command line in a session of its own. */
export function startCommand(client: Client, wish: StartCommand, [pause, ...later] = PAUSES_MS): void {
  const { line, started, failed, makeRoom, isOver } = wish;
  const again = () => void (isOver() || startCommand(client, wish, later));
  try {
    client.exec(line, (error, channel) => {
      if (!error) started(channel);
      else if (isSessionRefused(error) && pause !== undefined) {
        makeRoom();
        setTimeout(again, pause);
      } else failed(error);
    });
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error))); // "Not connected" is thrown, not called back
  }
}

/** The server opened no session, and the connection goes on (RFC 4254, 5.1). */
export const isSessionRefused = (error: Error & Readonly<{ reason?: unknown }>): boolean => typeof error.reason === "number";
