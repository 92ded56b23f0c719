import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";

/** The host calls this ten seconds after it was asked to stop, and ends the process some seconds later, whatever still runs in it. */
app.hook.appTerminate(() => fleet().handOn(logOf(console)));
