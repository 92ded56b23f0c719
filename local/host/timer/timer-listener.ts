import type { ContainerClient } from "@azure/storage-blob";
import type { HostFunction } from "../app/functions.js";
import type { Invoke } from "../app/invoke.js";
import type { Intervals } from "../intervals.js";
import { type HostLog, messageOf } from "../process/host-log.js";
import { takeLock } from "./singleton-lock.js";
import { sleepUntil } from "./sleep-until.js";
import type { TimerSchedule } from "./timer-schedule.js";
import { checkStatus, type TimerStatus, type TimerStatusStore, timerStatusBlob, wireStatus } from "./timer-status.js";

export type TimerWork = Readonly<{
  fn: HostFunction;
  schedule: TimerSchedule;
  container: () => Promise<ContainerClient>;
  hostId: string;
  intervals: Intervals;
  invoke: Invoke;
  log: HostLog;
}>;

/** Runs a timer for as long as this host holds the timer's lock; others on the same storage try for it again and again. */
export function listenToTimer(work: TimerWork): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const listening = competeForLock(work, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}

async function competeForLock(work: TimerWork, stopping: AbortSignal): Promise<void> {
  const name = `locks/${work.hostId}/Host.Functions.${work.fn.name}.Listener`;
  while (!stopping.aborted) {
    try {
      const lock = await takeLock(await work.container(), name, work);
      if (lock !== null) {
        await runTimer(work, AbortSignal.any([stopping, lock.lost])).finally(lock.release);
        continue;
      }
    } catch (error) {
      work.log.error(`the timer ${work.fn.name} cannot run: ${messageOf(error)}`);
    }
    await sleepUntil(new Date(Date.now() + work.intervals.timerLockRetryMs), stopping);
  }
}

/** Past due and runOnStartup are looked at once, here; then each run waits for the tick after the start of the one before. */
async function runTimer(work: TimerWork, stop: AbortSignal): Promise<void> {
  const { fn, schedule } = work;
  const store = await statusStore(work);
  const now = new Date();
  const checked = checkStatus((await store?.read()) ?? null, schedule, now);
  await store?.write(checked.status);
  let status = checked.status;
  const run = async (last: Date, isPastDue: boolean) => {
    await tick(work, { status: store === null ? null : status, isPastDue });
    status = { last, next: schedule.next(last), lastUpdated: last };
    await store?.write(status).catch((error) => work.log.error(`the status of timer ${fn.name} could not be saved: ${messageOf(error)}`));
  };
  if (stop.aborted) return;
  if (checked.isPastDue || fn.trigger.runOnStartup === true) await run(now, checked.isPastDue);
  for (let next = status.next; await sleepUntil(next, stop); next = status.next) {
    await run(new Date(Math.max(Date.now(), next?.getTime() ?? 0)), false);
  }
}

/** Null when the timer keeps no status: switched off by useMonitor, or with runs closer together than a minute. */
async function statusStore({ fn, schedule, container, hostId, intervals }: TimerWork): Promise<TimerStatusStore | null> {
  const keeps = fn.trigger.useMonitor !== false && schedule.shortestMs >= intervals.timerMonitorLeastMs;
  return keeps ? timerStatusBlob(await container(), { hostId, name: fn.name }) : null;
}

async function tick({ fn, schedule, invoke }: TimerWork, { status, isPastDue }: { status: TimerStatus | null; isPastDue: boolean }): Promise<void> {
  const timer = {
    Schedule: { AdjustForDST: schedule.adjustForDst },
    ScheduleStatus: status === null ? null : wireStatus(status),
    IsPastDue: isPastDue,
  };
  await invoke(fn, { input: { json: JSON.stringify(timer) }, reason: isPastDue ? "timer fired late" : "timer fired" }).catch(() => {}); // logged; the next tick comes
}
