import { beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { anEvent } from "../store/samples.js";

const KEY = Buffer.alloc(32, 7).toString("base64");
const URL_ = "https://hooks.contoso.com/fleet?sig=url-canary";

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
beforeEach(async () => {
  fleet = await memoryFleet();
});

const get = async () => (await fleet.call("Get-AsrAlertSetting")).body;
const set = (parameters: object) => fleet.call("Set-AsrAlertSetting", parameters);

describe("the setting of alerts", () => {
  it("tells nobody of anything until it is set, then what the real cmdlet shows", async () => {
    expect(await get()).toMatchObject({
      ...{ CustomEmailAddress: [], EmailSubscriptionOwner: "Off", Locale: "en-US" },
      FleetDetails: { Webhook: null, Channels: [], MailReady: true, MailStopped: null, Pending: "0", Dead: "0" },
    });
    const answer = await set({ CustomEmailAddress: ["ops@contoso.com", "dr@contoso.com"], EnableEmailSubscriptionOwner: true, LocaleID: "de-DE" });
    expect(answer).toMatchObject({
      status: 200,
      body: { CustomEmailAddress: ["ops@contoso.com", "dr@contoso.com"], EmailSubscriptionOwner: "On", Locale: "de-DE" },
    });
    await set({ CustomEmailAddress: "one@contoso.com" });
    expect(await get()).toMatchObject({ CustomEmailAddress: ["one@contoso.com"], EmailSubscriptionOwner: "On", Locale: "de-DE" });
    await set({ DisableEmailToSubscriptionOwner: true });
    expect(await get()).toMatchObject({ CustomEmailAddress: ["one@contoso.com"], EmailSubscriptionOwner: "Off" });
  });

  it("keeps address and key of the webhook in the secret store, shows neither, and removes what took its place", async () => {
    expect(await set({ WebhookUrl: URL_, WebhookSecret: `whsec_${KEY}` })).toMatchObject({ status: 200 });
    const first = (await fleet.context.alerts.findSetting()).webhook?.secret ?? "";
    expect((await fleet.context.secrets.find(first))?.reveal()).toBe(JSON.stringify({ url: URL_, key: KEY }));
    expect(await get()).toMatchObject({ FleetDetails: { Webhook: "https://hooks.contoso.com", Channels: ["webhook"] } });
    expect(JSON.stringify([await get(), await fleet.context.alerts.findSetting()])).not.toMatch(/canary|Bwc/);
    await set({ WebhookUrl: "http://127.0.0.1:9/hook", WebhookSecret: KEY });
    expect(await fleet.context.secrets.find(first)).toBeUndefined();
    await set({ DisableNotification: true });
    expect(await get()).toMatchObject({ CustomEmailAddress: [], EmailSubscriptionOwner: "Off", FleetDetails: { Webhook: null, Channels: [] } });
  });

  it.each([
    [{ WebhookUrl: "http://hooks.contoso.com/canary", WebhookSecret: KEY }, "WebhookUrl"],
    [{ WebhookUrl: "https://user:canary@hooks.contoso.com", WebhookSecret: KEY }, "WebhookUrl"],
    [{ WebhookUrl: "file:///etc/canary", WebhookSecret: KEY }, "WebhookUrl"],
    [{ WebhookUrl: URL_ }, "WebhookSecret"],
    [{ WebhookUrl: URL_, WebhookSecret: "canary" }, "WebhookSecret"],
    [{ WebhookUrl: URL_, WebhookSecret: KEY, RemoveWebhook: true }, "RemoveWebhook"],
    [{ CustomEmailAddress: ["nobody"] }, "CustomEmailAddress"],
    [{ CustomEmailAddress: Array.from({ length: 21 }, (_, i) => `a${i}@contoso.com`) }, "CustomEmailAddress"],
    [{ LocaleID: "no locale" }, "LocaleID"],
  ])("refuses %j, with the parameter and without the secret", async (parameters, target) => {
    const { status, body } = await set(parameters);
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { target } } });
    expect(JSON.stringify(body)).not.toContain("canary");
    expect(await fleet.context.alerts.findSetting()).toMatchObject({ customEmailAddresses: [], sendToOwner: false });
  });

  it("is an administrator's alone, and -WhatIf changes nothing", async () => {
    for (const cmdlet of ["Get-AsrAlertSetting", "Set-AsrAlertSetting", "Get-AsrAlertDelivery", "Resume-AsrAlertDelivery"])
      expect((await fleet.call(cmdlet, {}, { key: fleet.keys.operator })).status).toBe(403);
    expect(await set({ WebhookUrl: URL_, WebhookSecret: KEY, WhatIf: true })).toMatchObject({ status: 200, body: { WhatIf: true } });
    expect((await fleet.context.alerts.findSetting()).webhook).toBeUndefined();
  });

  it("promises no mail that nobody could send", async () => {
    fleet = await memoryFleet({ ...memoryContext(), mail: { ready: false, owners: [] } });
    const refused = { status: 409, body: { error: { details: [{ recommendedAction: expect.stringContaining("FLEET_SMTP_HOST") }] } } };
    expect(await set({ CustomEmailAddress: "ops@contoso.com" })).toMatchObject(refused);
    fleet = await memoryFleet({ ...memoryContext(), mail: { ready: true, owners: [] } });
    expect(await set({ EnableEmailSubscriptionOwner: true })).toMatchObject({
      status: 409,
      body: { error: { details: [{ recommendedAction: expect.stringContaining("FLEET_OWNER_MAIL") }] } },
    });
  });

  it("shows what waits and what was given up, and sends that again", async () => {
    const event = anEvent(new Date("2026-11-01T10:00:00.000Z"));
    const time = "2026-11-01T10:00:00.000Z";
    const alert = {
      name: `webhook:${event.name}`,
      channel: "webhook",
      event,
      state: "dead",
      attempts: 76,
      createdTime: time,
      dueTime: time,
    } as const;
    await fleet.context.alerts.add({ ...alert, lastError: "The webhook at https://hooks.contoso.com answered 500" });
    expect(await get()).toMatchObject({ FleetDetails: { Pending: "0", Dead: "1" } });
    expect((await fleet.call("Get-AsrAlertDelivery", { State: "Dead" })).body).toMatchObject({
      value: [{ Channel: "webhook", State: "Dead", EventName: event.name, Attempts: 76, NextTry: null, LastError: expect.stringContaining("500") }],
    });
    expect((await fleet.call("Resume-AsrAlertDelivery")).body).toMatchObject({ FleetDetails: { Pending: "1", Dead: "0" } });
    expect(fleet.context.alertQueue.take()).toEqual({ message: { channel: "webhook", event: event.name }, delaySeconds: 0 });
  });
});
