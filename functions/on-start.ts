import { app, type InvocationContext } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { type Log, type LogFields, withLog } from "../lib/core/log.js";

/** Settings are checked and storage is made ready before the first call; a bad setting stops the start with its name. */
app.hook.appStart(() => withLog(consoleLog, () => fleet().prepare()));

/** What is logged below belongs to the invocation at work. */
app.hook.preInvocation((hook) => {
  const handler = hook.functionHandler;
  const log = logOf(hook.invocationContext);
  hook.functionHandler = (...args) => withLog(log, () => handler(...args));
});

function logOf(context: Pick<InvocationContext, keyof Log>): Log {
  const say = (level: "debug" | "info" | "warn" | "error") => (message: string, fields?: LogFields) =>
    fields ? context[level](message, fields) : context[level](message);
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}

/** Outside an invocation the host takes what is printed: console is its only ear. */
const consoleLog = logOf(console);
