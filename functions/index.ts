import { app } from "@azure/functions";
import { fleet } from "../lib/app.js";
import { httpRoutes } from "./http-routes.js";

for (const [name, options] of Object.entries(httpRoutes(fleet))) app.http(name, options);
