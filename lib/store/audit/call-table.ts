import type { TableClient } from "@azure/data-tables";
import { AuditCall, type CallStore } from "../../audit/call.js";
import { readTimeline } from "../rows/read-timeline.js";
import { rows } from "../rows/rows.js";
import { timeKey } from "../rows/timeline.js";

/** Calls by day and name. */
export function callTable(table: TableClient): CallStore {
  const calls = rows<AuditCall>(table, { schema: AuditCall, nameOf: ({ name }) => `Call ${name}`, keyOf: ({ name }) => timeKey(name) });
  return { add: (call) => calls.put(call), list: (span, page) => readTimeline(calls, span, page) };
}
