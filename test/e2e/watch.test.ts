import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installAgent } from "../../local/lab/installer/install-agent.js";
import { BEFORE, type FleetWorld, startFleet, TARGET, UBUNTU, until } from "./fleet.js";

const KEY = randomBytes(32).toString("base64");
/** The lab is looked at whole at every turn of the timer. */
const AT_ONCE = { FLEET_PROBE_INTERVAL_HOURS: "0.0001", FLEET_SSH_CONNECT_TIMEOUT_SECONDS: "20" };

type Shown = Readonly<Record<string, unknown>> & Readonly<{ EventCode: string; AffectedObjectFriendlyName: string | null; Description: string }>;

let fleet: FleetWorld;
const received: { type: string; subject?: string; data: Shown }[] = [];
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const headers = request.headers as Record<string, string>;
  new Webhook(KEY).verify(body, headers); // throws, and nothing is answered, unless the signature is right
  received.push(HTTP.toEvent({ headers, body }) as unknown as (typeof received)[number]); // one event is no batch
  response.writeHead(204).end();
});

beforeAll(async () => {
  fleet = await startFleet(AT_ONCE);
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo; // a TCP server has one
  await fleet.client.call("Set-ASRAlertSetting", { WebhookUrl: `http://127.0.0.1:${port}/hook`, WebhookSecret: KEY });
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await fleet?.close();
});

/** Fires a timer by hand, as an administrator of the host can. */
async function fire(timer: string): Promise<void> {
  const { status } = await fetch(`${fleet.world.host.url}/admin/functions/${timer}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": fleet.world.host.adminKey },
    body: JSON.stringify({ input: "" }),
  });
  expect(status).toBe(202);
}

const events = async () => (await fleet.client.call<{ value: Shown[] }>("Get-ASREvent", { Top: 100 })).value;
const codesOf = async (name: string) =>
  (await events()).flatMap((event) => (event.AffectedObjectFriendlyName === name ? [event.EventCode] : [])).toSorted();
const detailsOf = async (id: string) =>
  (await fleet.client.call<{ FleetDetails: Shown }>("Get-ASRReplicationProtectedItem", { ProtectionContainer: fleet.container, Name: id }))
    .FleetDetails;

/** Looks every few seconds: a service that was just started may not run yet at the first look. */
async function lookAgain(seen: () => Promise<boolean>): Promise<void> {
  let looked = 0;
  await until(async () => {
    if (Date.now() - looked > 4000) {
      await fire("probe-machines");
      looked = Date.now();
    }
    return seen();
  });
}

describe("a fleet that is watched", () => {
  it("tells of what was done to machines by hand, once, by event and webhook, without a single job", async () => {
    const agent = { version: BEFORE };
    const [updated, stopped, elsewhere, removed] = await Promise.all(
      ["by-hand", "stopped", "elsewhere", "removed"].map((name) => fleet.adopt({ name, osTag: UBUNTU, agent })),
    );
    const adopted = await fleet.add({ name: "adopted", osTag: UBUNTU, agent: { version: TARGET } });
    const jobs = async () => (await fleet.client.call<{ value: unknown[] }>("Get-ASRJob", { Top: 1000 })).value.length;
    const before = await jobs();
    if (!updated || !stopped || !elsewhere || !removed) throw new Error("four machines were asked for");
    await installAgent(updated.lab, { version: TARGET });
    await stopped.lab.exec("/usr/local/ASR/Vx/bin/stop");
    await elsewhere.lab.exec("sed -i 's/^Hostname=.*/Hostname=10.99.0.99/' /usr/local/ASR/Vx/etc/drscout.conf");
    await removed.lab.exec("/usr/local/ASR/uninstall.sh -Y");

    const expected = {
      ...{ "by-hand": ["AgentUpdatedByHand"], stopped: ["AgentStopped"], elsewhere: ["RegisteredElsewhere"] },
      ...{ removed: ["AgentRemoved"], adopted: ["AgentAdopted"] },
    };
    const all = async () => (await Promise.all(Object.keys(expected).map(codesOf))).every((codes) => codes.length > 0);
    await lookAgain(all);
    for (const [name, codes] of Object.entries(expected)) expect(await codesOf(name), name).toEqual(codes);
    expect((await events()).find(({ EventCode }) => EventCode === "AgentUpdatedByHand")?.Description).toContain(`from ${BEFORE} to ${TARGET}`);
    expect(await detailsOf("by-hand")).toMatchObject({ AgentVersion: TARGET, AgentServicesRunning: true, DriverLoaded: true, Problems: [] });
    expect(await detailsOf("elsewhere")).toMatchObject({ RegisteredWith: "10.99.0.99", Problems: ["RegisteredElsewhere"] });
    expect(await jobs()).toBe(before);
    await until(async () => Object.keys(expected).every((name) => received.some(({ subject }) => subject === `lab-cs/${name}`)));
    const ofAdopted = received.find(({ subject }) => subject === "lab-cs/adopted");
    expect(ofAdopted).toMatchObject({ type: "mobilityfleet.event.AgentAdopted", data: { AffectedObjectFriendlyName: "adopted" } });
    expect(adopted.name).toBe("adopted");

    await stopped.lab.exec("/usr/local/ASR/Vx/bin/start");
    await lookAgain(async () => (await codesOf("stopped")).length > 1);
    expect(await codesOf("stopped")).toEqual(["AgentStopped", "MachineRecovered"]);
    expect(await codesOf("removed")).toEqual(["AgentRemoved"]);
    expect(await codesOf("adopted")).toEqual(["AgentAdopted"]);
  }, 180_000);

  it("tells of an available update once, from what is on record", async () => {
    await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU }]);
    const told = async () => (await events()).filter(({ EventCode }) => EventCode === "AgentUpdateAvailable");
    await fire("check-versions");
    await until(async () => (await told()).length > 0);
    await fire("check-versions");
    await until(async () => received.some(({ type }) => type === "mobilityfleet.event.AgentUpdateAvailable"));
    await fire("check-versions");
    expect((await told()).map(({ Description }) => Description)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^New Site recovery replication agent update is available\\. 2 of the 6 machines of lab-cs can go to ${TARGET}: elsewhere, stopped$`,
        ),
      ),
    ]);
    expect(await fleet.client.call("Get-ASRAlertSetting")).toMatchObject({ FleetDetails: { Pending: "0", Dead: "0" } });
  });
});
