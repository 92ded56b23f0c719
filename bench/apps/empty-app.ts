import { app } from "@azure/functions";

/** The least that a host can start. */
app.http("hello", { route: "api/hello", methods: ["GET"], authLevel: "anonymous", handler: () => ({ body: "hello" }) });
