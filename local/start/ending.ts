/** How to end what was started. */
export type Ending = Readonly<{
  /** Lets running work end, then ends everything; nothing is left behind. */
  close(): Promise<void>;
  /** Ends everything without waiting for running work; nothing is left behind. */
  closeAtOnce(): Promise<void>;
}>;

export type EndWhenAsked = Readonly<{
  /** Tells how what runs by now is ended. */
  opened(ending: Ending): void;
  /** True since the first signal. */
  asked(): boolean;
  /** Says why, ends what runs and exits with code 1; after a signal, when things fail because they are being ended, it only exits. */
  fail(why: string): Promise<void>;
}>;

/** A runner such as npm passes on the signal that the terminal sent already. */
const SAME_KEYSTROKE_MS = 300;

/** Ends the process at SIGINT, SIGTERM and SIGHUP: the first lets running work end, the second does not, the third just exits. */
export function endWhenAsked(say: (line: string) => void): EndWhenAsked {
  let ending: Ending | undefined;
  let asks = 0;
  let last = 0;
  const settle = (first: boolean) => {
    if (!ending) return void (!first && process.exit(130)); // `opened` ends what is being started
    (first ? ending.close() : ending.closeAtOnce()).then(
      () => process.exit(130),
      (error) => {
        say(`The end was not clean: ${error instanceof Error ? error.message : error}`);
        process.exit(1);
      },
    );
  };
  const ask = () => {
    if (Date.now() - last < SAME_KEYSTROKE_MS) return;
    last = Date.now();
    asks += 1;
    if (asks > 2) process.exit(130);
    say(asks === 1 ? "\nEnding; running work may finish. Ctrl-C again ends at once." : "\nEnding at once.");
    settle(asks === 1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  return {
    opened: (started) => {
      ending = started;
      if (asks > 0) settle(asks === 1);
    },
    asked: () => asks > 0,
    fail: async (why) => {
      if (asks > 0) return ending ? undefined : process.exit(130);
      console.error(why);
      await ending?.closeAtOnce();
      process.exit(1);
    },
  };
}
