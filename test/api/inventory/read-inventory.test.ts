import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryRecord } from "../../../lib/api/inventory/inventory-record.js";
import { readInventory } from "../../../lib/api/inventory/read-inventory.js";
import { readEntries } from "../../../lib/api/inventory/read-json.js";

const shown = ({ place, cells, problem }: InventoryRecord) => ({ place, ...Object.fromEntries(cells), problem });
const read = async (content: string) => (await readInventory(content)).map(shown);
const WEB = { Fabric: "CS1", FriendlyName: "web-01", Address: "10.0.0.31", OSType: "Linux" };
const NAMES = Object.keys(WEB);
const rowsBy = (delimiter: string, end = "\r\n", quote = "") =>
  [NAMES, Object.values(WEB)].map((cells) => cells.map((cell) => `${quote}${cell}${quote}`).join(delimiter)).join(end);

/** What becomes of a UTF-8 file that somebody reads by a code page. */
const readBy = (page: string, text: string) => new TextDecoder(page).decode(Buffer.from(text));

describe("a CSV file", () => {
  const written: readonly (readonly [string, string])[] = [
    ["Excel's CSV UTF-8", `\ufeff${rowsBy(";")}\r\n`],
    ["Excel for a comma country", `${rowsBy(",")}\r\n`],
    ["an exporter that names the separator", `sep=;\r\n${rowsBy(";")}`],
    ["one that does so behind a byte order mark", `\ufeffsep=,\r\n${rowsBy(",")}`],
    ["one that does so in quotes", `"sep=;"\n${rowsBy(";", "\n")}`],
    ["one that does so in capitals", `SEP=|\n${rowsBy("|", "\n")}`],
    ["one that does so with a tab", `sep=\t\r\n${rowsBy("\t")}`],
    ["one that spells the tab", `sep=\\t\r\n${rowsBy("\t")}`],
    ["one with a separator of its own", `sep=^\r\n${rowsBy("^")}`],
    ["Export-Csv of Windows PowerShell", `#TYPE System.Management.Automation.PSCustomObject\r\n${rowsBy(",", "\r\n", '"')}\r\n`],
    ["Export-Csv -UseCulture", `#TYPE Selected.System.Management.Automation.PSCustomObject\r\n${rowsBy(";", "\r\n", '"')}\r\n`],
    ["Export-Csv of a generic type", `#TYPE System.Collections.Generic.Dictionary\`2[[System.String, mscorlib],[a;b;c;d;e]]\r\n${rowsBy(",")}`],
    ["Export-Csv, saved again by Excel", `#TYPE System.Object;;;\r\n${rowsBy(";")}`],
    ["Export-Csv of PowerShell 7", `${rowsBy(",", "\n", '"')}\n`],
    ["both hints", `sep=,\r\n#TYPE System.Object\r\n${rowsBy(",")}`],
    ["both hints the other way round", `\ufeff#TYPE System.Object\r\n\ufeffsep=;\r\n\r\n${rowsBy(";")}`],
    ["LibreOffice with everything in quotes", `${rowsBy(",", "\n", '"')}\n`],
    ["a spreadsheet with tabs", `${rowsBy("\t")}\r\n`],
    ["a database with bars", rowsBy("|", "\n")],
    ["an old Macintosh", `${rowsBy(",", "\r")}\r`],
    ["line ends of two systems", `${rowsBy(",", "\r\n").replace("\r\n", "\n")}\r\n`],
    ["a spreadsheet with empty columns behind", `${rowsBy(",").replaceAll("\r\n", ",,,\r\n")},,,\r\n,,,,,,\r\n`],
    ["a spreadsheet with an emptied column", "Fabric,,FriendlyName,Address,OSType\r\nCS1,,web-01,10.0.0.31,Linux"],
    ["a person who puts spaces behind commas", `"Fabric", "FriendlyName", "Address", "OSType"\n"CS1", "web-01", 10.0.0.31 , "Linux"`],
    ["a spreadsheet that names the table", `Table 1;;;\r\n${rowsBy(";")}`],
    ["a shell that ends the file by Ctrl-Z", `${rowsBy(",")}\r\n\x1a`],
    ["one who names columns as parameters", rowsBy(",").replace("Address", "IPAddress")],
    ["a person who puts spaces into names of columns", rowsBy(",").replace("FriendlyName", "Friendly Name").replace("OSType", "os_type")],
    ["Excel where semicolons are Arabic ones", rowsBy("\u061B")],
    ["one who tells spreadsheets what is text", rowsBy(",").replace("web-01", '"=""web-01"""')],
    ["empty lines before and behind", `\r\n\r\n${rowsBy(",")}\r\n\r\n\r\n`],
  ];
  it.each(written)("of %s is read", async (_who, content) => {
    const [only, ...others] = await read(content);
    expect(others).toEqual([]);
    expect(only).toMatchObject(WEB);
  });

  it("counts lines as an editor shows them, whatever stood before the first row", async () => {
    expect((await read(`sep=;\r\n#TYPE x\r\n\r\n${rowsBy(";")}\r\nCS1;"two\r\nlines";a;b\rCS1;web-03;;`)).map(({ place }) => place)).toEqual([
      "line 5",
      "line 6",
      "line 8",
    ]);
    expect((await read(`sep=;\r\n${rowsBy(";")}\r\nCS1;"a"b;;`)).at(-1)).toMatchObject({
      place: "line 4",
      problem: expect.stringContaining("RFC 4180"),
    });
  });

  it("is refused where a column without a name holds something", async () => {
    expect(await read("Fabric,,FriendlyName\nCS1,x,web-01")).toMatchObject([{ place: "line 2", problem: expect.stringContaining("Cell 2") }]);
  });

  it("is read by the delimiter that names most columns, not by the one that stands most often", async () => {
    expect(await read('Fabric;FriendlyName;Tags\nCS1;web-01;"a=1,b=2,c=3,d=4,e=5"')).toMatchObject([
      { FriendlyName: "web-01", Tags: "a=1,b=2,c=3,d=4,e=5" },
    ]);
  });

  it.each([
    ["a workbook", "PK\x03\x04rest", "workbook"],
    ["UTF-16 with its mark lost", "\ufffd\ufffdF\0a\0b\0", "UTF-16"],
    ["UTF-16 without a mark", [..."Fabric,FriendlyName"].join("\0"), "UTF-16"],
    ["UTF-16 read as Windows-1252", "ÿþF\0a\0", "UTF-16"],
    ["UTF-16 of the other order", "\ufffeF", "UTF-16"],
    ["UTF-8 read as Windows-1252", `ï»¿${rowsBy(",")}`, "Windows-1252"],
    ["UTF-8 without a mark, read as Windows-1252", readBy("windows-1252", `${rowsBy(",")}\r\nCS1,москва-01,,`), "UTF-8"],
    ["UTF-8 without a mark, read as Windows-1251", readBy("windows-1251", `${rowsBy(",")}\r\nCS1,москва-01,,`), "UTF-8"],
    ["the same of Western Europe", readBy("windows-1252", `${rowsBy(",")}\r\nCS1,köln-ß-Œ,,\r\nCS1,ÄÖÜ,,`), "UTF-8"],
  ])("that is %s is refused with the cure", async (_what, content, said) => {
    await expect(readInventory(content)).rejects.toThrow(expect.objectContaining({ message: expect.stringContaining(said), target: "Content" }));
  });

  it.each([
    ["windows-1252", "GrÃ¶ÃŸe-Ã–", "Größe-Ö"],
    ["windows-1252", "ÃŸ", "ß"],
    ["windows-1252", "lâ€™Ã©tÃ© Ã\xA0 Ã‰vry", "l’été à Évry"],
    ["windows-1252", "ì„œë²„", "서버"],
    ["iso-8859-1", "GrÃ¶Ã\x9Fe-Ã\x96", "Größe-Ö"],
    ["windows-1250", "kĂ¶ln-Ĺ\x81ĂłdĹş", "köln-Łódź"],
    ["windows-1251", "kГ¶ln", "köln"],
    ["windows-1253", "Ξ‘ΞΈΞ®Ξ½Ξ±", "Αθήνα"],
    ["windows-1255", "׳©׳¨׳×", "שרת"],
    ["windows-1256", "ط®ط§ط¯ظ…", "خادم"],
    ["ibm437", "k├╢ln", "köln"],
    ["ibm850", "h├®berg├®", "hébergé"],
    ["ibm852", "┼ü├│d┼║", "Łódź"],
    ["ibm866", "╨Ь╨╛╤Б╨║╨▓╨░", "Москва"],
    ["macintosh", "k√∂ln", "köln"],
    ["gbk", "鍖椾含", "北京"],
    ["shift_jis", "譚ｱ莠ｬ", "東京"],
  ])("that is UTF-8, read by the code page %s, is refused with the line and what stood there", async (page, came, was) => {
    const [first] = /[^\0-\x7F]+/.exec(was) ?? [];
    const message = new RegExp(`UTF-8, read by the code page ${page}.* in line 3 was "${first}`);
    await expect(readInventory(`${rowsBy(",")}\r\nCS1,${came},,`)).rejects.toThrow(message);
  });

  it.each([
    "köln",
    "ÄÖÜ",
    "ÓŁ",
    "Ärzte–Ø",
    "«CAFÉ»",
    "Nº 5",
    "москва",
    "ІЇЄҐ",
    "Αθήνα",
    "山",
    "naïve Å",
    "É…",
    "ß–",
    "ORĂŞTIE",
    "小",
    "学校",
    "联通",
    "ﾃｽﾄ",
    "رک",
    "Œuvre",
    "Đš",
  ])("may hold %s", async (name) => {
    expect(await read(`${rowsBy(",")}\r\nCS1,${name},,`)).toMatchObject([{}, { FriendlyName: name }]);
  });

  it("shows what nobody sees in the name of a column", async () => {
    await expect(read("Fabric\u200b,FriendlyName\nCS1,a")).rejects.toThrow('"Fabric<U+200B>"');
  });

  it("is read in time that grows with its length alone", async () => {
    const started = performance.now();
    for (const hostile of ["\r\n".repeat(200_000), `"${"\n".repeat(200_000)}x`, "sep=;\n".repeat(50_000), `${";".repeat(200_000)}\n`])
      await expect(readInventory(`${hostile}Fabric`)).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("gives the same rows by any delimiter, line end and quoting", async () => {
    const cell = fc.constantFrom("web 01", "köln", "a,b", "a;b", "a|b", 'say "hi"', "日本", "x");
    const form = fc.record({ delimiter: fc.constantFrom(",", ";", "\t", "|"), end: fc.constantFrom("\r\n", "\n", "\r"), hint: fc.boolean() });
    const names = ["Fabric", "FriendlyName", "Tags"];
    const property = fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }),
      form,
      async (rows, { delimiter, end, hint }) => {
        const quoted = [names, ...rows].map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter));
        const content = [...(hint ? [`sep=${delimiter}`] : []), ...quoted].join(end);
        expect((await read(content)).map(({ Fabric, FriendlyName, Tags }: Record<string, unknown>) => [Fabric, FriendlyName, Tags])).toEqual(rows);
      },
    );
    await fc.assert(property);
  });
});

describe("a JSON file", () => {
  it.each([
    ["a list", [WEB]],
    ["the list under its name", { machines: [WEB] }],
    ["the list under the name of the parameter", { Machines: [WEB] }],
    ["the list as Windows PowerShell wraps it", { value: [WEB], Count: 1 }],
    ["the one machine of which ConvertTo-Json makes no list", WEB],
  ])("may be %s", async (_what, came) => {
    expect(await read(`\ufeff${JSON.stringify(came)}`)).toMatchObject([WEB]);
  });

  it.each([
    ["ends too soon", '[{"Fabric":"CS1"'],
    ["goes on behind its end", "[] []"],
    ["has a comma too many", '[{"Fabric":"CS1"},]'],
    ["is a name alone", "[Fabric]"],
  ])("that %s is refused", async (_what, content) => {
    await expect(readInventory(content)).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining("not JSON"), target: "Content" }),
    );
  });

  it("gives what JSON.parse gives", async () => {
    const values = fc.array(fc.dictionary(fc.constantFrom("Fabric", "Tags", "HostKey"), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }), {
      minLength: 1,
    });
    const property = fc.asyncProperty(values, async (list) => {
      const came = await read(JSON.stringify(list));
      expect(came).toEqual((await readEntries(JSON.parse(JSON.stringify(list)))).map(shown));
    });
    await fc.assert(property);
  });
});
