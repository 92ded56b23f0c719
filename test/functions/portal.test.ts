import { readdirSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { HttpRequest, InvocationContext } from "@azure/functions";
import { expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";
import { type MemoryContext, memoryContext } from "../api/memory-context.js";

const get = async (path?: string, headers: Record<string, string> = {}, context: MemoryContext = memoryContext()) => {
  const { routes } = await memoryFleet(context);
  const request = new HttpRequest({ method: "GET", url: `http://fleet.example/portal/${path ?? ""}`, headers, params: path ? { path } : {} });
  const answer = await routes.portal?.handler(request, new InvocationContext());
  return answer as { status?: number; headers: Record<string, string>; body: Buffer }; // what a handler of ours answers
};

it.each([undefined, "items", "jobs/1", "nothing/like/that"])(
  "answers every place with the page, here %s, which reads its own address",
  async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBeUndefined();
    expect(headers).toMatchObject({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Referrer-Policy": "no-referrer" });
    expect(body.toString("utf8")).toContain('<div id="app">');
  },
);

it("lets no script but its own run, no text become markup, and nothing but this service be asked", async () => {
  const { headers, body } = await get();
  expect(headers["Content-Security-Policy"]).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' https://storage.example; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  const page = body.toString("utf8");
  expect(page).not.toMatch(/<script>|<style|\son\w+=|style="|https?:/);
  const asked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
  expect(asked).toEqual([/icon-\w+\.svg$/, /app-\w+\.css$/, /app-\w+\.js$/].map((name) => expect.stringMatching(name)));
  for (const address of asked) {
    const asset = await get(address.slice("/portal/".length), { "accept-encoding": "gzip" });
    expect(asset.headers).toMatchObject({ "Cache-Control": "public, max-age=31536000, immutable", "Content-Encoding": "gzip" });
    expect(gunzipSync(asset.body).equals((await get(address.slice("/portal/".length))).body)).toBe(true);
  }
});

it("names where people sign in, in its policy and for its script, only where they do, and as text", async () => {
  const portal = { authority: "https://login.example", tenantId: "t", clientId: "c", scope: '"><script>/.default' };
  const entra = { roles: { reader: "r", operator: "o", administrator: "a" }, portal, identify: () => Promise.reject(new Error("nobody")) };
  const { headers, body } = await get(undefined, { "accept-encoding": "gzip" }, { ...memoryContext(), entra });
  expect(headers["Content-Security-Policy"]).toContain("connect-src 'self' https://storage.example https://login.example;");
  expect(headers["Content-Encoding"]).toBeUndefined();
  const [, told = ""] = /<meta name="sign-in" content="([^"]*)">/.exec(body.toString()) ?? [];
  expect(told).not.toMatch(/[<>]/);
  const read = told.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  expect(JSON.parse(read)).toEqual({ login: "https://login.example/t/oauth2/v2.0", client: "c", scope: '"><script>/.default' });
});

it("is 50 KB at most until something is shown", () => {
  const sizes = readdirSync("dist/portal").filter((name) => name.endsWith(".gz"));
  expect(sizes.length).toBe(4);
  expect(sizes.reduce((sum, name) => sum + statSync(`dist/portal/${name}`).size, 0)).toBeLessThan(50 * 1024);
});

it.each(["assets/../app.mjs", "assets/..%2fapp.mjs", "assets/index.html.gz", "assets/app.js", "assets/", "assets/constructor"])(
  "has no file %s to give",
  async (path) => {
    expect((await get(path)).status).toBe(404);
  },
);
