import { z } from "zod";
import { Secret } from "./secret.js";

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

/** Undefined when no mail is set up. Throws what `invalid` makes of the problem. */
export function mailOf(e: z.infer<typeof MailEnv>, invalid: (problem: string) => Error): MailSettings | undefined {
  const { FLEET_SMTP_HOST: host, FLEET_SMTP_SECURITY: security, FLEET_SMTP_USER: user, FLEET_SMTP_PASSWORD: password } = e;
  if (host === undefined) return undefined;
  if (!e.FLEET_MAIL_FROM) throw invalid("✖ FLEET_SMTP_HOST is set, so FLEET_MAIL_FROM must be the address that mail comes from");
  if ((user === undefined) !== (password === undefined))
    throw invalid("✖ FLEET_SMTP_USER and FLEET_SMTP_PASSWORD belong together; one of them is missing");
  if (security === "none" && !LOOPBACK.has(host)) throw invalid("✖ FLEET_SMTP_SECURITY is none, which is for a mail server on loopback only");
  return {
    ...{ host, port: e.FLEET_SMTP_PORT ?? PORT[security], security, from: e.FLEET_MAIL_FROM },
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: new Secret(password) }),
    ...{ owners: e.FLEET_OWNER_MAIL, gatherSeconds: e.FLEET_MAIL_GATHER_SECONDS },
  };
}
