import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runLocal } from "../../../local/lab/run-local.js";
import { callFunction, callLine, findCaller } from "../../../local/start/call-line.js";

const server = createServer(async (request, response) => {
  response.end(JSON.stringify([request.method, request.url, request.headers.authorization, request.headers["content-type"], await text(request)]));
});
let url: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object
});
afterAll(() => server.close());

const caller = await findCaller();

it.each(["node", ...(caller === "curl" ? [caller] : [])] as const)(
  "prints lines that call a cmdlet when they are pasted into a shell (by %s)",
  async (by) => {
    const lines = ["FLEET_KEY=mf_x", "export FLEET_KEY", callFunction(url, null, by), callLine("Get-ASRJob", { Top: 1 })];
    const { stdout } = await runLocal(["sh", "-c", lines.join("\n")]);
    expect(JSON.parse(stdout)).toEqual(["POST", "/api/Get-ASRJob", "Bearer mf_x", "application/json", '{"Top":1}']);
  },
);
