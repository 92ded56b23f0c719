import { FleetError } from "../../../lib/core/errors.js";
import type { AppRegistry, RegisteredFunction } from "./app-registry.js";
import type { Binding, FunctionCallback, FunctionMetadata } from "./core-types.js";

/** A function of the app as the host serves it. */
export type HostFunction = Readonly<{
  name: string;
  kind: "http" | "queue" | "timer";
  /** Name and declaration of the trigger's binding, its `%SETTING%` values filled in. */
  triggerName: string;
  trigger: Binding;
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}>;

/** A function that is registered but not served, and why. */
export type FailedFunction = Readonly<{ name: string; reason: string; disabled: boolean }>;
export type Environment = Readonly<Record<string, string | undefined>>;

const KINDS: Readonly<Record<string, HostFunction["kind"]>> = { httptrigger: "http", queuetrigger: "queue", timertrigger: "timer" };

/** The functions of a loaded app in the order of their names (case ignored), as the real host tries them, and those in error. */
export function readFunctions(registry: AppRegistry, settings: Environment): { functions: HostFunction[]; failed: FailedFunction[] } {
  const functions: HostFunction[] = [];
  const failed: FailedFunction[] = [];
  const key = (item: RegisteredFunction) => item.metadata.name.toUpperCase();
  for (const item of [...registry.functions.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))) {
    const { name } = item.metadata;
    const setting = [`AzureWebJobs.${name}.Disabled`, `AzureWebJobs_${name}_Disabled`].find((each) => /^(true|1)$/i.test(settings[each] ?? ""));
    const disabled = setting !== undefined;
    try {
      if (disabled) failed.push({ name, reason: `switched off by the setting ${setting}`, disabled });
      else functions.push(readFunction(item, settings));
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      failed.push({ name, reason: error.message, disabled });
    }
  }
  return { functions, failed };
}

function readFunction({ metadata, callback }: RegisteredFunction, settings: Environment): HostFunction {
  const bindings = Object.entries(metadata.bindings);
  const [triggerName, trigger] = bindings.find(([, binding]) => /trigger$/i.test(binding.type ?? "")) ?? [];
  const kind = KINDS[trigger?.type?.toLowerCase() ?? ""];
  if (triggerName === undefined || trigger === undefined || kind === undefined) {
    throw invalid(`its trigger is ${trigger?.type ?? "missing"}; this host serves httpTrigger, queueTrigger and timerTrigger`);
  }
  for (const [name, { type = "", direction }] of bindings) {
    const served = name === triggerName || (direction === "out" && ["http", "queue"].includes(type.toLowerCase()));
    if (!served) throw invalid(`its binding "${name}" is ${type}; this host serves the outputs http and queue, and no other input than the trigger`);
  }
  return { name: metadata.name, kind, triggerName, trigger: fillSettings(trigger, settings), metadata, callback };
}

const FILLED = ["schedule", "queueName", "route"];

const fillSettings = (trigger: Binding, settings: Environment): Binding =>
  Object.fromEntries(
    Object.entries(trigger).map(([field, value]) => [field, FILLED.includes(field) && typeof value === "string" ? fillIn(value, settings) : value]),
  );

/** Replaces each `%NAME%` by that setting; throws InvalidSettings when it is missing. */
export function fillIn(text: string, settings: Environment): string {
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) throw invalid(`it needs the setting ${name}, which has no value`);
    return value;
  });
}

/** The connection string that a binding names by a setting (default AzureWebJobsStorage). */
export function connectionOf(binding: Binding, settings: Environment): string {
  const name = typeof binding.connection === "string" && binding.connection !== "" ? binding.connection : "AzureWebJobsStorage";
  const value = settings[name] ?? settings[`AzureWebJobs${name}`];
  if (value !== undefined && value !== "") return value;
  throw invalid(`its connection is the setting ${name}, which has no connection string`);
}

const invalid = (message: string) => new FleetError("InvalidSettings", message);
