import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startTinyHost, type TinyHost } from "./tiny-host.js";

let host: TinyHost;
beforeAll(async () => {
  host = await startTinyHost("httptiny", { bodyLimit: 1_000 });
});
afterAll(() => host.close());

const text = async (path: string, init?: RequestInit) => (await host.get(path, init)).text();
const json = async (path: string, init?: RequestInit) => (await host.get(path, init)).json();
const answerOf = async (path: string, init?: RequestInit) => {
  const response = await host.get(path, init);
  return [response.status, await response.text()];
};

describe("routes", () => {
  it("gives values of a complex segment, the first one greedy", async () => {
    expect(await json("/api/pair/x-y-z.json")).toMatchObject({ params: { a: "x-y", b: "z" } });
  });

  it("tries functions in the order of their names: a literal does not beat a parameter", async () => {
    expect(await text("/api/order/literal")).toBe("catch-all");
  });

  it("chooses by constraints", async () => {
    expect([await text("/api/typed/12"), await text("/api/typed/ab")]).toEqual(["number", "word"]);
    expect(await answerOf("/api/typed/a1")).toEqual([404, ""]);
  });

  it("keeps an encoded slash in a wildcard and decodes the rest", async () => {
    expect(await json("/api/rest/a%2Fb/c%20d")).toMatchObject({ params: { path: "a%2Fb/c d" } });
    expect(await json("/api/rest")).toMatchObject({ params: {} });
  });

  it("leaves an optional parameter out, and ignores case and a final slash", async () => {
    expect(await json("/API/Maybe/")).toMatchObject({ params: {} });
    expect(await json("/api/maybe/1")).toMatchObject({ params: { x: "1" } });
  });

  it("joins repeated query keys by a comma", async () => {
    expect(await json("/api/maybe?q=1&q=2&code=k")).toMatchObject({ query: { q: "1,2", code: "k" } });
  });

  it.each(["/api/none", "/api//nothing", "/nothing", "/runtime/x", "/api/off", "/api/off-too"])("answers 404 without a body to %s", async (path) => {
    expect(await answerOf(path)).toEqual([404, ""]);
  });

  it("answers 404, never 405, to a wrong method, and to HEAD of a function that does not name it", async () => {
    expect(await answerOf("/api/nothing", { method: "DELETE" })).toEqual([404, ""]);
    expect((await host.get("/api/nothing", { method: "HEAD" })).status).toBe(404);
    expect((await host.get("/api/headed", { method: "HEAD" })).status).toBe(200);
  });

  it("puts a function with a reserved or a taken route in error and runs the others", async () => {
    const names = host.failed.map(({ name }) => name);
    expect(names.sort()).toEqual(["admin-like", "bad-schedule", "no-setting", "switched-off", "switched-off-too", "twin-b", "unsupported"]);
    expect(await text("/api/twin")).toBe("a");
    expect(host.lines.some(({ level, message }) => level === "error" && message.includes("twin-b"))).toBe(true);
  });
});

describe("answers", () => {
  it("has a homepage", async () => {
    expect((await host.get("/")).headers.get("content-type")).toContain("text/html");
  });

  it("is 204 for nothing, 500 without a body for an error or for what is no object", async () => {
    expect(await answerOf("/api/nothing")).toEqual([204, ""]);
    expect(await answerOf("/api/throws")).toEqual([500, ""]);
    expect(await answerOf("/api/text")).toEqual([500, ""]);
  });

  it("carries status, headers and cookies", async () => {
    const response = await host.get("/api/cookies");
    expect([response.status, response.headers.get("x-own")]).toEqual([201, "1"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1; path=/; httponly", "b=2; path=/"]);
  });

  it("is 500 when a function runs longer than functionTimeout", async () => {
    expect(await answerOf("/api/slow")).toEqual([500, ""]);
    expect(host.lines.some(({ message, functionName }) => functionName === "slow" && message.includes("functionTimeout"))).toBe(true);
  });

  it("retries by the function's own policy", async () => {
    expect(await json("/api/retried")).toEqual({ attempts: 3, retry: 2 });
  });

  it("does not check keys, and says so", async () => {
    expect(await text("/api/guarded")).toBe("open");
    expect(host.lines.filter(({ message }) => message.startsWith("Keys are not checked"))).toHaveLength(1);
  });
});

describe("bodies", () => {
  it("pass with a length, headers that came twice joined", async () => {
    const headers = [
      ["x-twice", "1"],
      ["x-twice", "2"],
    ] satisfies [string, string][];
    expect(await json("/api/body", { method: "POST", body: "12345", headers })).toEqual({ length: 5, header: expect.stringMatching(/^1,\s?2$/) });
  });

  it("arrive empty when they come in chunks, with a warning", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const call = request(`${host.url}/api/body`, { method: "POST", headers: { "transfer-encoding": "chunked" } }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      call.on("error", reject).end("12345");
    });
    expect(JSON.parse(answer)).toMatchObject({ length: 0 });
    expect(host.lines.some(({ level, message }) => level === "warning" && message.includes("chunks"))).toBe(true);
  });

  it("above the limit are refused with 500", async () => {
    expect((await host.get("/api/body", { method: "POST", body: "x".repeat(1_001) })).status).toBe(500);
    expect((await host.get("/api/body", { method: "POST", body: "x".repeat(1_000) })).status).toBe(200);
  });
});

describe("hooks and logs", () => {
  it("lets a preInvocation hook replace the handler, and a postInvocation hook the error", async () => {
    expect(await text("/api/replaced")).toBe("replaced by a hook");
    expect(await text("/api/rescued")).toBe("rescued: broken, pre");
  });

  it("ran appStart once", async () => {
    expect(await host.seen("appStart")).toHaveLength(1);
  });

  it("names function and invocation in each line, and drops lines after the answer", async () => {
    await host.get("/api/logs");
    const line = host.lines.find(({ message }) => message === "a warning of the app");
    expect(line).toMatchObject({ level: "warning", category: "user", functionName: "logs", invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    await host.get("/api/logs");
    expect(host.lines.some(({ message }) => message === "too late")).toBe(false);
  });
});

describe("admin routes", () => {
  const asked = (path: string, init: RequestInit = {}) => host.get(path, { ...init, headers: { "x-functions-key": host.adminKey } });

  it("tell status and functions, and answer a ping", async () => {
    expect(await (await asked("/admin/host/status")).json()).toMatchObject({ id: "httptiny", state: "Running" });
    expect((await host.get("/admin/host/ping", { method: "POST" })).status).toBe(200);
    expect(await (await asked("/admin/functions")).json()).toContainEqual(
      expect.objectContaining({ name: "pair", invoke_url_template: "api/pair/{a}-{b}.json" }),
    );
  });

  it("start a function by hand, detached", async () => {
    const start = (name: string, body: string) => asked(`/admin/functions/${name}`, { method: "POST", body });
    expect((await start("wrong-time", '{"input":""}')).status).toBe(202);
    await vi.waitFor(async () => expect(await host.seen("by-hand")).toHaveLength(1));
    expect((await start("take", '{"input":"{\\"by\\":\\"hand\\"}"}')).status).toBe(202);
    await vi.waitFor(async () => expect(await host.seen("take")).toMatchObject([{ message: { by: "hand" } }]));
    expect((await start("wrong-time", "null")).status).toBe(400);
    expect((await start("unknown", "{}")).status).toBe(404);
  });

  it("start and tell nothing without the key of the host", async () => {
    const given = [undefined, "", "wrong", `${host.adminKey}x`, host.adminKey.slice(1)];
    const paths = ["/admin/functions/take", "/admin/host/status", "/admin/functions", "/ADMIN/functions/take?code=wrong"];
    for (const key of given)
      for (const path of paths)
        expect([
          key,
          path,
          (await host.get(path, { method: "POST", body: "{}", headers: key === undefined ? {} : { "x-functions-key": key } })).status,
        ]).toEqual([key, path, 401]);
    expect((await host.get(`/admin/functions?code=${encodeURIComponent(host.adminKey)}`)).status).toBe(200);
  });
});
