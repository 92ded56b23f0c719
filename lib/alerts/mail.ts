import type { MailSettings } from "../core/settings/mail-settings.js";
import { type AlertChannel, DeliveryFailed } from "../fleet/alerts/alert-channel.js";
import { mailText } from "./mail-text.js";

const WAIT_MS = 20_000;
const MOST_EVENTS = 50;

/** Mail by SMTP; events of some minutes go together, so that a bad night is not a thousand mails. Its library is loaded with the first mail. */
export const mailChannel = (settings: MailSettings | undefined, { ca }: { ca?: string } = {}): AlertChannel => ({
  atOnce: MOST_EVENTS,
  gatherSeconds: settings?.gatherSeconds ?? 0,
  async deliver(events, { customEmailAddresses, sendToOwner }) {
    if (!settings) throw new DeliveryFailed("Mail is not set up: FLEET_SMTP_HOST is missing");
    const to = [...new Set([...customEmailAddresses, ...(sendToOwner ? settings.owners : [])])];
    if (to.length === 0) throw new DeliveryFailed("There is no address to send to: FLEET_OWNER_MAIL is empty");
    const { createTransport } = await import("nodemailer");
    const transport = createTransport({
      ...{ host: settings.host, port: settings.port, secure: settings.security === "tls" },
      ...(settings.security === "starttls" && { requireTLS: true }),
      ...(settings.security === "none" && { ignoreTLS: true }),
      ...(settings.user && settings.password && { auth: { user: settings.user, pass: settings.password.reveal() } }),
      ...(ca !== undefined && { tls: { ca } }),
      ...{ connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS, disableFileAccess: true, disableUrlAccess: true },
    });
    try {
      await transport.sendMail({ ...mailText(events), from: settings.from, to, headers: { "Auto-Submitted": "auto-generated" } });
    } catch (error) {
      throw failure(settings, error);
    } finally {
      transport.close();
    }
  },
});

function failure({ host, port, user }: MailSettings, error: unknown): DeliveryFailed {
  const { code, responseCode, command } = Object(error) as { code?: string; responseCode?: number; command?: string }; // as nodemailer marks its errors
  const server = `The mail server ${host}:${port}`;
  if (code === "EAUTH")
    return new DeliveryFailed(`${server} refused the login of ${user ?? "nobody"} (${responseCode ?? "no code"})`, { refused: true });
  const said = [responseCode, command].filter((word) => word !== undefined).join(" at ");
  return new DeliveryFailed(`${server} did not take the mail: ${code ?? "no code"}${said && ` (${said})`}`);
}
