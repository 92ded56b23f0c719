import { setImmediate } from "node:timers/promises";
import { systemClock } from "./clock.js";

/** So long one piece of work goes on before others have their turn. */
const TURN_MS = 15;

/** To be awaited between the pieces of work on something as long as its caller likes: others have their turn when this one has taken long. */
export function patience(): () => Promise<void> {
  const now = () => systemClock.now().getTime();
  let since = now();
  return async () => {
    const spent = now() - since;
    if (spent >= 0 && spent < TURN_MS) return;
    await setImmediate();
    since = now();
  };
}
