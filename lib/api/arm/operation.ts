import type { Scope } from "../../fleet/accounts/access-key.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Caller } from "../http/caller.js";
import { jobId } from "../ids/resource-ids.js";
import type { ArmQuery } from "./query.js";

export type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

/** What an operation answers, before it is worded as HTTP. */
export type ArmAnswer =
  | Readonly<{ kind: "resource"; resource: object /** Not at its end yet: to be asked for again. */; pending?: boolean }>
  /** `next` reads on; absent on the last page. */
  | Readonly<{ kind: "page"; items: readonly object[]; next?: string }>
  /** The work goes on in a job: `statusId` tells how it goes, `resultId` what came of it. */
  | Readonly<{ kind: "accepted"; statusId: string; resultId: string }>
  /** The result of a job that has not ended. */
  | Readonly<{ kind: "waiting" }>
  | Readonly<{ kind: "nothing" }>;

/** The names in a template: `replicationFabrics/{fabricName}` has `fabricName`. */
type NamesIn<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

export type ArmCall<Names extends string = string> = Readonly<{
  /** Its vault is spelled as the caller spelled it, so that every id in the answer is. */
  context: FleetContext;
  caller: Caller;
  names: Readonly<Record<Names, string>>;
  query: ArmQuery;
  /** The body's `properties`, or the body itself where it has none; empty when nothing came. */
  properties(): Promise<ReadonlyMap<string, unknown>>;
}>;

/** One operation of the management API; `name` is what the SDK calls it. */
export type Operation = Readonly<{ name: string; method: Method; path: string; scope: Scope; does: string; run(call: ArmCall): Promise<ArmAnswer> }>;

type Declared<P extends string> = Readonly<{
  method: Method;
  path: P;
  /** Reader for GET, operator for all others, when not given. */
  scope?: Scope;
  /** One sentence for the table of operations: the cmdlet that does the same. */
  does: string;
  run(call: ArmCall<NamesIn<P>>): Promise<ArmAnswer>;
}>;

/** Declares an operation; what it is given are the names in its path. */
export const operation = <const P extends string>(name: string, { scope, run, ...rest }: Declared<P>): Operation => ({
  name,
  ...rest,
  scope: scope ?? (rest.method === "GET" ? "reader" : "operator"),
  run: (call) => run(call as ArmCall<NamesIn<P>>), // matched by this very path
});

/** The answer of a list that has no pages in the store. */
export const all = (items: readonly object[]): ArmAnswer => ({ kind: "page", items });

/** What Azure answers when a job does the work; the result is asked for below the resource that it is about. */
export const accepted = ({ vault }: Pick<FleetContext, "vault">, job: string, resourceId: string): ArmAnswer => ({
  kind: "accepted",
  statusId: jobId(vault, job),
  resultId: `${resourceId}/operationresults/${encodeURIComponent(job)}`,
});

export const resource = (resource: object): ArmAnswer => ({ kind: "resource", resource });
