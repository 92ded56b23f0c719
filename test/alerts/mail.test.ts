import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { mailChannel } from "../../lib/alerts/mail.js";
import { mailText } from "../../lib/alerts/mail-text.js";
import { Secret } from "../../lib/core/secret.js";
import type { MailSettings } from "../../lib/core/settings/mail-settings.js";
import { anEvent } from "../store/samples.js";
import { outbox } from "./outbox.js";

const PASSWORD = "smtp-password-canary";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Mail = Readonly<{ from: string; to: readonly string[]; text: string; secure: boolean; user: unknown }>;

/** A mail server on loopback that speaks STARTTLS and asks for a login. */
async function mailServer(options: SMTPServerOptions = {}) {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keySize: 2048,
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  const mails: Mail[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    ...{ key, cert, authMethods: ["PLAIN", "LOGIN"], logger: false },
    onAuth({ username = "", password }, _session, callback) {
      logins.push(username);
      if (username === "fleet" && password === PASSWORD) callback(null, { user: username });
      else callback(new Error("Authentication credentials invalid"));
    },
    onData(stream, { envelope, secure, user }, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString(), secure, user });
        callback();
      });
    },
    ...options,
  });
  server.on("error", () => {}); // a client that hangs up is one
  server.listen(0, "localhost");
  await once(server.server, "listening");
  closing.push(() => server.close());
  const { port } = server.server.address() as AddressInfo; // a TCP server has one
  return { mails, logins, port, cert };
}

const settings = (port: number, over: Partial<MailSettings> = {}): MailSettings => ({
  ...{ host: "localhost", port, security: "starttls", user: "fleet", password: new Secret(PASSWORD), from: "fleet@contoso.com" },
  ...{ owners: ["owner@contoso.com"], gatherSeconds: 300 },
  ...over,
});

async function open(mail: MailSettings, ca: string) {
  const box = outbox({ mail: mailChannel(mail, { ca }) });
  await box.alerts.putSetting({ customEmailAddresses: ["ops@contoso.com"], sendToOwner: true, locale: "en-US" });
  return box;
}

const event = (minute: number, over = {}) => anEvent(new Date(Date.parse("2026-11-01T10:00:00.000Z") + minute * 60_000), over);

describe("an event with mail", () => {
  it("goes to the owner and the given addresses, over TLS, after a login, and together with what came within some minutes", async () => {
    const { mails, port, cert } = await mailServer();
    const box = await open(settings(port), cert);
    await box.events.add(event(0, { description: "No answer from web-01" }));
    box.clock.pass(60);
    await box.events.add(event(1, { severity: "Critical", code: "ProcessServerSilent", description: "PS1 is silent" }));
    await box.drain();
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({ from: "fleet@contoso.com", to: ["ops@contoso.com", "owner@contoso.com"], secure: true, user: "fleet" });
    expect(mail?.text).toMatch(/Subject: \[Mobility Fleet\] 2 events, 1 of them critical/);
    expect(mail?.text).toMatch(/PS1 is silent[\s\S]*No answer from web-01/);
    expect(mail?.text).toMatch(/Auto-Submitted: auto-generated/i);
    expect((await box.alerts.list("pending", {}, { size: 10 })).items).toEqual([]);
  });

  it("is not sent where the server has no STARTTLS, and nobody logs in there", async () => {
    const { mails, logins, port, cert } = await mailServer({ disabledCommands: ["STARTTLS"] });
    const box = await open(settings(port), cert);
    await box.events.add(event(0));
    await box.drain(3);
    expect([mails, logins]).toEqual([[], []]);
    expect((await box.alerts.list("pending", {}, { size: 10 })).items[0]?.value.lastError).toMatch(/did not take the mail/);
  });

  it("is not sent to a server whose certificate nobody vouches for", async () => {
    const { mails, logins, port } = await mailServer();
    const other = await mailServer();
    const box = await open(settings(port), other.cert);
    await box.events.add(event(0));
    await box.drain(2);
    expect([mails, logins]).toEqual([[], []]);
  });

  it("stops after one refused login, is kept, and goes out when the setting was written again", async () => {
    const { mails, logins, port, cert } = await mailServer();
    const right = mailChannel(settings(port), { ca: cert });
    let wrong = true;
    const refusing = mailChannel(settings(port, { password: new Secret("wrong-canary") }), { ca: cert });
    const box = outbox({ mail: { ...right, deliver: (...given) => (wrong ? refusing : right).deliver(...given) } });
    await box.alerts.putSetting({ customEmailAddresses: ["ops@contoso.com"], sendToOwner: false, locale: "en-US" });
    await box.events.add(event(0));
    await box.events.add(event(1));
    await box.drain(12);
    expect(logins).toEqual(["fleet"]);
    const { mailStopped, ...setting } = await box.alerts.findSetting();
    expect(mailStopped?.reason).toMatch(/refused the login of fleet \(535\)/);
    const pending = (await box.alerts.list("pending", {}, { size: 10 })).items;
    expect(pending).toHaveLength(2);
    expect(JSON.stringify([mailStopped, pending])).not.toContain("canary");
    wrong = false;
    await box.alerts.putSetting(setting); // as Set-AsrAlertSetting writes it
    await box.drain();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toMatch(/2 events/);
  });
});

it("words one event as its subject, many by their number, and gives the same events the same message id", () => {
  const one = event(0, { severity: "Critical", description: `A\r\nBcc: evil@contoso.com ${"x".repeat(300)}` });
  expect(mailText([one]).subject).toMatch(/^\[Mobility Fleet\] Critical: A/);
  expect(mailText([one]).subject.length).toBeLessThan(190);
  expect(mailText([one]).messageId).toBe(mailText([{ ...one }]).messageId);
  expect(mailText([one, event(1)]).messageId).not.toBe(mailText([one]).messageId);
});
