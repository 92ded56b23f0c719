import { describe, expect, it } from "vitest";
import { z } from "zod";
import { NewerSchema, SCHEMA } from "../../../lib/core/schema.js";
import { fromEntity, toEntity } from "../../../lib/store/rows/entity.js";

const KEY = { partitionKey: "p", rowKey: "r" };

describe("toEntity", () => {
  it("splits a long value into properties that the service takes, never inside a character", () => {
    const value = `x${"😀".repeat(100_000)}`;
    const entity = toEntity("A row", KEY, value);
    expect(Object.keys(entity)).toHaveLength(2 + 1 + 7);
    for (const piece of Object.values(entity).filter((column) => typeof column === "string"))
      expect(/^\p{Surrogate}|\p{Surrogate}$/u.test(String(piece)) || String(piece).length > 32_000).toBe(false);
    expect(fromEntity("A row", z.string(), entity)).toBe(value);
  });
  it("refuses a value that no row can hold, and says which", () => {
    expect(() => toEntity("Job j-1", KEY, "x".repeat(480_000))).toThrow(
      expect.objectContaining({ code: "InvalidParameter", message: expect.stringContaining("Job j-1") }),
    );
  });
});

describe("fromEntity", () => {
  it("reads rows of the first release, which had no schema, and leaves those of a newer one to it", () => {
    const entity = toEntity("A row", KEY, "value");
    expect(entity.Schema).toBe(SCHEMA);
    expect(fromEntity("A row", z.string(), { ...entity, Schema: undefined })).toBe("value");
    expect(() => fromEntity("A row", z.string(), { ...entity, Schema: SCHEMA + 1 })).toThrow(NewerSchema);
  });
  it.each([[{}], [{ Json0: "{" }], [{ Json0: '{"secret":"hunter2"}' }]])("refuses a row of another shape without showing it (case %#)", (row) => {
    const read = () => fromEntity("A row of FleetJobs", z.object({ name: z.string() }), row);
    expect(read).toThrow(expect.objectContaining({ code: "Internal", message: expect.stringMatching(/^A row of FleetJobs (?!.*hunter2)/) }));
  });
});
