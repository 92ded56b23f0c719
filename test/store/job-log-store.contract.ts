import { describe, expect, it } from "vitest";
import type { JobLogStore } from "../../lib/jobs/ports.js";

export function jobLogStoreContract(name: string, open: () => Promise<JobLogStore>) {
  describe(`${name} as a JobLogStore`, () => {
    it("reads what was appended, whole and from an offset", async () => {
      const store = await open();
      await store.append("job-1", "one\n");
      await store.append("job-1", "two\n");
      expect(await store.read("JOB-1", 0, 100)).toEqual({ text: "one\ntwo\n", size: 8 });
      expect(await store.read("job-1", 4, 2)).toEqual({ text: "tw", size: 8 });
    });
    it("has an empty log for a job that said nothing, and nothing behind the end", async () => {
      const store = await open();
      expect(await store.read("job-2", 0, 100)).toEqual({ text: "", size: 0 });
      await store.append("job-2", "");
      await store.append("job-2", "x");
      expect(await store.read("job-2", 1, 100)).toEqual({ text: "", size: 1 });
      expect(await store.read("job-2", 0, 0)).toEqual({ text: "", size: 1 });
    });
    it("gives whole characters, so that a reader goes on behind what it got", async () => {
      const store = await open();
      const text = "aé東😀".repeat(20);
      await store.append("job-3", text);
      let got = "";
      for (let offset = 0; offset < Buffer.byteLength(text); offset = Buffer.byteLength(got)) got += (await store.read("job-3", offset, 7)).text;
      expect(got).toBe(text);
    });
    it("takes a text of many megabytes", async () => {
      const store = await open();
      await store.append("job-4", "x".repeat(9_000_000));
      expect((await store.read("job-4", 8_999_999, 10)).size).toBe(9_000_000);
    });
    it("loses nothing when several write the first line at once", async () => {
      const store = await open();
      await Promise.all(["a", "b", "c", "d"].map((line) => store.append("job-5", line)));
      expect([...(await store.read("job-5", 0, 10)).text].sort().join("")).toBe("abcd");
    });
  });
}
