import { HttpRequest, InvocationContext } from "@azure/functions";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { OPERATIONS } from "../../lib/api/arm/operations.js";
import { methodsOf } from "../../lib/api/cmdlet/cmdlet.js";
import { systemClock } from "../../lib/core/clock.js";
import { sampleFleet } from "../api/call.js";
import { memoryContext } from "../api/memory-context.js";
import { memoryStorage } from "../store/memory/memory-storage.js";
import { ODD, ODD_BODIES, oddText, oddValue, segmentOf } from "./odd-values.js";

/** FLEET_FUZZ_SEED and FLEET_FUZZ_RUNS, a route each, try others. */
const SEED = Number(process.env.FLEET_FUZZ_SEED ?? 20_260_101);
const RUNS = Number(process.env.FLEET_FUZZ_RUNS ?? 10);
/** Of the odd values so manyth is given to each parameter; all of them where more runs are asked for. */
const STRIDE = RUNS > 10 ? 1 : 24;
const MOST_MS = 2000;
const WRITES = /^(create|put|replace|add|send|decide|remove|stage|settle|withdraw|write|accept|move)/;

const VAULT = "subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";

type Fleet = Awaited<ReturnType<typeof sampleFleet>>;
type Asked = Readonly<{ method: string; url: string; params?: Record<string, string>; body?: string | Uint8Array; contentType?: string }>;

const STEERS = /[^\P{Cc}\n\r\t]|[\p{Bidi_Control}\p{Cs}]/u;

/** Every text of an answer, as it is read out of its JSON. */
const textsIn = (value: unknown): string =>
  typeof value === "string"
    ? value
    : Object.values(typeof value === "object" && value !== null ? value : {})
        .map(textsIn)
        .join("\n");

/** A fleet in memory, and every write that its stores were asked for. */
async function watchedFleet() {
  const written: string[] = [];
  const watch = <P extends object>(port: P, name: string): P =>
    new Proxy(port, {
      get(target, member) {
        const value: unknown = Reflect.get(target, member);
        if (typeof value !== "function" || !WRITES.test(String(member))) return value;
        return (...args: unknown[]) => {
          written.push(`${name}.${String(member)}`);
          return Reflect.apply(value, target, args);
        };
      },
    });
  const stores = Object.fromEntries(Object.entries(memoryStorage()).map(([name, port]) => [name, watch(port, name)]));
  const fleet = await sampleFleet(memoryContext(systemClock, stores as ReturnType<typeof memoryStorage>)); // the same ports
  return { fleet, written };
}

describe("every route, whatever it is sent,", () => {
  let fleet: Fleet;
  let written: string[];
  let words: readonly string[];
  beforeAll(async () => {
    ({ fleet, written } = await watchedFleet());
    const [job] = (await fleet.context.jobs.list({}, { size: 1 })).items;
    words = ["CS1", "LinuxAccount", "default", "vm1", "vm1-item", "root", "9.62.7096.1", fleet.container, fleet.item, fleet.protectedItem];
    words = [...words, fleet.itemName, job?.name ?? "", "1", "Linux", "Classic", "true"];
  });

  const answerTo = async (route: string, { method, url, params = {}, body, contentType }: Asked) => {
    const headers = { authorization: `Bearer ${fleet.keys.administrator}`, ...(contentType !== undefined && { "content-type": contentType }) };
    const query = Object.fromEntries(new URL(url).searchParams);
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const request = new HttpRequest({ method, url, headers, params, query, ...(bytes && { body: { bytes } }) });
    const began = performance.now();
    written.length = 0;
    const answer = await fleet.routes[route]?.handler(request, new InvocationContext({ functionName: route, logHandler: () => {} }));
    return { status: answer && "status" in answer ? (answer.status ?? 200) : 200, ms: performance.now() - began, written: [...written], answer };
  };

  /** No fault of ours, not slow (asked twice, since others are at work on this machine), and a refusal has changed nothing. */
  const expectSound = async (route: string, asked: Asked) => {
    const { status, ms, written: writes, answer } = await answerTo(route, asked);
    const shown = { route, url: asked.url.slice(0, 300), body: String(asked.body ?? "").slice(0, 300), answer: JSON.stringify(answer).slice(0, 500) };
    expect({ ...shown, sound: status < 500 || status === 501, status }).toMatchObject({ sound: true });
    if (status >= 400) expect({ ...shown, writes }).toMatchObject({ writes: [] });
    const said = status >= 400 && answer && "jsonBody" in answer ? textsIn(answer.jsonBody) : "";
    expect({ ...shown, steers: STEERS.test(said) }).toMatchObject({ steers: false });
    if (ms > MOST_MS) expect((await answerTo(route, asked)).ms).toBeLessThan(MOST_MS);
  };

  const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>, numRuns = RUNS) =>
    fc.assert(fc.asyncProperty(arbitrary, property), { seed: SEED, numRuns });
  const oneOfWords = fc.nat().map((n) => words[n % words.length] ?? "");

  it.each(CMDLETS.map((cmdlet) => [cmdlet.name, cmdlet] as const))("%s", async (route, cmdlet) => {
    const names = Object.values(cmdlet.parameterSets).map((set) => Object.keys(set.shape));
    const value = fc.oneof({ weight: 3, arbitrary: oneOfWords }, { weight: 4, arbitrary: oddValue });
    const example = fc.constantFrom(...cmdlet.examples.map(({ parameters }) => parameters));
    const some = fc.constantFrom(...names).chain((inSet) => fc.dictionary(fc.constantFrom(...inSet, "WhatIf", "Nonsense"), value, { maxKeys: 6 }));
    const url = `http://fleet.example/api/${route}`;
    for (const [i, name] of [...new Set(names.flat())].entries())
      for (const odd of ODD.filter((_, at) => (at + i + SEED) % STRIDE === 0)) {
        const { parameters } = cmdlet.examples[i % cmdlet.examples.length] ?? cmdlet.examples[0];
        await expectSound(route, { method: "POST", url, body: JSON.stringify({ ...parameters, [name]: odd }) });
      }
    await check(fc.tuple(example, some, fc.boolean()), async ([given, odd, bare]) =>
      expectSound(route, { method: "POST", url, body: JSON.stringify(bare ? odd : { ...given, ...odd }) }),
    );
    if (!methodsOf(cmdlet).includes("GET")) return;
    await check(fc.dictionary(fc.constantFrom(...names.flat(), "x"), fc.oneof(oneOfWords, oddText), { maxKeys: 4 }), async (query) =>
      expectSound(route, { method: "GET", url: `${url}?${new URLSearchParams(query)}` }),
    );
  });

  it.each(CMDLETS.map(({ name }) => name))("%s, by bodies that are none", async (route) => {
    const url = `http://fleet.example/api/${route}`;
    const isWidest = route === "Import-AzureRmRecoveryServicesAsrInventory"; // bodies are read in one way, so the large ones go to one of them
    for (const body of ODD_BODIES.filter(({ length }) => isWidest || length < 1000 || RUNS > 10))
      await expectSound(route, { method: "POST", url, body });
    for (const charset of ["utf-16", "latin1", "x".repeat(5000), '"'])
      await expectSound(route, { method: "POST", url, body: "{}", contentType: `application/json; charset=${charset}` });
  });

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))("%s", async (_title, operation) => {
    const segments = operation.path.split("/").map((word) => (word.startsWith("{") ? fc.oneof(oneOfWords, oddText) : fc.constant(word)));
    const filter = fc.oneof(
      oddText,
      oddText.map((odd) => `jobStatus eq '${odd}' and ${odd} eq x`),
      fc.constant(`${"(".repeat(3000)}a eq b`),
    );
    const query = fc.dictionary(
      fc.constantFrom("$filter", "$skipToken", "$top", "skipToken", "$expand"),
      fc.oneof({ weight: 1, arbitrary: oddText }, { weight: 1, arbitrary: filter }),
      { maxKeys: 3 },
    );
    const body = fc.oneof(
      fc.dictionary(fc.constantFrom("properties", "name", "id"), oddValue, { maxKeys: 2 }).map((value) => JSON.stringify(value)),
      fc.dictionary(fc.string({ maxLength: 10 }), oddValue, { maxKeys: 4 }).map((properties) => JSON.stringify({ properties })),
      fc.constantFrom(...ODD_BODIES),
    );
    await check(fc.tuple(fc.tuple(...segments), query, body), async ([path, asked, sent]) => {
      const search = new URLSearchParams({ "api-version": "2023-06-01", ...asked });
      const url = `http://fleet.example/${VAULT}/${path.map((word) => segmentOf(word)).join("/")}?${search}`;
      await expectSound("arm", { method: operation.method, url, ...(operation.method !== "GET" && { body: sent }) });
    });
  });

  it("filters, tokens and sizes of pages that are none", async () => {
    const odd = ODD.map((value) => (typeof value === "string" ? value : String(JSON.stringify(value))));
    const queries = odd.flatMap((text) => [{ $filter: text }, { $filter: `jobStatus eq '${text}'` }, { $skipToken: text }, { $top: text }]);
    for (const [i, query] of queries.entries()) {
      const list = ["replicationJobs", "replicationEvents", "replicationProtectedItems"][i % 3];
      const url = `http://fleet.example/${VAULT}/${list}?${new URLSearchParams({ "api-version": "1", ...query })}`;
      await expectSound("arm", { method: "GET", url });
    }
  });

  it("what no cmdlet, no operation and no file of the page is", async () => {
    await check(
      fc.tuple(fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"), oddText, fc.constantFrom(...ODD_BODIES)),
      async ([method, odd, body]) => {
        const segment = segmentOf(odd);
        const sent = method === "GET" ? {} : { body };
        await expectSound("zz-unknown-cmdlet", { method, url: `http://fleet.example/api/${segment}`, params: { cmdlet: odd }, ...sent });
        await expectSound("arm", { method, url: `http://fleet.example/subscriptions/${segment}?api-version=1`, ...sent });
        await expectSound("api-page", { method: "GET", url: `http://fleet.example/api/docs/${segment}`, params: { file: odd || "x" } });
        await expectSound("openapi-document", { method: "GET", url: `http://fleet.example/api/openapi.json?${segment}` });
        await expectSound("health", { method: "GET", url: `http://fleet.example/api/health?${segment}` });
      },
      100,
    );
  });
});
