import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { memoryInstallerContent } from "../memory/memory-installer-content.js";
import { openStorage } from "../open-storage.js";
import { installerContentContract } from "./installer-content.contract.js";

const put = (url: string, body: string | Buffer) =>
  fetch(url, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body: new Uint8Array(Buffer.from(body)) });
const inAnHour = () => new Date(Date.now() + 3600_000);

installerContentContract("memory", async () => {
  const content = memoryInstallerContent();
  return { content, upload: async ({ importId, fileName }, bytes) => content.upload(importId, fileName, bytes) };
});
installerContentContract("Azurite", async () => ({
  content: (await openStorage()).content,
  upload: async ({ url }, bytes) => expect((await put(url, bytes)).status).toBe(201),
}));

describe("upload link", () => {
  it("takes one upload: a file that was checked cannot be exchanged", async () => {
    const { content } = await openStorage();
    const url = await content.uploadLink("i-1", "a.tar.gz", inAnHour());
    expect((await put(url, "good")).status).toBe(201);
    expect((await put(url, "evil")).status).toBeGreaterThanOrEqual(400);
    expect((await buffer(await content.openUpload("i-1", "a.tar.gz"))).toString()).toBe("good");
  });
  it("opens nothing else: no reading, no deleting, no other file", async () => {
    const { content } = await openStorage();
    const url = await content.uploadLink("i-1", "a.tar.gz", inAnHour());
    await put(url, "good");
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    expect((await put(url.replace("a.tar.gz", "b.tar.gz"), "x")).status).toBe(403);
  });
  it("is refused when it expired", async () => {
    const { content } = await openStorage();
    const url = await content.uploadLink("i-1", "a.tar.gz", new Date(Date.now() - 1000));
    expect((await put(url, "late")).status).toBe(403);
    expect(await content.findUpload("i-1", "a.tar.gz")).toBeUndefined();
  });
});

describe("download link", () => {
  const accepted = async () => {
    const { content } = await openStorage();
    for (const [id, body] of Object.entries({ a: "installer", b: "another" })) {
      await put(await content.uploadLink(id, "x.tar.gz", inAnHour()), body);
      await content.accept(id, "x.tar.gz", id.repeat(64));
    }
    return content;
  };
  it("reads this one installer under its own name, and can change nothing", async () => {
    const url = await (await accepted()).downloadLink({ sha256: "a".repeat(64), fileName: "Microsoft-ASR_UA.tar.gz" }, inAnHour());
    const answer = await fetch(url);
    expect(await answer.text()).toBe("installer");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="Microsoft-ASR_UA.tar.gz"');
    expect((await fetch(url.replace("a".repeat(64), "b".repeat(64)))).status).toBe(403);
    expect((await put(url, "evil")).status).toBe(403);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });
  it("is refused when it expired", async () => {
    const url = await (await accepted()).downloadLink({ sha256: "a".repeat(64), fileName: "x" }, new Date(Date.now() - 1000));
    expect((await fetch(url)).status).toBe(403);
  });
});
