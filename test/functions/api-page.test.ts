import { gunzipSync } from "node:zlib";
import { HttpRequest, InvocationContext } from "@azure/functions";
import { expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";

const get = async (file?: string, headers: Record<string, string> = {}) => {
  const { routes } = await memoryFleet();
  const request = new HttpRequest({ method: "GET", url: `http://fleet.example/api/docs/${file ?? ""}`, headers, params: file ? { file } : {} });
  const answer = await routes["api-page"]?.handler(request, new InvocationContext());
  return answer as { status?: number; headers: Record<string, string>; body: Buffer }; // what a handler of ours answers
};

it("is there without a key, and lets nothing but this service be asked", async () => {
  const { status, headers, body } = await get();
  expect(status).toBeUndefined();
  expect(headers["Content-Type"]).toBe("text/html; charset=utf-8");
  expect(headers["Content-Security-Policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; .*connect-src 'self'/);
  expect(headers["Content-Security-Policy"]).not.toMatch(/unsafe|https?:|\*/);
  const page = body.toString("utf8");
  const asked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(asked).toEqual([
    "data:,",
    "/api/docs/swagger-ui.css",
    "/api/docs/page.css",
    "/api/docs/swagger-ui-bundle.js",
    "/api/docs/page.js",
    "/api/openapi.json",
  ]);
  expect(page).not.toMatch(/<script>|<style|\son\w+=|style="/);
  for (const address of asked.filter((one) => one?.startsWith("/api/docs/")))
    expect((await get(address?.slice("/api/docs/".length))).body.length).toBeGreaterThan(100);
});

it("is sent compressed to who takes that", async () => {
  const plain = await get("swagger-ui-bundle.js");
  const { headers, body } = await get("swagger-ui-bundle.js", { "accept-encoding": "br, gzip" });
  expect(headers["Content-Encoding"]).toBe("gzip");
  expect(plain.headers).not.toHaveProperty("Content-Encoding");
  expect(gunzipSync(body).equals(plain.body)).toBe(true);
  expect(body.length).toBeLessThan(600_000);
});

it.each(["LICENSE", "../app.mjs", "..%2fapp.mjs", "index.html.gz", "constructor", "toString"])("has no file %s to give", async (file) => {
  expect((await get(file)).status).toBe(404);
});
