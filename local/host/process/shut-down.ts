import type { LoadedApp } from "../app/load-app.js";
import type { startHttpServer } from "../http/http-server.js";
import type { Intervals } from "../intervals.js";
import type { Listeners } from "../listeners.js";
import { doneWithin } from "./done-within.js";
import { type HostLog, messageOf } from "./host-log.js";

type Stoppable = Readonly<{
  server: Awaited<ReturnType<typeof startHttpServer>>;
  app: LoadedApp;
  log: HostLog;
  intervals: Intervals;
  listeners: Listeners;
  running: ReadonlySet<Promise<unknown>>;
}>;

/** Takes no new work, waits for the running work as long as the real host does, then lets the app say goodbye. */
export async function shutDown({ server, app, log, intervals, listeners: listening, running }: Stoppable): Promise<void> {
  log.info("Stopping: no new work is taken, running work is waited for");
  const drained = Promise.all([server.close(), listening.stop(), ...running]);
  if (!(await doneWithin(drained, intervals.drainMs))) log.warn(`${running.size} invocations were still running after ${intervals.drainMs} ms`);
  server.cut();
  await doneWithin(runTerminateHooks(app, log), intervals.terminateMs);
  log.info("Stopped");
}

async function runTerminateHooks({ registry }: LoadedApp, log: HostLog): Promise<void> {
  const context = { hookData: registry.appOnlyHookData, appHookData: registry.appHookData };
  for (const hook of registry.hooksNamed("appTerminate")) {
    try {
      await hook(context);
    } catch (error) {
      log.error(`an appTerminate hook failed: ${messageOf(error)}`);
    }
  }
}
