import { z } from "zod";
import { Secret } from "../secret.js";
import type { SettingProblem } from "./wrong-settings.js";

const address = z.email();
const addresses = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ""))
  .pipe(z.array(address).max(20));

/** The settings of mail, as they stand in the environment. */
export const MailEnv = z.object({
  FLEET_SMTP_HOST: z.string().trim().min(1).optional(),
  FLEET_SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  FLEET_SMTP_SECURITY: z.enum(["starttls", "tls", "none"]).default("starttls"),
  FLEET_SMTP_USER: z.string().min(1).optional(),
  FLEET_SMTP_PASSWORD: z.string().min(1).optional(),
  FLEET_MAIL_FROM: address.optional(),
  FLEET_OWNER_MAIL: addresses,
  FLEET_MAIL_GATHER_SECONDS: z.coerce.number().int().min(0).max(3600).default(300),
});

export type MailSettings = Readonly<{
  host: string;
  port: number;
  /** starttls: refuses to go on without it; none: on loopback only. */
  security: "starttls" | "tls" | "none";
  user?: string;
  password?: Secret;
  from: string;
  /** Who is meant by the owner of the subscription. */
  owners: readonly string[];
  /** Events of so long a time go into one mail. */
  gatherSeconds: number;
}>;

const PORT = { starttls: 587, tls: 465, none: 25 } as const;
const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Undefined when no mail is set up; `problems` names every setting that does not fit the others. */
export function readMail(e: z.infer<typeof MailEnv>): Readonly<{ mail?: MailSettings; problems: readonly SettingProblem[] }> {
  const { FLEET_SMTP_HOST: host, FLEET_SMTP_SECURITY: security, FLEET_SMTP_USER: user, FLEET_SMTP_PASSWORD: password, FLEET_MAIL_FROM: from } = e;
  if (host === undefined) return { problems: [] };
  const problems = problemsOf(e, host);
  if (from === undefined || problems.length > 0) return { problems };
  const mail = {
    ...{ host, port: e.FLEET_SMTP_PORT ?? PORT[security], security, from },
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: new Secret(password) }),
    ...{ owners: e.FLEET_OWNER_MAIL, gatherSeconds: e.FLEET_MAIL_GATHER_SECONDS },
  };
  return { mail, problems };
}

function problemsOf(e: z.infer<typeof MailEnv>, host: string): readonly SettingProblem[] {
  const { FLEET_SMTP_USER: user, FLEET_SMTP_PASSWORD: password } = e;
  const of = (wrong: boolean, settings: SettingProblem["settings"], problem: string) => (wrong ? [{ settings, problem }] : []);
  return [
    ...of(!e.FLEET_MAIL_FROM, ["FLEET_MAIL_FROM"], "FLEET_SMTP_HOST is set, so this must be the address that mail comes from"),
    ...of(user === undefined && password !== undefined, ["FLEET_SMTP_USER"], "belongs to FLEET_SMTP_PASSWORD, and is missing"),
    ...of(user !== undefined && password === undefined, ["FLEET_SMTP_PASSWORD"], "belongs to FLEET_SMTP_USER, and is missing"),
    ...of(
      e.FLEET_SMTP_SECURITY === "none" && !LOOPBACK.has(host),
      ["FLEET_SMTP_SECURITY", "FLEET_SMTP_HOST"],
      "is none, which is for a mail server on loopback only",
    ),
  ];
}
