import { app } from "@azure/functions";
import { prepare } from "../lib/app.js";
import { startLog } from "./start-log.js";

/** An error here would leave the app without a single function, so that is left to the functions: they answer with the cause. */
app.hook.appStart(() => prepare(startLog));
