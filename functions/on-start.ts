import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { logOf } from "./log-of.js";

/** Settings are checked and storage is made ready before the first call; a bad setting stops the start with its name. Console is the host's only ear there. */
app.hook.appStart(() => fleet().prepare(logOf(console)));
