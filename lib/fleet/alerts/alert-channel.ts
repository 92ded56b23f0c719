import type { AlertSetting } from "./alert.js";
import type { FleetEvent } from "./event.js";

/** One way to tell people or programs of events. At least once: a receiver knows an event again by its name. */
export type AlertChannel = Readonly<{
  /** How many events go out together, and how long the first one waits for others. */
  atOnce: number;
  gatherSeconds: number;
  /** Throws DeliveryFailed when the receiver did not accept them. */
  deliver(events: readonly FleetEvent[], setting: AlertSetting): Promise<void>;
}>;

/** The receiver did not accept: it is asked again later, after `retryAfterSeconds` where it said so. `refused`: it refused our login. */
export class DeliveryFailed extends Error {
  readonly retryAfterSeconds: number | undefined;
  readonly refused: boolean;

  constructor(message: string, { retryAfterSeconds, refused = false }: { retryAfterSeconds?: number; refused?: boolean } = {}) {
    super(message);
    this.name = "DeliveryFailed";
    this.retryAfterSeconds = retryAfterSeconds;
    this.refused = refused;
  }
}
