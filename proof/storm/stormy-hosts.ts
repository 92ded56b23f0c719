import { setTimeout as delay } from "node:timers/promises";
import { type FleetClient, fleetClient } from "../../local/client.js";
import { type HostProcess, startHostProcess } from "../../local/host/process/host-process.js";
import type { Random } from "../random.js";

const HOSTS = 3;
/** On a busy computer, too. */
const START_MS = 300_000;
/**
 * A message whose host died is seen again after 12 s, not ten minutes. A storm of 40 s can so take it from four hosts at the most, which is less often
 * than a host gives a message up for: who is struck more often than that is given up by right.
 */
const INTERVALS = { queueLeaseSeconds: 12, queueRenewMs: 3000, queueMaxPollMs: 300 };
const LONGEST_STOP_MS = 15_000;
const CALL_MS = 60_000;

/** Three host processes on one storage, which are killed and stopped, and begin anew. */
export async function stormyHosts(settings: Readonly<Record<string, string>>) {
  const counts = { SIGKILL: 0, SIGSTOP: 0 };
  const said = new Map<string, string>();
  let started = 0;
  const begin = async (): Promise<HostProcess> => {
    const log = `the log of host ${++started}`;
    const onOutput = (text: string) => void said.set(log, (said.get(log) ?? "") + text);
    const host = { program: "dist/local/host.mjs", appDir: ".", hostId: "storm", intervals: INTERVALS, startMs: START_MS };
    return startHostProcess({ ...host, settings, onOutput });
  };
  const hosts: HostProcess[] = [];
  while (hosts.length < HOSTS) hosts.push(await begin());
  const struck = new Set<number>();
  const strike = async (random: Random): Promise<void> => {
    const i = random.below(HOSTS);
    const host = hosts[i];
    const kills = random.chance(0.5);
    const stopMs = 1000 + random.below(LONGEST_STOP_MS);
    if (!host || struck.has(i)) return;
    struck.add(i);
    if (kills) {
      counts.SIGKILL++;
      await host.kill();
      hosts[i] = await begin();
    } else {
      counts.SIGSTOP++;
      process.kill(host.pid, "SIGSTOP");
      await delay(stopMs);
      process.kill(host.pid, "SIGCONT");
    }
    struck.delete(i);
  };
  return {
    counts,
    /** What the hosts wrote, of those that were killed, too. */
    said,
    strike,
    /** Asks whichever host answers, again and again: what is asked may be asked twice. */
    client: (key: string): FleetClient => ({
      url: "",
      async call<T>(cmdlet: string, parameters?: Readonly<Record<string, unknown>>): Promise<T> {
        for (const late = Date.now() + CALL_MS; ; await delay(200)) {
          const i = [...hosts.keys()].find((one) => !struck.has(one)) ?? 0;
          try {
            return await fleetClient(hosts[i]?.url ?? "", key).call<T>(cmdlet, parameters);
          } catch (error) {
            if (Date.now() > late || !mayPass(error)) throw error;
          }
        }
      },
    }),
    /** Once nobody is struck any more. */
    calm: async () => {
      while (struck.size > 0) await delay(50);
    },
    close: async () => {
      for (const host of hosts) await host.kill();
    },
  };
}

/** The host, or its storage, was away; the call itself was right. */
const mayPass = (error: unknown): boolean => error instanceof Error && / 50[0-9] | does not answer|fetch failed|terminated|reset/.test(error.message);
