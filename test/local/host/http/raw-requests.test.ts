import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTinyHost, type TinyHost } from "../tiny-host.js";

let host: TinyHost;
beforeAll(async () => {
  host = await startTinyHost("rawtiny");
});
afterAll(() => host.close());

/** Sends these bytes as they are, which a client library would put in order; gives status and body. */
async function ask(target: string, headers: readonly string[] = []): Promise<readonly [number, string]> {
  const socket = connect(Number(new URL(host.url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(Buffer.from([`GET ${target} HTTP/1.1`, "Host: localhost", "Connection: close", ...headers, "", ""].join("\r\n"), "latin1"));
  const answer = Buffer.concat(await socket.toArray()).toString();
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return [Number(head.split(" ")[1]), body];
}

const echoed = async (target: string, headers?: readonly string[]) => {
  const [status, body] = await ask(target, headers);
  return { status, ...JSON.parse(body) };
};

it.each([
  ["/api/x/../rest/a", "a"],
  ["/api/x/%2e%2e/rest/a", "a"],
  ["/api/rest/x/%2E./a", "a"],
  ["/api/rest/./a/.", "a/"],
  ["/../../api/rest/a", "a"],
  ["/api/r%65st/a", "a"],
  ["/api/rest/a%2Fb/%2f", "a%2Fb/%2f"],
])("goes by the path without dot segments, decoded: %s", async (target, path) => {
  expect(await echoed(target)).toMatchObject({ status: 200, params: { path: path.replace(/\/$/, "") }, url: `http://localhost/api/rest/${path}` });
});

it("decodes the value of a parameter twice, and the path of the URL once", async () => {
  expect(await echoed("/api/rest/50%2525/%2541")).toMatchObject({ params: { path: "50%/A" }, url: "http://localhost/api/rest/50%25/%41" });
});

it("keeps a question mark and a space of a name inside of the path", async () => {
  expect(await echoed("/api/rest/a%3Fb%20c?q=1")).toMatchObject({
    params: { path: "a?b c" },
    query: { q: "1" },
    url: "http://localhost/api/rest/a%3Fb%20c?q=1",
  });
});

it.each(["/api//maybe", "//api/maybe", "/api/rest//a"])("finds nothing behind two slashes: %s", async (target) => {
  expect(await ask(target)).toEqual([404, ""]);
});

it("takes a target that names the whole URL", async () => {
  expect(await echoed("http://other/api/maybe/1")).toMatchObject({ status: 200, params: { x: "1" } });
});

it("drops __proto__ from the query and the headers", async () => {
  const { names, headers } = await echoed("/api/maybe?__proto__=1&a=2&constructor=3", ["__proto__: x", "x-other: y"]);
  expect(names).toEqual(["a", "constructor"]);
  expect(headers).toEqual(expect.arrayContaining(["x-other"]));
  expect(headers).not.toContain("__proto__");
});

const line = (target: string) => `GET ${target} HTTP/1.1\r\n`.length;
const long = (bytes: number) => `/api/maybe?q=${"x".repeat(bytes - line("/api/maybe?q="))}`;

it.each([8193, 20_000, 200_000])("answers 414 to a request line of %i bytes", async (bytes) => {
  expect(await ask(long(bytes))).toEqual([414, ""]);
});

it("takes a request line of 8192 bytes", async () => {
  expect((await ask(long(8192)))[0]).toBe(200);
});

/** A header that makes all of them together as many bytes. */
const headerOf = (total: number) => `x-long: ${"x".repeat(total - "Host: localhost\r\nConnection: close\r\nx-long: \r\n".length)}`;

it("takes headers of 32 KB", async () => {
  expect((await ask("/api/maybe", [headerOf(32_768)]))[0]).toBe(200);
});

it.each([32_769, 100_000])("answers 431 to headers of %i bytes", async (bytes) => {
  expect(await ask("/api/maybe", [headerOf(bytes)])).toEqual([431, ""]);
});

it.each([
  ["an encoded NUL in the path", "/api/rest/a%00b", []],
  ["a byte outside of ASCII in the path", "/api/rest/\xe4", []],
  ["a byte outside of ASCII in the value of a header", "/api/maybe", ["x-name: M\xfcller"]],
  ["a byte outside of ASCII in the name of a header", "/api/maybe", ["x-n\xe4me: 1"]],
])("answers 400 to %s", async (_what, target, headers) => {
  expect((await ask(target, headers))[0]).toBe(400);
});

it("takes an encoded NUL in the query", async () => {
  expect(await echoed("/api/maybe?q=%00")).toMatchObject({ status: 200, query: { q: "\0" } });
});

/** A second request, which must never be read as one: it stands in the body of the first, or behind what no server should take. */
const HIDDEN = "GET /api/rest/hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
const CHUNKED = `0\r\n\r\n${HIDDEN}`;
const length = (text: string) => `Content-Length: ${text.length}`;

it.each<[string, readonly string[], string]>([
  ["a length and chunks", [length(CHUNKED), "Transfer-Encoding: chunked"], CHUNKED],
  ["chunks and a length", ["Transfer-Encoding: chunked", length(CHUNKED)], CHUNKED],
  ["two lengths", ["Content-Length: 0", length(HIDDEN)], HIDDEN],
  ["the same length twice", [length(HIDDEN), length(HIDDEN)], HIDDEN],
  ["two lengths in one line", [`Content-Length: 0, ${HIDDEN.length}`], HIDDEN],
  ["a length with a sign", [`Content-Length: +${HIDDEN.length}`], HIDDEN],
  ["a length that is no decimal number", [`Content-Length: 0x${HIDDEN.length.toString(16)}`], HIDDEN],
  ["a length below zero", ["Content-Length: -1"], HIDDEN],
  ["a blank before the colon", [`Content-Length : ${HIDDEN.length}`], HIDDEN],
  ["an unknown coding", ["Transfer-Encoding: xchunked"], CHUNKED],
  ["chunks that another coding follows", ["Transfer-Encoding: chunked, identity"], CHUNKED],
  ["chunks, folded", ["Transfer-Encoding:", " chunked", length(CHUNKED)], CHUNKED],
  ["a length, folded", ["X-Name: a", ` ${length(HIDDEN)}`, "Content-Length: 0", ` ${HIDDEN.length}`], HIDDEN],
  ["a chunk whose size is no number", ["Transfer-Encoding: chunked"], `0x0\r\n\r\n${HIDDEN}`],
  ["a NUL in a header", ["X-Name: a\0b", length(HIDDEN)], HIDDEN],
  ["a line end of one character in a header", ["X-Name: a\rTransfer-Encoding: chunked", length(HIDDEN)], HIDDEN],
  ["a body that is refused unread", [length(HIDDEN), "Origin: https://evil.example"], HIDDEN],
  ["a body that nobody asked for", [length(HIDDEN)], HIDDEN],
])("reads no second request out of %s", async (_what, headers, body) => {
  for (const target of ["/api/body", "/api/none", "/admin/functions"]) {
    const socket = connect(Number(new URL(host.url).port), "127.0.0.1");
    await once(socket, "connect");
    const answers = socket.toArray();
    socket.write(Buffer.from([`POST ${target} HTTP/1.1`, "Host: localhost", ...headers, "", body].join("\r\n"), "latin1"));
    socket.end();
    const text = Buffer.concat(await answers).toString();
    expect({ target, answers: text.match(/^HTTP\/1\.1 \d{3}/gm)?.length ?? 0, text }).toMatchObject({ target, answers: 1 });
    expect(text).not.toContain("hidden");
  }
});
