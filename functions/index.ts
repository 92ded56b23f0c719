import { app } from "@azure/functions";
import { fleet } from "../lib/start.js";
import "./check-versions.js";
import "./deliver-alert.js";
import "./free-stale-jobs.js";
import { httpRoutes } from "./http-routes.js";
import "./import-vault.js";
import "./on-start.js";
import "./on-stop.js";
import "./poisoned-messages.js";
import "./probe-machine.js";
import "./probe-machines.js";
import "./resend-alerts.js";
import "./run-job.js";
import "./seal-audit.js";
import "./timers/settle-secrets.js";

for (const [name, options] of Object.entries(httpRoutes(fleet))) app.http(name, options);
