import type { z } from "zod";
import type { Scope } from "../../fleet/accounts/access-key.js";
import type { Caller } from "../http/caller.js";
import type { Answer, Proposal } from "./answer.js";
import type { Bound, ParameterSets } from "./bind-parameters.js";
import type { CmdletName } from "./cmdlet-name.js";
import type { FleetContext } from "./context.js";

export type Example = Readonly<{ title: string; parameters: Readonly<Record<string, unknown>> }>;

/** A cmdlet, said once: from it come the HTTP function, its help and the OpenAPI document. */
export type Cmdlet<S extends ParameterSets = ParameterSets> = Readonly<{
  name: CmdletName;
  synopsis: string;
  /** What a reader must know beyond the synopsis. */
  remarks?: string;
  /** Microsoft has no such cmdlet. */
  extension?: boolean;
  scope: Scope;
  parameterSets: S;
  defaultSet: keyof S & string;
  /** What an answer shows: one such object, or a list of them. */
  output: z.ZodObject;
  answers: "object" | "list" | "job";
  /** Its `run` reads rows and does nothing else, whatever the parameters: it may begin while the caller's key is read again. */
  readsOnly?: true;
  /** Takes WhatIf and Confirm; `run` then gives a proposal, and changes nothing before it is performed. */
  supportsShouldProcess?: boolean;
  /** Changes a job that is there already, and starts none whose row would say who asked: each call is put on record. */
  changesJob?: true;
  examples: readonly [Example, ...Example[]];
  run(context: FleetContext, parameters: Bound<S>, caller: Caller): Promise<Answer | Proposal>;
}>;

/** Any cmdlet, whatever its parameters: `bindParameters` gives what its `run` takes. */
export type AnyCmdlet = Omit<Cmdlet, "run" | "defaultSet"> &
  Readonly<{ defaultSet: string; run(context: FleetContext, parameters: never, caller: Caller): Promise<Answer | Proposal> }>;

export const defineCmdlet = <const S extends ParameterSets>(cmdlet: Cmdlet<S>): Cmdlet<S> => cmdlet;

/** Get- is also answered to GET with a query; all others change something and take POST alone. */
export const methodsOf = ({ name }: Pick<AnyCmdlet, "name">): ("GET" | "POST")[] => (name.startsWith("Get-") ? ["GET", "POST"] : ["POST"]);
