import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { operationTables } from "../../../lib/api/arm/operation-table.js";

it("is what docs/arm.md says (vitest -u writes it anew)", async () => {
  const page = await readFile("docs/arm.md", "utf8");
  const [begin, end] = ["<!-- operations -->\n", "<!-- /operations -->"];
  const written = `${page.slice(0, page.indexOf(begin))}${begin}${operationTables()}\n${page.slice(page.indexOf(end))}`;
  await expect(written).toMatchFileSnapshot("../../../docs/arm.md");
});
