import { expect, it, onTestFinished } from "vitest";
import { announce } from "../../lib/alerts/announce.js";
import { deliverAlert } from "../../lib/alerts/deliver-alert.js";
import { systemClock } from "../../lib/core/clock.js";
import { silentLog } from "../../lib/core/log.js";
import { NO_ALERTS } from "../../lib/fleet/alerts/alert.js";
import { countOperations } from "../../lib/store/count-operations.js";
import { storage } from "../../lib/store/storage.js";
import { probeMachine } from "../../lib/watch/probe-machine.js";
import { tellStates } from "../../lib/watch/tell-states.js";
import { probeOutput } from "../agents/linux/probe-sample.js";
import { fakeRemote, jobEngine } from "../jobs/engine/engine.js";
import { openClients } from "../store/open-storage.js";
import { aFabric, aMachine, anEvent } from "../store/samples.js";

it("asks storage as often as docs/storage.md says", async () => {
  const clients = await openClients();
  const counter = countOperations(clients);
  onTestFinished(counter.stop);
  const stores = storage(clients, systemClock);
  const cost = async (call: () => Promise<unknown>): Promise<number> => {
    counter.reset();
    await call();
    return counter.total();
  };
  const events = announce({ ...stores, clock: systemClock });
  const untold = await cost(() => events.add(anEvent(new Date())));
  await stores.alerts.putSetting({ ...NO_ALERTS, webhook: { origin: "https://x", secret: "s" } });
  const event = anEvent(new Date());
  const told = await cost(() => events.add(event));
  const accepting = { atOnce: 1, gatherSeconds: 0, deliver: async () => {} };
  const deliver = deliverAlert({ ...stores, channels: { webhook: accepting, mail: accepting }, clock: systemClock, log: silentLog });
  const delivered = await cost(() => deliver({ channel: "webhook", event: event.name }));
  const finding = (state: string) => [{ subject: "heartbeat ps-1", state, told: () => anEvent(new Date()) }];
  const change = await cost(() => tellStates({ ...stores, clock: systemClock }, "site-1", finding("silent")));
  const same = await cost(() => tellStates({ ...stores, clock: systemClock }, "site-1", finding("silent")));
  expect({ untold, told, delivered, change, same }).toEqual({ untold: 2, told: 5, delivered: 6, change: 4, same: 1 });

  const stdout = probeOutput();
  const script = async () => ({ stdout, stderr: "", exitCode: 0, truncated: false });
  const { machines, fabrics, probeQueue, watch: _watch, jobs } = stores;
  const { secrets, accounts, ...engine } = await jobEngine({}, { connect: async () => ({ ...fakeRemote(), script }) });
  const account = await accounts.find("fabric", "1");
  if (account) await stores.accounts.create({ ...account.value, provedVersion: 1 });
  const probe = probeMachine({ ...engine, secrets, machines, fabrics, jobs, probeQueue, accounts: stores.accounts, events, clock: systemClock });
  await fabrics.create(aFabric({ name: "fabric" }));
  const hostKey = { type: "ssh-ed25519", sha256: "x", origin: "registered" as const, recordedAt: "2026-11-01T00:00:00.000Z" };
  const agent = {
    version: "9.62.7096.0",
    configured: true,
    servicesRunning: true,
    rebootRequired: "None" as const,
    checkedAt: "2026-11-01T00:00:00.000Z",
  };
  const machine = aMachine({ fabric: "fabric", container: "container", accountId: "1", hostKey, agent });
  await machines.create(machine);
  const look = await cost(() => probe(machine));
  expect((await machines.find(machine))?.value.watch?.problems).toEqual([]);
  expect(look).toBe(7); // it is found restarted
  expect(await cost(() => probe(machine))).toBe(6);
});
