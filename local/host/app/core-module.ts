import Module from "node:module";
import { AppRegistry, type HookCallback } from "./app-registry.js";
import type { FunctionCallback, FunctionMetadata, ProgrammingModel, RpcLogLevel } from "./core-types.js";

export type SystemLog = (level: RpcLogLevel, message: string) => void;

/** The worker's contract version that this host speaks, and the host that it resembles. */
export const WORKER_VERSION = "3.9.1";
export const HOST_VERSION = "4.1037.0";

type Owner = { registry: AppRegistry; log: SystemLog };
let latest: Owner | null = null;
let lastModel: ProgrammingModel | null = null;
let provided = false;

/**
 * Runs `load` while `require("@azure/functions-core")` answers for the given registry; one at a time. What an app asks later, when it is
 * sealed, concerns the app that was loaded last: to tell several of one process apart would cost every promise of an invocation.
 */
export async function whileLoading<T>(owner: Owner, load: () => Promise<T>): Promise<T> {
  provideCoreModule();
  latest = owner;
  try {
    return await load();
  } finally {
    owner.registry.model ??= lastModel; // a second load of a shared copy of the library does not announce its model again
    owner.registry.sealed = true;
  }
}

const owner = (): Owner => latest ?? nobody;
const nobody: Owner = { registry: Object.assign(new AppRegistry(), { sealed: true }), log: () => {} };

class Disposable {
  readonly #onDispose: () => unknown;
  constructor(onDispose: () => unknown) {
    this.#onDispose = onDispose;
  }
  static from(...items: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const item of items) item.dispose();
    });
  }
  dispose(): unknown {
    return this.#onDispose();
  }
}

const coreModule = {
  version: WORKER_VERSION,
  hostVersion: HOST_VERSION,
  registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => owner().registry.registerFunction(metadata, callback),
  registerHook: (name: string, callback: HookCallback) => owner().registry.registerHook(name, callback),
  setProgrammingModel: (model: ProgrammingModel) => {
    lastModel = model;
    owner().registry.model = model;
  },
  getProgrammingModel: () => owner().registry.model ?? lastModel,
  log: (level: RpcLogLevel, _category: string, message: string) => owner().log(level, message),
  Disposable,
};

type Load = (request: string, ...rest: unknown[]) => unknown;

function provideCoreModule(): void {
  if (provided) return;
  provided = true;
  const loader = Module as unknown as { _load: Load }; // the one place through which every require() goes; Node does not type it
  const load = loader._load;
  loader._load = function (this: unknown, request, ...rest) {
    return request === "@azure/functions-core" ? coreModule : load.call(this, request, ...rest);
  };
}
