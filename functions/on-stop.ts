import { app } from "@azure/functions";
import { endFleet } from "../lib/start.js";
import { logOf } from "./log-of.js";

/** The host calls this ten seconds after it was asked to stop, and ends the process some seconds later, whatever still runs in it. */
app.hook.appTerminate(() => endFleet(logOf(console)));
