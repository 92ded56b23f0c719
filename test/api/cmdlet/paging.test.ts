import { describe, expect, it } from "vitest";
import { readInTurn } from "../../../lib/api/cmdlet/paging.js";

const lists: Readonly<Record<string, readonly string[]>> = { a: ["a1", "a2", "a3"], b: ["b1", "b2"], c: ["c1"] };

/** A page of one of the lists; the token is the last element that was given. */
const read = async (key: string, { size, after }: Readonly<{ size: number; after?: string }>) => {
  const rest = (lists[key] ?? []).filter((one) => after === undefined || one > after);
  const items = rest.slice(0, size);
  return { items, ...(rest.length > size && { next: items.at(-1) ?? "" }) };
};

describe("several lists read as one", () => {
  it("go on where the page before ended, one list after the other", async () => {
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await readInTurn(["a", "b", "c"], { size: 2, ...(after !== undefined && { after }) }, read);
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(["a1", "a2", "a3", "b1", "b2", "c1"]);
  });

  it("do not begin anew when the list of the token is gone meanwhile", async () => {
    const { next } = await readInTurn(["a", "b", "c"], { size: 1, after: "b|" }, read);
    expect(next).toBe("b|b1");
    expect(await readInTurn(["a", "c"], { size: 2, after: "b|b1" }, read)).toEqual({ items: ["c1"] });
    expect(await readInTurn(["a"], { size: 2, after: "b|b1" }, read)).toEqual({ items: [] });
  });
});
