import type { TableClient, TransactionAction } from "@azure/data-tables";
import { hasCode } from "../../core/errors.js";
import { Alert, AlertSetting, NO_ALERTS } from "../../fleet/alerts/alert.js";
import type { AlertStore } from "../../fleet/ports.js";
import { submitOwn } from "../rows/own-write.js";
import { rowsFor, toPage } from "../rows/paging.js";
import { startingWith } from "../rows/read-range.js";
import { failedReplace, rows } from "../rows/rows.js";

const OUTBOX = "outbox";
const SETTING = { partitionKey: "setting", rowKey: "default" };

/** Alerts in one partition, `<state>:<channel>:<event>`, so that one moves from state to state in a transaction; the setting beside them. */
export function alertTable(table: TableClient): AlertStore {
  const alerts = rows<Alert>(table, { schema: Alert, nameOf: ({ name }) => `Alert ${name}`, keyOf: ({ state, name }) => keyOf(state, name) });
  const settings = rows<AlertSetting>(table, { schema: AlertSetting, nameOf: () => "The setting of alerts", keyOf: () => SETTING });
  return {
    findSetting: async () => (await settings.find(SETTING))?.value ?? NO_ALERTS,
    putSetting: (setting) => settings.put(setting),
    async add(alert) {
      await alerts.create(alert).catch((error: unknown) => {
        if (!hasCode(error, "Conflict")) throw error;
      });
    },
    find: (channel, event) => alerts.find(keyOf("pending", `${channel}:${event}`)),
    async replace(before, after, etag) {
      if (before.state === after.state) return void (await alerts.replace(after, etag));
      const actions: TransactionAction[] = [
        ["upsert", alerts.toEntity(after), "Replace"],
        ["delete", { ...keyOf(before.state, before.name), etag }],
      ];
      await submitOwn(table, actions).catch((error) => failedReplace(`Alert ${before.name}`, error));
    },
    remove: ({ state, name }) => alerts.remove(keyOf(state, name)),
    async list(state, { channel }, { size, after }) {
      const range = startingWith(OUTBOX, channel === undefined ? `${state}:` : `${state}:${channel}:`);
      const behind = after === undefined ? "" : ` and RowKey gt '${keyOf(state, after).rowKey.replaceAll("'", "''")}'`;
      const found = await alerts.queryVersioned(`${range}${behind}`, rowsFor(size));
      return toPage(
        found.map((one) => ({ ...one, name: one.value.name })),
        size,
      );
    },
  };
}

const keyOf = (state: Alert["state"], name: string) => ({ partitionKey: OUTBOX, rowKey: `${state}:${name.toLowerCase()}` });
