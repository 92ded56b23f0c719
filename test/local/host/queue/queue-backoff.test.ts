import { expect, it } from "vitest";
import { queueBackoff } from "../../../../local/host/queue/queue-backoff.js";
import { decodeMessage } from "../../../../local/host/queue/queue-message.js";

it("waits longer and longer, up to the limit, and begins anew after a message", () => {
  const backoff = queueBackoff({ firstMs: 100, maxMs: 2_000, random: () => 0.5 });
  expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([100, 200, 300, 500, 900, 1_700]);
  expect(backoff.next()).toBe(2_000);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

it("decodes base64 to UTF-8, tells what is no base64, and throws on what is no UTF-8", () => {
  expect(decodeMessage(Buffer.from("größer").toString("base64"), "base64")).toBe("größer");
  expect(decodeMessage("no base64!", "base64")).toBeNull();
  expect(decodeMessage("as it is", "none")).toBe("as it is");
  expect(() => decodeMessage(Buffer.from([0xff, 0xfe]).toString("base64"), "base64")).toThrow();
});
