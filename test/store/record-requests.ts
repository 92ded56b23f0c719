import type { TableClient } from "@azure/data-tables";

/** What was asked of a table, and how many rows came back. */
export type Recorded = Readonly<{ range: string; rows: number }>;

type AnyPolicy = Parameters<TableClient["pipeline"]["addPolicy"]>[0];

/** Records the filter (or the key) of each request to the tables from now on. */
export function recordRequests(...tables: readonly TableClient[]): Recorded[] {
  const seen: Recorded[] = [];
  const policy: AnyPolicy = {
    name: "record-requests",
    async sendRequest(request, next) {
      const response = await next(request);
      const url = new URL(request.url);
      const body = response.status < 300 && response.bodyAsText ? JSON.parse(response.bodyAsText) : {};
      const rows = Array.isArray(body.value) ? body.value.length : 1;
      seen.push({ range: url.searchParams.get("$filter") ?? decodeURIComponent(url.pathname.split("/").at(-1) ?? ""), rows });
      return response;
    },
  };
  for (const table of tables) table.pipeline.addPolicy(policy);
  return seen;
}
