import { app } from "@azure/functions";
import { prepare, tellWrongSettings } from "../lib/start.js";
import { startLog } from "./start-log.js";

/** The host makes its functions callable meanwhile, and a first call comes first; it loads what it needs itself. */
const AFTER_START_MS = 2_000;

/** An error here would leave the app without a single function, so that is left to the functions: they answer with the cause. */
app.hook.appStart(() => {
  tellWrongSettings(startLog);
  setTimeout(() => void prepare(startLog), AFTER_START_MS).unref();
});
