import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { storeZip } from "../../../lib/jobs/zip/store-zip.js";
import type { ZipEntry } from "../../../lib/jobs/zip/zip.js";
import { unzip } from "../../e2e/unzip.js";
import { memoryBundles } from "../../store/memory/memory-bundles.js";

const now = new Date("2026-11-01T10:00:00Z");
const signal = AbortSignal.timeout(30_000);

async function stored(entries: readonly ZipEntry[]) {
  const bundles = memoryBundles();
  const made = await storeZip(bundles, { job: "job-1", fileName: "a.zip", entries, now, signal });
  return { made, zip: bundles.read("job-1") ?? Buffer.alloc(0) };
}

it("packs texts and contents, and gives a second file of the same name another", async () => {
  const content = Buffer.alloc(3_000_000, "installer ");
  const { made, zip } = await stored([
    { name: "a.txt", text: "one" },
    { name: "a.txt", text: "two" },
    { name: "big/content", sizeBytes: content.length, open: async () => Readable.from([content.subarray(0, 1000), content.subarray(1000)]) },
  ]);
  const { names, read, remove } = await unzip(zip);
  expect(names).toEqual(["a.txt", "a.txt.2", "big/content"]);
  expect(read("big/content").equals(content)).toBe(true);
  expect(made.sizeBytes).toBe(zip.length);
  expect(zip.length).toBeGreaterThan(content.length); // an installer is packed as it is
  await remove();
});

it.each([
  ["cannot be opened", async () => Promise.reject(new FleetError("ResourceNotFound", "the file is gone"))],
  [
    "breaks off",
    async () =>
      new Readable({
        read() {
          this.destroy(new FleetError("ResourceNotFound", "the file is gone"));
        },
      }),
  ],
])("fails with the reason when a content %s", async (_how, open) => {
  await expect(stored([{ name: "a", sizeBytes: 10, open }])).rejects.toMatchObject({ code: "ResourceNotFound" });
});

it("fails when a content is not as long as the catalogue says", async () => {
  await expect(stored([{ name: "a", sizeBytes: 10, open: async () => Readable.from([Buffer.from("short")]) }])).rejects.toThrow(
    /unexpected number of bytes/,
  );
});
