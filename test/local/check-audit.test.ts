import { spawn } from "node:child_process";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";

/** Runs the check against a registry of our own. */
async function check(registry: RequestListener): Promise<Readonly<{ status: number | null; text: string }>> {
  const server = createServer(registry).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_audit: "true", npm_config_update_notifier: "false" };
  const run = spawn(process.execPath, ["local/check-audit.mjs"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk) => (text += chunk));
  const status = await new Promise<number | null>((resolve) => run.once("close", resolve));
  server.close();
  return { status, text };
}

const advisories =
  (found: Readonly<Record<string, unknown>>): RequestListener =>
  async (request, response) => {
    if (request.method !== "POST") return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = JSON.parse((request.headers["content-encoding"] === "gzip" ? gunzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks)).toString());
    const known = Object.fromEntries(Object.entries(found).filter(([name]) => name in asked));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(known));
  };

const advisory = (title: string) => [
  { id: 1, url: "https://example.com/1", title, severity: "high", vulnerable_versions: "*", cwe: [], cvss: { score: 8 } },
];

it("fails for a package that ships and is known to be vulnerable, and not for one that only tests use", { timeout: 60_000 }, async () => {
  const { status, text } = await check(advisories({ ssh2: advisory("reads too far"), vitest: advisory("only for tests") }));
  expect(text).toContain("ssh2 (high): reads too far");
  expect(text).not.toContain("only for tests");
  expect(status).toBe(1);
});

it("says that it was skipped where the registry answers no such question", { timeout: 60_000 }, async () => {
  const { status, text } = await check((_request, response) => void response.writeHead(405).end());
  expect({ status, text }).toEqual({ status: 0, text: expect.stringMatching(/^skipped: npm audit of what ships; the registry did not answer/) });
});
