import { FleetError } from "../../../lib/core/errors.js";
import type { HostLog } from "../process/host-log.js";
import type { AppRegistry, HookName } from "./app-registry.js";
import type { CoreContext, FunctionCallback, InvocationRequest, InvocationResponse } from "./core-types.js";
import type { HostFunction } from "./functions.js";

type Invocation = Readonly<{ registry: AppRegistry; fn: HostFunction; request: InvocationRequest; log: HostLog }>;

/**
 * Runs one invocation through the programming model of the app's own library: arguments, preInvocation hooks, handler,
 * postInvocation hooks (also after an error; they may replace result and error), response. A throw of a preInvocation hook skips the rest.
 */
export async function runInvocation(invocation: Invocation): Promise<InvocationResponse> {
  const { registry, fn } = invocation;
  const core = coreContext(invocation);
  if (registry.model === null) throw new FleetError("Internal", "the app set no programming model");
  const model = registry.model.getInvocationModel(core.context);
  const { context, inputs } = await model.getArguments();
  core.invocationContext = context;
  const shared = { hookData: {}, appHookData: registry.appHookData, invocationContext: context };
  const before: Readonly<Record<string, unknown>> & { inputs: unknown[]; functionCallback: FunctionCallback } = {
    ...shared,
    inputs,
    functionCallback: fn.callback,
  };
  await runHooks({ registry, core: core.context, name: "preInvocation", state: "preInvocationHooks", context: before });
  const after: Record<string, unknown> = { ...shared, inputs: before.inputs, result: null, error: null };
  core.context.state = "invocation";
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  await runHooks({ registry, core: core.context, name: "postInvocation", state: "postInvocationHooks", context: after });
  if (after.error !== null && after.error !== undefined) throw after.error;
  const response = await model.getResponse(context, after.result);
  core.answered = true;
  return response;
}

type HookRun = Readonly<{ registry: AppRegistry; core: CoreContext; name: HookName; state: NonNullable<CoreContext["state"]>; context: object }>;

async function runHooks({ registry, core, name, state, context }: HookRun): Promise<void> {
  core.state = state;
  try {
    for (const hook of registry.hooksNamed(name)) await hook(context);
  } finally {
    core.state = undefined;
  }
}

/** What the library sees of the invocation. Lines written after the answer are dropped, as the real host does. */
function coreContext({ registry, fn, request, log }: Invocation): { context: CoreContext; answered: boolean; invocationContext: unknown } {
  const core = { answered: false, invocationContext: undefined as unknown };
  const write: CoreContext["log"] = (level, category, message) => {
    if (core.answered) return;
    const line = { level, message, category, invocationContext: core.invocationContext, hookData: {}, appHookData: registry.appHookData };
    for (const hook of registry.hooksNamed("log")) hook(line);
    log.write(line.level, category === "user" ? "user" : "system", line.message);
  };
  const context: CoreContext = { invocationId: request.invocationId, request, metadata: fn.metadata, log: write };
  return Object.assign(core, { context });
}
