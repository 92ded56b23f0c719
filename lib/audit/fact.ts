import { createHash } from "node:crypto";
import { z } from "zod";

/** What a seal vouches for: that a call was made, a job was asked for, how it ended, that an event was told. `digest` is of what the row says of it. */
export const Fact = z.object({ kind: z.enum(["call", "job", "end", "event"]), name: z.string(), digest: z.string() });
export type Fact = Readonly<z.infer<typeof Fact>>;

/** The kinds that lie in tables of their own, by time. */
export type TimedKind = Exclude<Fact["kind"], "end">;
export const TIMED_KINDS = ["call", "job", "event"] as const satisfies readonly TimedKind[];

/** A row as it lies there, unparsed: a release that reads it otherwise still seals and checks the same. `name` is that of its key. */
export type AuditRow = Readonly<{ kind: TimedKind; name: string; json: unknown }>;

/** What a job was asked for: none of it changes after the job was created. */
const ASKED = [
  ...["name", "recipe", "target", "input", "startedBy", "startedWith", "startedFrom", "clientRequestId"],
  ...["createdTime", "parent", "restartOf"],
];

/** What came of it: none of it changes after the job has ended. */
const CAME_OF_IT = ["name", "state", "stateDescription", "startTime", "endTime", "errors", "tasks", "learned"];

/** What a row says that is to stay as it is: of a job that has ended also its end. */
export function factsOf({ kind, name, json }: AuditRow): readonly Fact[] {
  if (kind !== "job") return [{ kind, name, digest: digestOf(json) }];
  const asked: Fact = { kind, name, digest: digestOf(picked(json, ASKED)) };
  return hasEnded(json) ? [asked, { kind: "end", name, digest: digestOf(picked(json, CAME_OF_IT)) }] : [asked];
}

/** One that cannot be read never goes on. */
const hasEnded = (json: unknown): boolean => !["NotStarted", "InProgress", "Suspended"].includes(String(property(json, "state")));

/** The batch that opened the job, if one did. */
export const parentOf = ({ json }: AuditRow): string | undefined => {
  const parent = property(json, "parent");
  return typeof parent === "string" ? parent : undefined;
};

export const isBatch = ({ kind, json }: AuditRow): boolean => kind === "job" && property(json, "recipe") === "batch";

/** A row whose key names another one than its content was put into its place. */
export const isMoved = ({ name, json }: AuditRow): boolean => {
  const told = property(json, "name");
  return typeof told === "string" && told.toLowerCase() !== name.toLowerCase();
};

const property = (json: unknown, name: string): unknown =>
  typeof json === "object" && json !== null ? Object.getOwnPropertyDescriptor(json, name)?.value : undefined;

const picked = (json: unknown, names: readonly string[]): unknown => names.map((name) => property(json, name) ?? null);

const digestOf = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");

/** JSON whose properties are in the order of their names: rows are written in whatever order. */
export const canonical = (value: unknown): string => JSON.stringify(value ?? null, (_name, inner) => (isRecord(inner) ? sorted(inner) : inner));

const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
