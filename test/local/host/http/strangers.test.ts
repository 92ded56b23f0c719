import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { QUICK, startTinyHost, type TinyHost } from "../tiny-host.js";

let host: TinyHost;
const open: Socket[] = [];
beforeAll(async () => {
  host = await startTinyHost("strangers", { bodyLimit: 1_000_000 });
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await host.close();
});

async function dial(lines: readonly string[]): Promise<Socket> {
  const socket = connect(Number(new URL(host.url).port), "127.0.0.1");
  open.push(socket);
  await once(socket, "connect");
  socket.write(lines.join("\r\n"));
  return socket;
}

async function status(...headers: string[]): Promise<number> {
  const socket = await dial(["GET /api/maybe/1 HTTP/1.1", "Connection: close", ...headers, "", ""]);
  return Number(
    Buffer.concat(await socket.toArray())
      .toString()
      .split(" ")[1],
  );
}

const port = () => new URL(host.url).port;

it.each(["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]:7071"])("answers as %s", async (name) => {
  expect(await status(`Host: ${name}`)).toBe(200);
});

it.each(["evil.example", "evil.example:7071", "127.0.0.1.evil.example", "localhost.", "169.254.1.1", "localhost@evil", ""])(
  "refuses the Host %j, which a page reaches by a name that leads here",
  async (name) => expect(await status(`Host: ${name}`)).toBe(403),
);

it("answers pages of its own and refuses those of other origins, another port and a file among them", async () => {
  const at = (origin: string) => status(`Host: 127.0.0.1:${port()}`, `Origin: ${origin}`);
  expect(await at(`http://127.0.0.1:${port()}`)).toBe(200);
  for (const origin of ["https://evil.example", "http://127.0.0.1:1", `https://127.0.0.1:${port()}`, `http://localhost:${port()}`, "null", ""])
    expect([origin, await at(origin)]).toEqual([origin, 403]);
});

const POST = ["POST /api/body HTTP/1.1", `Host: localhost`, "Content-Length: 900000", "", ""] as const;
const post = async (bytes: number) => (await host.get("/api/body", { method: "POST", body: "b".repeat(bytes) })).status;

it("takes a large body though strangers have announced many and send none", async () => {
  const slow = await Promise.all(Array.from({ length: 12 }, () => dial([...POST.slice(0, -1), "a"])));
  for (let at = 0; at < 5; at++) expect(await post(900_000)).toBe(200);
  for (const socket of slow) socket.destroy();
});

it("takes a large body though strangers have filled the room, and answers them that they were too slow", async () => {
  const slow = await Promise.all(Array.from({ length: 12 }, () => dial([...POST.slice(0, -1), "a".repeat(80_000)])));
  const answers = slow.map(async (socket) => String((await once(socket, "data"))[0]));
  for (let at = 0; at < 5; at++) expect(await post(900_000)).toBe(200);
  expect(await Promise.any(answers)).toMatch(/^HTTP\/1\.1 503 (.|\r\n)*retry-after: 1\r\n/i);
  for (const socket of slow) socket.destroy();
});

it("ends a connection whose header does not come", { timeout: 30_000 }, async () => {
  const socket = await dial(["GET /api/maybe/1 HTTP/1.1", "Host: localhost", "X-Slow: "]);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
});

it("keeps a connection for the next request as long as Azure does, and says so", async () => {
  expect((await host.get("/api/maybe/1")).headers.get("keep-alive")).toBe("timeout=240");
});

it("closes a connection over which nothing goes", async () => {
  const quick = await startTinyHost("idle", { intervals: { ...QUICK, httpIdleMs: 200 } });
  const socket = connect(Number(new URL(quick.url).port), "127.0.0.1");
  open.push(socket);
  socket.write("POST /api/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf of it");
  await once(socket.resume(), "close");
  await quick.close();
});
