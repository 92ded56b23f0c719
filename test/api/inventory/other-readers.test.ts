import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { COLUMNS } from "../../../lib/api/inventory/columns.js";
import { writtenName } from "../../../lib/api/inventory/find-columns.js";
import { withoutGuard } from "../../../lib/api/inventory/formula-guard.js";
import { readInventory } from "../../../lib/api/inventory/read-inventory.js";
import { writeInventory } from "../../../lib/api/inventory/write-inventory.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { type Engine, noEngine, openEngine } from "../../powershell/engine.js";

const Rows = z.array(z.array(z.string()));

const PYTHON = `
import csv, io, json, sys
texts = json.loads(sys.stdin.buffer.read())
print(json.dumps([list(csv.reader(io.StringIO(text, newline=""))) for text in texts]))
`;
const python = (texts: readonly string[]) =>
  spawnSync("python3", ["-c", PYTHON], { input: JSON.stringify(texts), encoding: "utf8", timeout: 60_000, maxBuffer: 100_000_000 });
const noPython = python([]).status === 0 ? "" : "needs python3 on PATH";

const machine = (over: Partial<Machine>): Machine => ({
  ...{ fabric: "CS1", container: "default", name: "1", friendlyName: "web-01", address: "10.0.0.1", port: 22, osType: "Linux", legacySsh: false },
  ...{ tags: {}, failuresInARow: 0, lastToken: 0 },
  ...over,
});

/** Also what no import takes any more: rows of before still go out whole. */
const ODD = [
  "team a\nteam b",
  "a\r\nb",
  "a\rb",
  "\n",
  ' "quoted" ',
  " spaces ",
  "\ttab",
  "a;b",
  "a|b",
  "#TYPE x",
  "=1+1",
  "'=1",
  "@SUM(A1)",
  "web;=cmd()",
  "",
];
const text = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((s) => !/[\0\p{Cs}]/u.test(s)),
);
const fleets = fc.sample(
  fc.array(fc.record({ friendlyName: text, availabilityGroup: text, tags: fc.record({ owner: text, site: text }) }), { minLength: 1, maxLength: 4 }),
  { numRuns: 40, seed: 16 },
);
const written = [[{ friendlyName: "web-01", availabilityGroup: "", tags: { owner: "team a\nteam b", site: "x" } }], ...fleets].map((all) => {
  const machines = all.map(machine);
  return { machines, csv: writeInventory(machines, [], "CSV") };
});

/** Name, group and tags of each row, without what guards formulas. */
const said = (rows: readonly (readonly string[])[]) => {
  const [header = [], ...others] = rows;
  const cellOf = (row: readonly string[], name: string) => withoutGuard(row[header.indexOf(name)] ?? "");
  return others.map((row) => [cellOf(row, "FriendlyName"), cellOf(row, "AvailabilityGroup"), cellOf(row, "Tag")]);
};
const meant = (machines: readonly Machine[]) =>
  machines.map(({ friendlyName, availabilityGroup = "", tags }) => [friendlyName, availabilityGroup, `owner=${tags.owner};site=${tags.site}`]);

describe.skipIf(noPython)(`what is exported, read by Python${noPython && ` (${noPython})`}`, () => {
  it("has the same rows, whatever stands in them", () => {
    const { stdout, stderr } = python(written.map(({ csv }) => csv));
    expect(stderr).toBe("");
    for (const [k, rows] of z.array(Rows).parse(JSON.parse(stdout)).entries()) {
      expect(rows[0]).toEqual(COLUMNS.map(writtenName));
      expect(said(rows)).toEqual(meant(written[k]?.machines ?? []));
    }
  });

  it("has no cell that a spreadsheet takes as a formula, also where semicolons separate cells", () => {
    const { stdout } = python(written.map(({ csv }) => csv));
    const cells = z.array(Rows).parse(JSON.parse(stdout)).flat(2);
    expect(cells.flatMap((cell) => cell.split(/[;\t\r\n]/)).filter((cell) => /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell))).toEqual([]);
  });
});

describe.skipIf(noEngine)(`what is exported, read by PowerShell${noEngine && ` (${noEngine})`}`, { timeout: 300_000 }, () => {
  let engine: Engine;
  beforeAll(() => {
    engine = openEngine();
  }, 300_000);
  afterAll(() => engine.close());

  it("has the same rows, whatever stands in them", async () => {
    const texts = Buffer.from(JSON.stringify(written.map(({ csv }) => csv))).toString("base64");
    const { output, errors, ended } = await engine.run(`
      $texts = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String('${texts}')) | ConvertFrom-Json
      foreach ($text in $texts) {
        $rows = @($text | ConvertFrom-Csv)
        $cells = @($rows | ForEach-Object { ,@($_.FriendlyName, $_.AvailabilityGroup, $_.Tag) })
        [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Compress -Depth 5 -InputObject $cells)))
      }`);
    expect({ errors, ended }).toEqual({ errors: [], ended: null });
    const read = output.map((line) => Rows.parse(JSON.parse(Buffer.from(line, "base64").toString("utf8"))));
    expect(read.map((rows) => rows.map((row) => row.map(withoutGuard)))).toEqual(written.map(({ machines }) => meant(machines)));
  });

  it("is what PowerShell writes of objects, too, in any of its ways", async () => {
    const object =
      "[pscustomobject]@{ Fabric = 'CS1'; FriendlyName = 'köln, \"01\"'; Address = '10.0.0.1'; OSType = 'Linux'; LegacySsh = $true; Tags = 'a=1;b=2' }";
    const ways = [
      "",
      "-IncludeTypeInformation",
      "-Delimiter ';'",
      "-Delimiter ';' -IncludeTypeInformation",
      "-UseQuotes AsNeeded",
      '-Delimiter "`t"',
    ];
    for (const way of ways) {
      const { output, errors, ended } = await engine.run(`(${object} | ConvertTo-Csv ${way}) -join "\`r\`n"`);
      expect({ errors, ended }).toEqual({ errors: [], ended: null });
      const [only, ...others] = await readInventory(output.join("\n"));
      expect(others, way).toEqual([]);
      expect(Object.fromEntries(only?.cells ?? []), way).toEqual({
        ...{ Fabric: "CS1", FriendlyName: 'köln, "01"', Address: "10.0.0.1", OSType: "Linux", LegacySsh: "True", Tags: "a=1;b=2" },
      });
    }
  });
});

it("shows what would steer whoever reads the export, in rows of earlier releases, too", () => {
  const steering = machine({ friendlyName: "web\u202e01", availabilityGroup: "\u001b[2Jgone", tags: { owner: "a\u2066b", site: "=1+1" } });
  for (const format of ["CSV", "JSON"] as const) {
    const written = writeInventory([steering], [], format);
    expect(written).toContain("web<U+202E>01");
    expect(written).toContain("<U+001B>[2Jgone");
    expect(written).not.toContain("\u001b");
    expect(written).not.toMatch(/\p{Bidi_Control}/u);
  }
});
