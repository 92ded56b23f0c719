import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { taggedAnswer } from "../../../lib/api/http/tagged-answer.js";

const rows = Array.from({ length: 1000 }, (_, n) => ({ FriendlyName: `web-${n}`, OSTag: "RHEL8-64" }));
const ask = (value: unknown, given: Readonly<Record<string, string>> = {}) =>
  taggedAnswer({ method: "GET", headers: new Headers(given) }, { status: 200, jsonBody: value, headers: { "x-ms-request-id": "1" } });

it("compresses a large answer for who takes that, and says so", async () => {
  const { body, jsonBody, headers } = await ask(rows, { "accept-encoding": "gzip, deflate, br" });
  expect(jsonBody).toBeUndefined();
  expect(headers).toMatchObject({ "Content-Type": "application/json", "Content-Encoding": "gzip", Vary: "Accept-Encoding", "x-ms-request-id": "1" });
  const sent = body as Buffer; // what gzip gives
  expect(JSON.parse(gunzipSync(sent).toString())).toEqual(rows);
  expect(sent.length).toBeLessThan(JSON.stringify(rows).length / 5);
});

it("leaves small answers and those for others as they are", async () => {
  expect(await ask(rows)).toMatchObject({ jsonBody: rows });
  expect(await ask(rows, { "accept-encoding": "br" })).toMatchObject({ jsonBody: rows });
  expect(await ask([], { "accept-encoding": "gzip" })).toMatchObject({ jsonBody: [] });
});

it("answers a compressed one that is known in a few bytes, too", async () => {
  const { headers } = await ask(rows, { "accept-encoding": "gzip" });
  const { ETag = "" } = headers as Record<string, string>; // what it makes
  const again = await ask(rows, { "accept-encoding": "gzip", "if-none-match": ETag });
  expect(again.status).toBe(304);
  expect(again).not.toHaveProperty("body");
  expect((await ask(rows.slice(1), { "accept-encoding": "gzip", "if-none-match": ETag })).status).toBe(200);
});
