import { describe, expect, it } from "vitest";
import type { JobLogStore } from "../../../lib/jobs/ports.js";

export function jobLogStoreContract(name: string, open: () => Promise<JobLogStore>) {
  describe(`${name} as a JobLogStore`, () => {
    it("reads what was written, whole and from any byte, over the parts' borders", async () => {
      const store = await open();
      await store.write("job-1", 0, "one\n");
      await store.write("job-1", 4, "two\n");
      expect(await store.read("JOB-1", 0, 100)).toEqual({ text: "one\ntwo\n", next: 8, size: 8 });
      expect(await store.read("job-1", 2, 4)).toEqual({ text: "e\ntw", next: 6, size: 8 });
      expect(await store.read("job-1", 4, 2)).toEqual({ text: "tw", next: 6, size: 8 });
    });
    it("has an empty log for a job that said nothing, and nothing behind the end", async () => {
      const store = await open();
      expect(await store.read("job-2", 0, 100)).toEqual({ text: "", next: 0, size: 0 });
      await store.write("job-2", 0, "");
      await store.write("job-2", 0, "x");
      expect(await store.read("job-2", 1, 100)).toEqual({ text: "", next: 1, size: 1 });
      expect(await store.read("job-2", 0, 0)).toEqual({ text: "", next: 0, size: 1 });
    });
    it("gives whole characters, so that a reader goes on behind what it got", async () => {
      const store = await open();
      const text = "aé東😀".repeat(20);
      await store.write("job-3", 0, text);
      let got = "";
      for (let offset = 0; offset < Buffer.byteLength(text); ) {
        const part = await store.read("job-3", offset, 7);
        got += part.text;
        offset = part.next;
      }
      expect(got).toBe(text);
    });
    it("takes a text of many megabytes", async () => {
      const store = await open();
      await store.write("job-4", 0, "x".repeat(9_000_000));
      expect(await store.read("job-4", 8_999_999, 10)).toEqual({ text: "x", next: 9_000_000, size: 9_000_000 });
    });
    it("hides nothing when a shorter part comes late", async () => {
      const store = await open();
      await store.write("job-6", 0, "abc");
      await store.write("job-6", 3, "defghi");
      await store.write("job-6", 9, "jkl");
      await store.write("job-6", 3, "de");
      expect(await store.read("job-6", 0, 100)).toEqual({ text: "abcdefghijkl", next: 12, size: 12 });
      expect((await store.read("job-6", 4, 3)).text).toBe("efg");
    });
    it("shows nothing twice and leaves nothing out when parts were written again, cut in another way", async () => {
      const store = await open();
      for (const [offset, text] of [
        [0, "abc"],
        [3, "def"],
        [6, "ghi"],
        [0, "abcdefg"],
        [7, "hijkl"],
      ] as const)
        await store.write("job-5", offset, text);
      expect(await store.read("job-5", 0, 100)).toEqual({ text: "abcdefghijkl", next: 12, size: 12 });
      expect((await store.read("job-5", 5, 4)).text).toBe("fghi");
    });
  });
}
