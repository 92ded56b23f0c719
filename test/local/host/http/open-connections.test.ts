import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenConnections, openConnections } from "../../../../local/host/http/open-connections.js";

const MOST = 10;
let server: Server;
let connections: OpenConnections;
const dialled: Socket[] = [];
/** Requests at work, until they are answered. */
const atWork: (() => void)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    response.once("close", () => connections.waits(request.socket));
    serve(request, response).catch(() => {}); // cut to make room
  });
  connections = openConnections(server, MOST);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  for (const socket of dialled) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request) connections.moves(request.socket);
  connections.works(request.socket);
  if (request.url === "/slow") await new Promise<void>((resolve) => atWork.push(resolve));
  response.end("done");
}

async function dial(text: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1"); // a TCP server has an address object
  dialled.push(socket);
  await once(
    socket.on("error", () => {}),
    "connect",
  );
  socket.write(text);
  return socket;
}

const fill = (text: string) => Promise.all(Array.from({ length: 3 * MOST }, () => dial(text)));
const answer = async (socket: Socket) => String((await once(socket, "data"))[0]).split("\r\n")[0];
const whole = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const open = () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

it.each([
  ["say nothing", ""],
  ["begin a header", "GET / HTTP/1.1\r\nX-Slow: "],
  ["begin a body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"],
  ["asked before and stay", whole("/")],
])("answers a newcomer though strangers have taken all connections who %s", async (_what, text) => {
  await fill(text);
  for (let at = 0; at < 5; at++) expect(await answer(await dial(whole("/")))).toBe("HTTP/1.1 200 OK");
  expect(await open()).toBeLessThanOrEqual(MOST);
});

it("takes no connection from what is worked on, nor from a body that comes", async () => {
  const arrived = once(server, "request");
  const slow = await dial(whole("/slow"));
  await arrived;
  const body = await dial(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${5 * MOST}\r\n\r\n`);
  for (let at = 0; at < 5 * MOST; at++) {
    await Promise.all([dial(""), dial("")]);
    body.write("b");
  }
  atWork[0]?.();
  expect(await Promise.all([slow, body].map(answer))).toEqual(Array(2).fill("HTTP/1.1 200 OK"));
});

it("closes the newcomer where all are worked on", async () => {
  const slow = [];
  for (let at = 0; at < MOST; at++) {
    const arrived = once(server, "request");
    slow.push(await dial(whole("/slow")));
    await arrived;
  }
  const newcomer = await dial(whole("/"));
  await once(newcomer.resume(), "close");
  for (const done of atWork) done();
  expect(await Promise.all(slow.map(answer))).toEqual(Array(MOST).fill("HTTP/1.1 200 OK"));
});
