import type { Clock } from "../core/clock.js";
import { hasCode } from "../core/errors.js";
import type { Log } from "../core/log.js";
import type { Versioned } from "../core/versioned.js";
import { type Alert, type AlertChannelName, channelsOf } from "../fleet/alerts/alert.js";
import { type AlertChannel, DeliveryFailed } from "../fleet/alerts/alert-channel.js";
import type { AlertMessage, AlertQueue, AlertStore, EventStore } from "../fleet/ports.js";

export type DeliverDeps = Readonly<{
  alerts: AlertStore;
  alertQueue: AlertQueue;
  /** Bare: it announces nothing. */
  events: Pick<EventStore, "add">;
  channels: Readonly<Record<AlertChannelName, AlertChannel>>;
  clock: Clock;
  log: Log;
}>;

/** A delivery that takes longer counts as lost, and somebody else may try. */
const LEASE_SECONDS = 120;
const FIRST_PAUSE_SECONDS = 15;
const LONGEST_PAUSE_SECONDS = 3600;
/** So long an alert is tried. */
const TRIED_HOURS = 72;

/**
 * Delivers the alert that a message names, with others of its channel that wait as well where the channel takes several. Throws only when our
 * own bookkeeping failed. At least once: a crash between the receiver's yes and the end of the row delivers again, under the same name.
 */
export const deliverAlert =
  (deps: DeliverDeps) =>
  async ({ channel: name, event }: AlertMessage): Promise<void> => {
    const channel = deps.channels[name];
    const first = await deps.alerts.find(name, event);
    if (!first) return; // accepted before
    const waits = secondsUntil(deps.clock, gatheredAt(first.value, channel));
    if (waits > 0) return deps.alertQueue.send({ channel: name, event }, waits);
    const setting = await deps.alerts.findSetting();
    const claimed = await claim(deps, await together(deps, first, channel));
    if (claimed.length === 0) return;
    if (!channelsOf(setting).includes(name)) return drop(deps, claimed);
    for (const { value } of claimed) await deps.events.add(value.event); // a crash may have come between row and event
    try {
      if (name === "mail" && setting.mailStopped) throw new DeliveryFailed(setting.mailStopped.reason);
      await channel.deliver(
        claimed.map(({ value }) => value.event),
        setting,
      );
    } catch (error) {
      if (error instanceof DeliveryFailed && error.refused) await stopMail(deps, error.message);
      return failed(deps, claimed, error);
    }
    for (const { value } of claimed) await deps.alerts.remove(value);
  };

/** When the alert may go out: a first try waits a little for others that may go with it. */
const gatheredAt = ({ attempts, createdTime, dueTime }: Alert, { gatherSeconds }: AlertChannel): number =>
  attempts === 0 ? Date.parse(createdTime) + gatherSeconds * 1000 : Date.parse(dueTime);

const secondsUntil = (clock: Clock, ms: number): number => Math.max(0, Math.ceil((ms - clock.now().getTime()) / 1000));

async function together({ alerts, clock }: DeliverDeps, first: Versioned<Alert>, { atOnce }: AlertChannel): Promise<readonly Versioned<Alert>[]> {
  if (atOnce === 1) return [first];
  const now = clock.now().toISOString();
  const { items } = await alerts.list("pending", { channel: first.value.channel }, { size: atOnce });
  const others = items.filter(({ value }) => value.name !== first.value.name && value.dueTime <= now);
  return [first, ...others].slice(0, atOnce).map(({ value, etag }) => ({ value, etag }));
}

/** Those that nobody else took meanwhile. */
async function claim({ alerts, clock }: DeliverDeps, found: readonly Versioned<Alert>[]): Promise<readonly Versioned<Alert>[]> {
  const claimed: Versioned<Alert>[] = [];
  for (const { value, etag } of found) {
    const mine: Alert = { ...value, attempts: value.attempts + 1, dueTime: later(clock, LEASE_SECONDS) };
    const taken = await alerts.replace(value, mine, etag).then(
      () => true,
      (error: unknown) => {
        if (hasCode(error, "Conflict")) return false;
        throw error;
      },
    );
    const now = taken ? await alerts.find(value.channel, value.event.name) : undefined;
    if (now) claimed.push(now);
  }
  return claimed;
}

async function failed({ alerts, alertQueue, clock, log }: DeliverDeps, claimed: readonly Versioned<Alert>[], error: unknown): Promise<void> {
  const reason = error instanceof DeliveryFailed ? error.message : "The alert could not be sent for a reason that the product did not expect";
  if (!(error instanceof DeliveryFailed)) log.error("an alert failed unexpectedly", { error });
  for (const { value, etag } of claimed) {
    const { channel, attempts, createdTime, event } = value;
    const asked = error instanceof DeliveryFailed ? error.retryAfterSeconds : undefined;
    const seconds = Math.min(asked ?? FIRST_PAUSE_SECONDS * 4 ** (attempts - 1), LONGEST_PAUSE_SECONDS);
    const dead = clock.now().getTime() - Date.parse(createdTime) > TRIED_HOURS * 3_600_000;
    const after: Alert = { ...value, state: dead ? "dead" : "pending", dueTime: later(clock, seconds), lastError: reason };
    await alerts.replace(value, after, etag).catch(unlessTaken);
    if (dead) log.error("an alert was given up; Resume-AsrAlertDelivery sends it again", { channel, event: event.name, attempts, reason });
    else log.warn("an alert was not accepted", { channel, event: event.name, attempts, seconds, reason });
    if (!dead) await alertQueue.send({ channel, event: event.name }, seconds);
  }
}

/** Somebody else claimed it after the lease was over. */
function unlessTaken(error: unknown): void {
  if (!hasCode(error, "Conflict")) throw error;
}

async function drop({ alerts, log }: DeliverDeps, claimed: readonly Versioned<Alert>[]): Promise<void> {
  for (const { value } of claimed) {
    log.info("an alert is not wanted any more", { channel: value.channel, event: value.event.name });
    await alerts.remove(value);
  }
}

/** A refused login is never tried again by itself. */
async function stopMail({ alerts, clock, log }: DeliverDeps, reason: string): Promise<void> {
  log.error("mail is stopped until Set-AsrAlertSetting is called", { reason });
  await alerts.putSetting({ ...(await alerts.findSetting()), mailStopped: { time: clock.now().toISOString(), reason } });
}

const later = (clock: Clock, seconds: number): string => new Date(clock.now().getTime() + seconds * 1000).toISOString();
