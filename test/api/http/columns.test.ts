import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { COLUMNS, inColumns } from "../../../lib/api/http/columns.js";
import { taggedAnswer } from "../../../lib/api/http/tagged-answer.js";
import { COLUMNS as ASKED, objectsOf } from "../../../web/portal/api/columns.js";

type Machine = Readonly<{ name: string; id: string; os: string | null; path: readonly string[]; tags: object; failures: number; mixed: unknown }>;

const machines = Array.from(
  { length: 300 },
  (_, n): Machine => ({
    ...{ name: `${n}-web`, id: `/vaults/v/machines/${n}`, os: n % 3 === 0 ? null : "RHEL8-64", path: n % 2 === 0 ? [] : ["9.62", "9.63"] },
    ...{ tags: n % 5 === 0 ? { site: "berlin" } : {}, failures: n, mixed: [1, "1", null, true, "true", '"1"', [], "[]", {}, "{}"][n % 10] },
  }),
);

it("gives the same objects back, whatever they hold", () => {
  expect(objectsOf<Machine>(inColumns({ value: machines }))).toEqual(machines);
  const few = [{ a: "x" }, { a: "xy" }, { a: "" }];
  expect(objectsOf(inColumns({ value: few }))).toEqual(few);
  const split = [{ a: "\u{1F600}" }, { a: "\u{1F601}" }, { a: "\u{1F602}" }]; // they begin with the same half of a character
  expect(objectsOf(JSON.parse(JSON.stringify(inColumns({ value: split }))))).toEqual(split);
});

it("keeps what stands beside the list, and says none of none", () => {
  expect(inColumns({ value: [], nextLink: "https://fleet/next" })).toEqual({ columns: {}, count: 0, nextLink: "https://fleet/next" });
  expect(objectsOf(inColumns({ value: [] }))).toEqual([]);
});

it("writes a common beginning once, and few kinds as numbers", () => {
  const { columns } = inColumns({ value: machines });
  expect(columns.id).toMatchObject({ prefix: "/vaults/v/machines/" });
  expect(columns.os).toMatchObject({ kinds: [null, "RHEL8-64"] });
  expect(columns.failures).toEqual({ values: machines.map(({ failures }) => failures) });
  expect(JSON.stringify(columns).length).toBeLessThan(JSON.stringify(machines).length / 3);
});

it("is for who accepts it, and for lists alone", async () => {
  expect(ASKED).toBe(COLUMNS);
  const ask = (jsonBody: unknown, accept: string) =>
    taggedAnswer({ method: "GET", headers: new Headers({ accept, "accept-encoding": "gzip" }) }, { status: 200, jsonBody });
  const { body } = await ask({ value: Array.from({ length: 20 }, () => machines).flat(), nextLink: "n" }, `${COLUMNS}, application/json`);
  expect(JSON.parse(gunzipSync(body as Buffer).toString())).toMatchObject({ count: 6000, nextLink: "n" }); // what gzip gives
  expect(await ask({ value: [{ a: 1 }] }, COLUMNS)).toMatchObject({ jsonBody: { columns: { a: { kinds: [1], at: [0] } }, count: 1 } });
  expect(await ask({ value: [{ a: 1 }] }, "*/*")).toMatchObject({ jsonBody: { value: [{ a: 1 }] } });
  expect(await ask({ Name: "j" }, COLUMNS)).toMatchObject({ jsonBody: { Name: "j" } });
});
