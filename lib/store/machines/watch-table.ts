import type { TableClient } from "@azure/data-tables";
import { ProbeRound } from "../../fleet/machines/probe-round.js";
import { WatchedState } from "../../fleet/machines/watched-state.js";
import type { WatchStore } from "../../fleet/ports.js";
import { encodeKey } from "../rows/keys.js";
import { rows } from "../rows/rows.js";

/** States, one partition a fabric; the round of probes in a partition of its own. */
export function watchTable(table: TableClient): WatchStore {
  const states = rows<WatchedState>(table, {
    schema: WatchedState,
    nameOf: ({ fabric, subject }) => `The state of ${subject} in fabric "${fabric}"`,
    keyOf: ({ fabric, subject }) => ({ partitionKey: statesOf(fabric), rowKey: encodeKey(subject) }),
  });
  const rounds = rows<ProbeRound>(table, { schema: ProbeRound, nameOf: () => "The round of probes", keyOf: () => ROUND });
  return {
    listStates: (fabric) => states.queryVersioned(`PartitionKey eq '${statesOf(fabric)}'`),
    create: (state) => states.create(state),
    replace: (state, etag) => states.replace(state, etag),
    findRound: async () => (await rounds.find(ROUND))?.value,
    putRound: (round) => rounds.put(round),
  };
}

const ROUND = { partitionKey: "round", rowKey: "probes" };

const statesOf = (fabric: string) => `states|${encodeKey(fabric)}`;
