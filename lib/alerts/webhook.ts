import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Clock } from "../core/clock.js";
import { DestinationDenied, type Destinations } from "../core/destinations.js";
import type { AlertSetting } from "../fleet/alerts/alert.js";
import { WebhookSecret } from "../fleet/alerts/alert.js";
import { type AlertChannel, DeliveryFailed } from "../fleet/alerts/alert-channel.js";
import type { FleetEvent } from "../fleet/alerts/event.js";
import { checkWebhookUrl } from "../fleet/alerts/webhook-url.js";
import type { SecretStore } from "../fleet/ports.js";

export type WebhookDeps = Readonly<{
  secrets: SecretStore;
  clock: Clock;
  destinations: Destinations;
  /** The resource that events come from: the vault as which the fleet is presented. */
  source: string;
  /** What a receiver is told of an event. */
  shown(event: FleetEvent): object;
}>;

const WAIT_MS = 10_000;

/**
 * Posts one event as CloudEvents 1.0 (structured JSON), signed as Standard Webhooks has it: the receiver proves sender and content, and
 * refuses what is old. No redirect is followed, and nothing of the answer but its status is looked at.
 */
export const webhookChannel = (deps: WebhookDeps): AlertChannel => ({
  atOnce: 1,
  gatherSeconds: 0,
  async deliver(events, setting) {
    const { url, key } = await targetOf(deps, setting);
    for (const event of events) await post(deps.destinations, checkWebhookUrl(url), await signed(deps, event, key));
  },
});

async function targetOf({ secrets }: WebhookDeps, { webhook }: AlertSetting): Promise<WebhookSecret> {
  const secret = webhook && (await secrets.find(webhook.secret));
  if (!secret) throw new DeliveryFailed("The webhook's address is not in the secret store; set it again");
  return WebhookSecret.parse(JSON.parse(secret.reveal()));
}

type Signed = Readonly<{ headers: Readonly<Record<string, string>>; body: string }>;

/** The libraries are loaded with the first alert. */
async function signed({ clock, source, shown }: WebhookDeps, event: FleetEvent, key: string): Promise<Signed> {
  const { CloudEvent, HTTP } = await import("cloudevents");
  const { Webhook } = await import("standardwebhooks");
  const { name: id, code, time, affectedObjectFriendlyName, fabric } = event;
  const subject = [fabric, affectedObjectFriendlyName].filter((part) => part !== undefined).join("/");
  const message = HTTP.structured(
    new CloudEvent({
      ...{ id, source, type: `mobilityfleet.event.${code}`, time, datacontenttype: "application/json", data: shown(event) },
      ...(subject && { subject }),
    }),
  );
  const body = String(message.body);
  const now = clock.now();
  const headers = {
    "content-type": "application/cloudevents+json; charset=utf-8",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(key).sign(id, now, body),
  };
  return { headers, body };
}

async function post(allowed: Destinations, url: URL, { headers, body }: Signed): Promise<void> {
  const { status, retryAfter } = await send(allowed, url, { headers, body });
  if (status >= 200 && status < 300) return;
  const asked = Number(retryAfter ?? Number.NaN);
  throw new DeliveryFailed(`The webhook at ${url.origin} answered ${status}; expected 200 to 299`, {
    ...(asked > 0 && { retryAfterSeconds: asked }),
  });
}

async function send(
  allowed: Destinations,
  url: URL,
  { headers, body }: Signed,
): Promise<Readonly<{ status: number; retryAfter: string | undefined }>> {
  const signal = AbortSignal.timeout(WAIT_MS);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  try {
    allowed.check(url.hostname);
    return await new Promise((resolve, reject) => {
      request(
        url,
        { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) }, lookup: allowed.lookup, signal, agent: false },
        (answer) => {
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] });
          answer.destroy();
        },
      )
        .once("error", reject)
        .end(body);
    });
  } catch (error) {
    if (error instanceof DestinationDenied) throw new DeliveryFailed(`The webhook at ${url.origin} could not be reached: ${error.message}`);
    // The error's own text may hold the address, which may hold a key.
    const what = signal.aborted ? `no answer within ${WAIT_MS / 1000} s` : codeOf(error);
    throw new DeliveryFailed(`The webhook at ${url.origin} could not be reached: ${what}`);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "no connection");
