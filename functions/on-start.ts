import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";

/** Settings are checked and storage is made ready before the first call; a bad setting stops the start with its name. */
app.hook.appStart(() => fleet().prepare());
