import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { InstallerContent } from "../../../lib/fleet/ports.js";

export type Upload = (link: Readonly<{ url: string; importId: string; fileName: string }>, content: Buffer) => Promise<void>;
type Opened = Readonly<{ content: InstallerContent; upload: Upload }>;

const FILE = "agent 9.62 #1.tar.gz";
const BYTES = Buffer.from("0123456789");
const DIGEST = createHash("sha256").update(BYTES).digest("hex");
const inAnHour = () => new Date(Date.now() + 3600_000);

export function installerContentContract(name: string, open: () => Promise<Opened>) {
  describe(`${name} as InstallerContent`, () => {
    const uploaded = async () => {
      const { content, upload } = await open();
      await upload({ url: await content.uploadLink("import-1", FILE, inAnHour()), importId: "import-1", fileName: FILE }, BYTES);
      return content;
    };
    it("knows what came by an upload link, and nothing before", async () => {
      expect(await (await open()).content.findUpload("import-1", FILE)).toBeUndefined();
      const content = await uploaded();
      expect(await content.findUpload("import-1", FILE)).toEqual({ sizeBytes: 10 });
      expect(await buffer(await content.openUpload("import-1", FILE))).toEqual(BYTES);
    });
    it("accepts an upload by its digest, also twice, and keeps it when the upload is removed", async () => {
      const content = await uploaded();
      await content.accept("import-1", FILE, DIGEST);
      await content.accept("import-1", FILE, DIGEST);
      await content.removeUpload("import-1", FILE);
      await content.removeUpload("import-1", FILE);
      await content.accept("import-1", FILE, DIGEST); // delivered once more after all was done
      expect(await content.findUpload("import-1", FILE)).toBeUndefined();
      expect(await buffer(await content.open(DIGEST, 0))).toEqual(BYTES);
      expect(await buffer(content.lend(DIGEST, 3, new AbortController().signal))).toEqual(BYTES.subarray(3));
      await expect(buffer(content.lend(DIGEST, 3, AbortSignal.abort()))).rejects.toThrow(/abort/i);
    });
    it.each([
      [3, 4, "3456"],
      [3, undefined, "3456789"],
      [8, 100, "89"],
      [10, 4, ""],
      [0, 0, ""],
    ])("reads from %i, length %s", async (offset, length, expected) => {
      const content = await uploaded();
      await content.accept("import-1", FILE, DIGEST);
      expect((await buffer(await content.open(DIGEST, offset, length))).toString()).toBe(expected);
    });
    it("says ResourceNotFound for content that is not there", async () => {
      const { content } = await open();
      await expect(content.open(DIGEST, 0)).rejects.toMatchObject({ code: "ResourceNotFound" });
      await expect(content.openUpload("import-1", FILE)).rejects.toMatchObject({ code: "ResourceNotFound" });
      await expect(content.accept("import-1", FILE, DIGEST)).rejects.toMatchObject({ code: "ResourceNotFound" });
    });
  });
}
