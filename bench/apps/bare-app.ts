import { TableClient } from "@azure/data-tables";
import { app } from "@azure/functions";

/** A function that reads one row and answers it: what a cmdlet is compared with. */
let table: TableClient | undefined;

app.http("read", {
  route: "api/read",
  methods: ["GET"],
  authLevel: "anonymous",
  handler: async () => {
    table ??= TableClient.fromConnectionString(process.env.AzureWebJobsStorage ?? "", "BenchBare", { allowInsecureConnection: true });
    return { jsonBody: await table.getEntity("bench", "row") };
  },
});
