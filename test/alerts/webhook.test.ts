import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announce } from "../../lib/alerts/announce.js";
import { webhookChannel } from "../../lib/alerts/webhook.js";
import { systemClock } from "../../lib/core/clock.js";
import { destinations } from "../../lib/core/destinations.js";
import { Secret } from "../../lib/core/secret.js";
import { handClock } from "../jobs/engine/engine.js";
import { memorySecrets } from "../store/memory/memory-secrets.js";
import { anEvent } from "../store/samples.js";
import { outbox } from "./outbox.js";

const KEY = randomBytes(32).toString("base64");

type Request = Readonly<{ url: string; headers: Record<string, string>; body: string }>;

/** A receiver over HTTP; the next requests are answered as planned, then with 204. */
async function receiver() {
  const requests: Request[] = [];
  const planned: { status: number; headers?: Record<string, string> }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ url: request.url ?? "", headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
    const { status, headers } = planned.shift() ?? { status: 204 };
    response.writeHead(status, headers).end("an answer that nobody reads");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    requests,
    plan: (...answers: typeof planned) => planned.push(...answers),
    answerWell: () => void planned.splice(0),
    url: `http://127.0.0.1:${port}/hook?code=url-canary`,
    server,
  };
}

let hook: Awaited<ReturnType<typeof receiver>>;
beforeEach(async () => {
  hook = await receiver();
});
afterEach(async () => {
  hook.server.closeAllConnections();
  hook.server.close();
});

async function open({ clock = handClock(), url = hook.url, allowed = destinations(["127.0.0.1"]) } = {}) {
  const secrets = memorySecrets();
  await secrets.put("hook", new Secret(JSON.stringify({ url, key: KEY })));
  const source = "/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v";
  const box = outbox(
    { webhook: webhookChannel({ secrets, clock, destinations: allowed, source, shown: ({ code }) => ({ EventCode: code }) }) },
    clock,
  );
  await box.alerts.putSetting({ ...(await box.alerts.findSetting()), webhook: { origin: new URL(url).origin, secret: "hook" } });
  return box;
}

const event = () => anEvent(new Date("2026-11-01T10:00:00.000Z"), { fabric: "CS1", affectedObjectFriendlyName: "web-01", severity: "Critical" });

describe("an event with a webhook", () => {
  it("arrives once, as a CloudEvent that anybody can read and whose signature any Standard Webhooks library accepts", async () => {
    const box = await open({ clock: { ...handClock(), now: systemClock.now } });
    const told = event();
    await box.events.add(told);
    await box.events.add(told);
    await box.drain();
    expect(hook.requests).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: "" }] = hook.requests;
    const cloudEvent = HTTP.toEvent({ headers, body });
    expect(cloudEvent).toMatchObject({
      ...{ specversion: "1.0", id: told.name, type: "mobilityfleet.event.MachineUnreachable", subject: "CS1/web-01", time: told.time },
      ...{ source: expect.stringMatching(/vaults\/v$/), datacontenttype: "application/json", data: { EventCode: "MachineUnreachable" } },
    });
    expect(new Webhook(`whsec_${KEY}`).verify(body, headers)).toMatchObject({ id: told.name });
    expect(() => new Webhook(KEY).verify(body.replace("web-01", "web-02"), headers)).toThrow(/signature/i);
    expect(() => new Webhook(randomBytes(32).toString("base64")).verify(body, headers)).toThrow(/signature/i);
    expect((await box.bare.list({}, { size: 10 })).items).toEqual([told]);
    expect((await box.alerts.list("pending", {}, { size: 10 })).items).toEqual([]);
  });

  it("is signed with its time, so that a receiver refuses it when it is replayed later", async () => {
    const box = await open({ clock: handClock("2026-11-01T10:00:00.000Z") }); // long before the receiver's now
    await box.events.add(event());
    await box.drain();
    const [{ headers, body } = { headers: {}, body: "" }] = hook.requests;
    expect(() => new Webhook(KEY).verify(body, headers)).toThrow(/timestamp/i);
  });

  it("is sent again until it is accepted: with growing pauses, the same id, and as long as the receiver asks for", async () => {
    const box = await open();
    hook.plan(
      { status: 500 },
      { status: 404 },
      { status: 429, headers: { "retry-after": "100" } },
      { status: 301, headers: { location: "/elsewhere" } },
    );
    await box.events.add(event());
    expect(await box.drain()).toEqual([0, 15, 60, 100, 960]);
    expect(hook.requests).toHaveLength(5);
    expect(new Set(hook.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(hook.requests.map(({ headers }) => headers["webhook-signature"])).size).toBe(5);
    expect(new Set(hook.requests.map(({ url }) => url))).toEqual(new Set(["/hook?code=url-canary"])); // the redirect was not followed
    expect((await box.alerts.list("pending", {}, { size: 10 })).items).toEqual([]);
  });

  it("says what the receiver answered while it waits, and never the address", async () => {
    const box = await open();
    hook.plan({ status: 503 });
    await box.events.add(event());
    await box.drain(1);
    const [{ value } = { value: undefined }] = (await box.alerts.list("pending", {}, { size: 10 })).items;
    expect(value).toMatchObject({ attempts: 1, lastError: expect.stringMatching(/127\.0\.0\.1:\d+ answered 503/) });
    const closed = await receiver();
    closed.server.close();
    const gone = await open({ url: closed.url });
    await gone.events.add(event());
    await gone.drain(1);
    const rows = [value, ...(await gone.alerts.list("pending", {}, { size: 10 })).items];
    expect(JSON.stringify(rows)).toContain("ECONNREFUSED");
    expect(JSON.stringify(rows)).not.toContain("url-canary");
  });

  it("is kept among the dead after days, and is sent when somebody asks for it", async () => {
    const box = await open();
    hook.plan(...Array.from({ length: 200 }, () => ({ status: 500 })));
    await box.events.add(event());
    await box.drain(200);
    expect((await box.alerts.list("pending", {}, { size: 10 })).items).toEqual([]);
    expect((await box.alerts.list("dead", {}, { size: 10 })).items).toMatchObject([{ value: { lastError: expect.stringContaining("500") } }]);
    expect(hook.requests.length).toBeGreaterThan(70);
    expect(hook.requests.length).toBeLessThan(90);
    hook.answerWell();
    expect(await box.revive()).toBe(1);
    await box.drain();
    for (const state of ["pending", "dead"] as const) expect((await box.alerts.list(state, {}, { size: 10 })).items).toEqual([]);
  });

  it("comes through a crash between any two writes", async () => {
    const box = await open();
    const told = event();
    const { send } = box.alertQueue;
    box.alertQueue.send = async () => Promise.reject(new Error("crash"));
    await expect(box.events.add(told)).rejects.toThrow("crash"); // the message was never sent
    box.alertQueue.send = send;
    box.clock.pass(60);
    expect(await box.resend()).toBe(0); // it may still be in the queue
    box.clock.pass(120);
    expect(await box.resend()).toBe(1);
    await box.drain();
    expect(hook.requests).toHaveLength(1);

    const lost = anEvent(new Date("2026-11-01T10:00:01.000Z"));
    const dying = outboxWithout(box, async () => Promise.reject(new Error("crash")));
    await expect(dying.add(lost)).rejects.toThrow("crash"); // the row is there, the event is not
    expect(await box.bare.find(lost.name)).toBeUndefined();
    box.clock.pass(300);
    await box.resend();
    await box.drain();
    expect(await box.bare.find(lost.name)).toEqual(lost);
    expect(hook.requests).toHaveLength(2);
  });

  it("is found again behind hundreds of others that wait for their next try", async () => {
    const box = await open();
    const start = box.clock.now();
    const later = new Date(start.getTime() + 3_600_000).toISOString();
    for (let i = 0; i < 450; i++) {
      const other = anEvent(new Date(start.getTime() + i));
      const times = { createdTime: start.toISOString(), dueTime: later };
      await box.alerts.add({ name: `mail:${other.name}`, channel: "mail", event: other, state: "pending", attempts: 3, ...times });
    }
    const { send } = box.alertQueue;
    box.alertQueue.send = async () => Promise.reject(new Error("crash"));
    await expect(box.events.add(event())).rejects.toThrow("crash"); // its message was never sent
    box.alertQueue.send = send;
    box.clock.pass(180);
    expect(await box.resend()).toBe(1);
    await box.drain();
    expect(hook.requests).toHaveLength(1);
  });

  it("is delivered once when two workers have its message at the same time", async () => {
    const box = await open();
    const told = event();
    await box.events.add(told);
    const message = { channel: "webhook", event: told.name } as const;
    await Promise.all([box.deliver(message), box.deliver(message), box.deliver(message)]);
    expect(hook.requests).toHaveLength(1);
  });
});

/** The events of the same outbox, whose adding of the event itself fails. */
function outboxWithout(box: Awaited<ReturnType<typeof open>>, add: () => Promise<void>) {
  return announce({ ...box, events: { ...box.bare, add } });
}

it("posts nothing to an address that is denied, also where a name leads there", async () => {
  for (const url of [hook.url, hook.url.replace("127.0.0.1", "localhost")]) {
    const box = await open({ url, allowed: destinations() });
    await box.events.add(event());
    await box.drain();
  }
  expect(hook.requests).toEqual([]);
});
