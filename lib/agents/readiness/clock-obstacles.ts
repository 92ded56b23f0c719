import type { CommonProbe } from "../common-probe.js";
import { type Obstacle, only, type ReadinessWish } from "./readiness.js";

/** Beyond this a registration is refused: tokens live an hour, and a certificate made ahead of the server's clock is not valid there yet. */
const CLOCK_REFUSED_SECONDS = 3600;
const CLOCK_WARNED_SECONDS = 300;

/** A registration makes certificates and tokens that name times; an update talks to no server and needs no right clock. */
export function clockObstacles(probe: CommonProbe, { purpose, now }: ReadinessWish): readonly Obstacle[] {
  const registers = purpose === "configure" || (purpose === "install" && !probe.agent?.configured);
  const skew = clockSkew(probe, now);
  return only([
    registers &&
      Math.abs(skew) > CLOCK_REFUSED_SECONDS && {
        code: "ClockWrong",
        message: `The machine's clock is ${skewText(skew)}; the agent cannot register with it, its certificates would not be valid`,
      },
  ]);
}

/** A clock that is wrong, though not so much that a registration is refused. */
export function clockWarnings(probe: CommonProbe, { now }: ReadinessWish): readonly string[] {
  const skew = clockSkew(probe, now);
  return Math.abs(skew) > CLOCK_WARNED_SECONDS ? [`The machine's clock is ${skewText(skew)}; a registration may fail with it`] : [];
}

/** How far the machine's clock is ahead of ours, in seconds. */
const clockSkew = ({ clockSeconds }: CommonProbe, now: Date | undefined): number =>
  now && clockSeconds !== undefined ? Math.round(clockSeconds - now.getTime() / 1000) : 0;

const skewText = (seconds: number): string => `${Math.abs(seconds)} s ${seconds > 0 ? "ahead" : "behind"}`;
