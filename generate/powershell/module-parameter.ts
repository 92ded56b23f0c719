/** A parameter as a function of the module declares it. */
export type ModuleParameter = Readonly<{
  name: string;
  /** Parameter sets that have it; true where it is mandatory. None: all sets have it. */
  sets: ReadonlyMap<string, boolean>;
  type: string;
  help: string;
  aliases: readonly string[];
  /** How its value becomes JSON; `Client` stays on this side. */
  kind: "Plain" | "Object" | "Job" | "Account" | "Ignored" | "Client";
  /** Type of the object that it takes. */
  objectType?: string;
  /** Its place where it is given without its name. */
  position?: number;
  byValue?: boolean;
  byPropertyName?: boolean;
  values?: readonly string[];
  range?: readonly [number, number];
  secret?: boolean;
  /** Several objects of a pipeline may be one call: always, or when the call says how a batch is to go. */
  many?: "always" | "batch";
  /** The declared parameter whose text is read from the file that this one names. */
  readsInto?: string;
}>;
