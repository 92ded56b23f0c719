import functions from "@azure/functions"; // CommonJS: Node finds no named exports in it
import { z } from "zod";
import { httpRoutes } from "../../functions/http-routes.js";
import { createAccessKey } from "../../lib/api/http/access-key-text.js";
import { systemClock } from "../../lib/core/clock.js";
import type { ProbeMessage } from "../../lib/fleet/ports.js";
import { startBatch } from "../../lib/jobs/batch/start-batch.js";
import type { RunJobDeps } from "../../lib/jobs/engine/run-deps.js";
import { runJob } from "../../lib/jobs/engine/run-job.js";
import type { JobMessage } from "../../lib/jobs/ports.js";
import { probeMachine } from "../../lib/watch/probe-machine.js";
import { sendProbes } from "../../lib/watch/send-probes.js";
import { memoryContext } from "../../test/api/memory-context.js";
import { memoryStorage } from "../../test/store/memory/memory-storage.js";
import { answer } from "../measure/child.js";
import { inTurn } from "../measure/in-turn.js";
import { watchPeak } from "../measure/peak.js";
import { aBatch, expectDone, jobDeps, PLACE, seed } from "./simulated-fleet.js";

/** What a part of the work on a fleet cost: the highest resident set, and what was live behind it, rows and all. */
export type Phase = Readonly<{ name: string; wallSeconds: number; cpuSeconds: number; peakMb: number; liveMb: number }>;

/** A fleet of one size in a process of its own: rows in memory, machines that answer at once. */
answer({ run: ({ machines }) => run(Number(machines)) });
process.once("disconnect", () => process.exit(0));

/** As many as a host takes up at once (host.json). */
const SLOTS = 64;
const MOST_AT_ONCE = 1000;

async function run(machines: number): Promise<readonly Phase[]> {
  const phases: Phase[] = [];
  const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const peak = watchPeak(() => process.memoryUsage.rss(), 50);
    const [began, before] = [performance.now(), process.cpuUsage()];
    const value = await work();
    const { user, system } = process.cpuUsage(before);
    const wallSeconds = (performance.now() - began) / 1000;
    globalThis.gc?.();
    const liveMb = process.memoryUsage().heapUsed / 1e6;
    phases.push({ name, wallSeconds, cpuSeconds: (user + system) / 1e6, peakMb: peak.stop() / 1e6, liveMb });
    return value;
  };
  const stores = memoryStorage();
  const [messages, probes]: [JobMessage[], ProbeMessage[]] = [[], []];
  const deps = jobDeps(stores, { queue: { send: async (message) => void messages.push(message) }, clock: systemClock, installerSeconds: 0 });
  const names = await phase("rows", () => seed(deps, machines));
  await deps.fabrics.createContainer({ fabric: PLACE.fabric, name: PLACE.container, friendlyName: PLACE.container });
  const call = await caller(memoryContext(systemClock, stores));
  await phase("lists", () => readPages(call, "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate", machines));
  await phase("plan", async () => {
    const body = await call("Update-AzureRmRecoveryServicesAsrMobilityService", { ProtectionContainer: containerId, WhatIf: true });
    if (!JSON.stringify(body).includes("What if")) throw new Error(`no plan: ${JSON.stringify(body).slice(0, 300)}`);
  });
  await phase("probes", () =>
    probeAll({ ...stores, ...deps, probeQueue: { send: async (message: ProbeMessage) => void probes.push(message) } }, probes, machines),
  );
  await phase("batch", () => updateAll(deps, messages));
  await expectDone(deps, names);
  return phases;
}

const containerId = `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1/replicationFabrics/${PLACE.fabric}/replicationProtectionContainers/${PLACE.container}`;

type Call = (cmdlet: string, parameters: object) => Promise<unknown>;

/** Calls cmdlets as the host does, with a key of its own; gives the body of the answer. */
async function caller(context: ReturnType<typeof memoryContext>): Promise<Call> {
  const { key } = await createAccessKey(context, { scope: "administrator", label: "bench" });
  const routes = httpRoutes(() => context);
  return async (cmdlet, parameters) => {
    const headers = { authorization: `Bearer ${key.reveal()}`, "content-type": "application/json" };
    const body = { string: JSON.stringify(parameters) };
    const request = new functions.HttpRequest({ method: "POST", url: `http://fleet.example/api/${cmdlet}`, headers, body });
    const answered = await routes[cmdlet]?.handler(request, new functions.InvocationContext());
    if (!answered || !("jsonBody" in answered)) throw new Error(`${cmdlet} answered without a body`);
    return JSON.parse(JSON.stringify(answered.jsonBody));
  };
}

const Listed = z.object({ value: z.array(z.unknown()), nextLink: z.string().optional() });

/** All pages of a list, each by the link of the one before. */
async function readPages(call: Call, cmdlet: string, expected: number): Promise<void> {
  let [found, parameters]: [number, object | undefined] = [0, {}];
  while (parameters) {
    const { value, nextLink } = Listed.parse(await call(cmdlet, parameters));
    found += value.length;
    parameters = nextLink === undefined ? undefined : Object.fromEntries(new URL(nextLink).searchParams);
  }
  if (found !== expected) throw new Error(`${cmdlet} listed ${found} of ${expected} machines`);
}

type ProbeParts = Parameters<typeof probeMachine>[0] & Omit<Parameters<typeof sendProbes>[0], "intervalMs">;

/** One round over all machines: turns until none is left, and a look at each. */
async function probeAll(deps: ProbeParts, probes: ProbeMessage[], expected: number): Promise<void> {
  const send = sendProbes({ ...deps, intervalMs: 1 });
  let looked = 0;
  while (looked < expected) {
    await send();
    const turn = probes.splice(0);
    if (turn.length === 0) throw new Error(`the round ended after ${looked} of ${expected} machines`);
    await inTurn(turn, SLOTS, probeMachine(deps));
    looked += turn.length;
  }
}

async function updateAll(deps: RunJobDeps, messages: JobMessage[]): Promise<void> {
  await startBatch(deps)(aBatch(MOST_AT_ONCE));
  const work = runJob(deps);
  while (messages.length > 0) await inTurn(messages.splice(0), SLOTS, work);
}
