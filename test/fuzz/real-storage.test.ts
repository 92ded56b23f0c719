import { HttpRequest, InvocationContext } from "@azure/functions";
import fc from "fast-check";
import { expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { OPERATIONS } from "../../lib/api/arm/operations.js";
import { systemClock } from "../../lib/core/clock.js";
import { storage } from "../../lib/store/storage.js";
import { sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { openClients } from "../store/open-storage.js";
import { oddText, segmentOf } from "./odd-values.js";

const SEED = Number(process.env.FLEET_FUZZ_SEED ?? 20_260_101);
const RUNS = Number(process.env.FLEET_FUZZ_RUNS ?? 4);
const VAULT = "subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";

/** Tokens and names as storage has them, and with something odd in them. */
const asked = fc.oneof(
  oddText,
  fc
    .tuple(fc.constantFrom("CS1|", "CS1|default|", "waiting:", "running:", "discover|", "0196", "pending:mail:"), oddText)
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "01960000-0000-7000-8000-000000000000",
    "ffffffff-ffff-7fff-bfff-ffffffffffff",
    "00000000-0000-7000-8000-00000000000g",
    "CS1",
    "vm1",
  ),
);

it("what only reads is answered without a fault of ours by real tables too, and changes nothing in them", async () => {
  const clients = await openClients();
  const stores = { ...memoryStorage(), ...storage(clients, systemClock) };
  const fleet = await sampleFleet(memoryContext(systemClock, stores as unknown as ReturnType<typeof memoryStorage>)); // the ports are what is used of it
  const dump = async () => {
    const rows: string[] = [];
    for (const table of Object.values(clients.tables)) for await (const { etag, rowKey } of table.listEntities()) rows.push(`${rowKey} ${etag}`);
    return rows.sort();
  };
  const before = await dump();
  const ask = async (route: string, method: string, url: string, body?: object) => {
    const headers = { authorization: `Bearer ${fleet.keys.administrator}` };
    const query = Object.fromEntries(new URL(url).searchParams);
    const request = new HttpRequest({ method, url, headers, query, ...(body && { body: { string: JSON.stringify(body) } }) });
    const answer = await fleet.routes[route]?.handler(request, new InvocationContext({ functionName: route, logHandler: () => {} }));
    const status = answer && "status" in answer ? (answer.status ?? 200) : 200;
    expect({ url, body, status, answer: status < 500 ? "" : JSON.stringify(answer) }).toMatchObject({ answer: "" });
  };
  for (const { name, parameterSets } of CMDLETS.filter(({ name }) => name.startsWith("Get-"))) {
    const names = Object.values(parameterSets).map((set) => Object.keys(set.shape));
    const some = fc.constantFrom(...names).chain((inSet) => fc.dictionary(fc.constantFrom(...inSet, "x"), asked, { maxKeys: 3 }));
    await fc.assert(
      fc.asyncProperty(some, (given) => ask(name, "POST", `http://fleet.example/api/${name}`, given)),
      { seed: SEED, numRuns: RUNS },
    );
  }
  for (const { path } of OPERATIONS.filter(({ method }) => method === "GET")) {
    const segments = path.split("/").map((word) => (word.startsWith("{") ? asked : fc.constant(word)));
    const query = fc.dictionary(fc.constantFrom("$filter", "$skipToken", "$top"), asked, { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(...segments), query, (words, search) =>
        ask(
          "arm",
          "GET",
          `http://fleet.example/${VAULT}/${words.map((word) => segmentOf(word)).join("/")}?${new URLSearchParams({ "api-version": "1", ...search })}`,
        ),
      ),
      { seed: SEED, numRuns: RUNS },
    );
  }
  expect(await dump()).toEqual(before);
});
