import { z } from "zod";
import type { SettingProblem } from "./wrong-settings.js";

/** The settings of Microsoft Entra ID among the app's; `core/config.ts` reads them. */
export const entraEnv = {
  FLEET_ENTRA: z.enum(["off", "app", "platform"]).default("off"),
  FLEET_ENTRA_TENANT_ID: z.guid().toLowerCase().optional(),
  FLEET_ENTRA_AUDIENCE: z.string().optional(),
  FLEET_ENTRA_AUTHORITY: z.url().default("https://login.microsoftonline.com"),
  FLEET_ENTRA_PORTAL_CLIENT_ID: z.guid().toLowerCase().optional(),
  FLEET_ENTRA_READER_ROLE: z.string().trim().min(1).default("MobilityFleet.Reader"),
  FLEET_ENTRA_OPERATOR_ROLE: z.string().trim().min(1).default("MobilityFleet.Operator"),
  FLEET_ENTRA_ADMINISTRATOR_ROLE: z.string().trim().min(1).default("MobilityFleet.Administrator"),
  /** Set by App Service itself where its authentication is on. */
  WEBSITE_AUTH_ENABLED: z.string().optional(),
};

/** Who checks tokens of Microsoft Entra ID, and what they must say. */
export type EntraSettings = Readonly<{
  tenantId: string;
  /** The app roles of the tenant, by our scopes. */
  roles: Readonly<Record<"reader" | "operator" | "administrator", string>>;
  /** How people sign in to the portal by it; absent where they do so by fleet keys alone. */
  portal?: PortalSignIn;
  checkedBy: Readonly<{ kind: "platform" } | { kind: "app"; audiences: readonly string[]; authority: string }>;
}>;

/** The app registration as which the portal asks for tokens, where it does so, and for what. */
export type PortalSignIn = Readonly<{ authority: string; tenantId: string; clientId: string; scope: string }>;

type Env = z.output<z.ZodObject<typeof entraEnv>>;

/** Undefined when Entra is off; `problems` names every setting that does not fit the others. */
export function readEntra(e: Env): Readonly<{ entra?: EntraSettings; problems: readonly SettingProblem[] }> {
  if (e.FLEET_ENTRA === "off") return { problems: [] };
  const problems = problemsOf(e);
  if (problems.length > 0 || !e.FLEET_ENTRA_TENANT_ID) return { problems };
  const roles = { reader: e.FLEET_ENTRA_READER_ROLE, operator: e.FLEET_ENTRA_OPERATOR_ROLE, administrator: e.FLEET_ENTRA_ADMINISTRATOR_ROLE };
  const checkedBy: EntraSettings["checkedBy"] =
    e.FLEET_ENTRA === "platform" ? { kind: "platform" } : { kind: "app", audiences: audiencesOf(e), authority: authorityOf(e) };
  const { FLEET_ENTRA_TENANT_ID: tenantId, FLEET_ENTRA_PORTAL_CLIENT_ID: clientId } = e;
  const portal = clientId === undefined ? {} : { portal: { authority: authorityOf(e), tenantId, clientId, scope: scopeOf(e, clientId) } };
  return { entra: { tenantId, roles, checkedBy, ...portal }, problems };
}

/** Entra wants who asks for a token for itself to name itself by its id, not by its URI. */
function scopeOf(e: Env, clientId: string): string {
  const audiences = audiencesOf(e);
  return `${audiences.find((one) => one.toLowerCase() === clientId) ?? audiences[0] ?? clientId}/.default`;
}

const authorityOf = ({ FLEET_ENTRA_AUTHORITY: authority }: Env): string => authority.replace(/\/{1,9}$/, "");

function problemsOf(e: Env): readonly SettingProblem[] {
  const roles = [e.FLEET_ENTRA_READER_ROLE, e.FLEET_ENTRA_OPERATOR_ROLE, e.FLEET_ENTRA_ADMINISTRATOR_ROLE];
  const common = [
    ...of(!e.FLEET_ENTRA_TENANT_ID, "FLEET_ENTRA_TENANT_ID", `FLEET_ENTRA is ${e.FLEET_ENTRA}, so this must be the tenant's id (a GUID)`),
    ...of(new Set(roles).size < roles.length, "FLEET_ENTRA_READER_ROLE", `the three FLEET_ENTRA_…_ROLE must differ; got ${roles.join(", ")}`),
  ];
  return [
    ...common,
    ...authorityProblems(new URL(e.FLEET_ENTRA_AUTHORITY)),
    ...(e.FLEET_ENTRA === "platform" ? platformProblems(e) : appProblems(e)),
  ];
}

const of = (wrong: boolean, setting: string, problem: string): readonly SettingProblem[] =>
  wrong ? [{ settings: [setting, "FLEET_ENTRA"], problem }] : [];

/** Without App Service's authentication in front anybody could send its headers. */
const platformProblems = ({ WEBSITE_AUTH_ENABLED: enabled }: Env) =>
  of(
    enabled?.toLowerCase() !== "true",
    "FLEET_ENTRA",
    "is platform, but App Service says that its authentication is off (WEBSITE_AUTH_ENABLED is not true): switch it on, or set FLEET_ENTRA to app",
  );

const appProblems = (e: Env) => [
  ...of(
    audiencesOf(e).length === 0,
    "FLEET_ENTRA_AUDIENCE",
    "FLEET_ENTRA is app, so this must name the app registration: its application id, its id URI, or both with a comma between",
  ),
];

const authorityProblems = (authority: URL) =>
  of(
    !isSafe(authority),
    "FLEET_ENTRA_AUTHORITY",
    `must be an https address without path such as https://login.microsoftonline.com (http only on loopback); got ${authority.origin}${authority.pathname}`,
  );

const audiencesOf = ({ FLEET_ENTRA_AUDIENCE: text = "" }: Env): readonly string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** The tenant's keys come from there: who could change the answer could sign in as anybody. */
const isSafe = ({ protocol, hostname, pathname, search, hash, username, password }: URL): boolean =>
  (protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname))) && /^\/*$/.test(pathname) && !(search || hash || username || password);
