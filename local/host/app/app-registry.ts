import { FleetError } from "../../../lib/core/errors.js";
import type { FunctionCallback, FunctionMetadata, ProgrammingModel } from "./core-types.js";

export type HookName = "appStart" | "appTerminate" | "preInvocation" | "postInvocation" | "log";
export type HookCallback = (context: object) => unknown;
export type RegisteredFunction = Readonly<{ metadata: FunctionMetadata; callback: FunctionCallback }>;

const HOOK_NAMES: readonly string[] = ["appStart", "appTerminate", "preInvocation", "postInvocation", "log"] satisfies HookName[];

/** What an app told its host while it was loaded: functions, hooks and the programming model that speaks for them. */
export class AppRegistry {
  readonly functions = new Map<string, RegisteredFunction>();
  readonly hooks: { name: HookName; callback: HookCallback }[] = [];
  /** Shared by the hooks of every scope, as the contexts' appHookData. */
  readonly appHookData: Record<string, unknown> = {};
  /** Shared by appStart and appTerminate alone. */
  readonly appOnlyHookData: Record<string, unknown> = {};
  model: ProgrammingModel | null = null;
  /** Set when loading has ended: no function may be registered from then on. */
  sealed = false;

  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): { dispose(): void } {
    const key = metadata.name.toLowerCase();
    if (this.sealed) throw invalid(`function "${metadata.name}" was registered after the app had started; register it while its file is loaded`);
    if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(metadata.name) || key === "host") {
      throw invalid(`"${metadata.name}" is no function name; expected a letter, then at most 127 letters, digits, _ or -, and not "host"`);
    }
    if (this.functions.has(key)) throw invalid(`a function named "${metadata.name}" is registered already; names must be unique`);
    this.functions.set(key, { metadata, callback });
    return { dispose: () => this.functions.delete(key) };
  }

  registerHook(name: string, callback: HookCallback): { dispose(): void } {
    if (!HOOK_NAMES.includes(name)) throw new RangeError(`Unrecognized hook "${name}"; expected one of ${HOOK_NAMES.join(", ")}`);
    const hook = { name: name as HookName, callback }; // checked on the line above
    this.hooks.push(hook);
    return { dispose: () => void this.hooks.splice(this.hooks.indexOf(hook), 1) };
  }

  hooksNamed(name: HookName): HookCallback[] {
    return this.hooks.filter((hook) => hook.name === name).map((hook) => hook.callback);
  }
}

const invalid = (message: string) => new FleetError("InvalidSettings", message);
