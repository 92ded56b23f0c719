import { beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../../api/call.js";
import { carryOut } from "../carry-out.js";

const IMPORT = "Import-AsrInventory";
const WEB = { Fabric: "CS1", FriendlyName: "web-01", Address: "10.0.0.31", OSType: "Linux" };

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
beforeEach(async () => {
  fleet = await memoryFleet();
  await fleet.call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2", Passphrase: "p" });
});

const machines = async () => (await fleet.context.machines.list("CS1", "default", { size: 1000 })).items;
const taken = async (parameters: object) => {
  expect((await fleet.call(IMPORT, parameters)).body).toMatchObject({ State: "NotStarted" });
  await carryOut(fleet.context);
  return machines();
};
const faults = async (parameters: object): Promise<readonly string[]> => {
  const { status, body } = await fleet.call(IMPORT, parameters);
  expect({ status, body }).toMatchObject({ status: 400 });
  expect(await machines()).toEqual([]);
  return (body as { error: { details: { message: string }[] } }).error.details.map(({ message }) => message);
};

describe("an import takes", () => {
  it.each([
    ["the hint of Excel", "sep=;\r\nFabric;FriendlyName;Address;OSType\r\nCS1;web-01;10.0.0.31;Linux\r\n"],
    [
      "the type line of Windows PowerShell",
      '#TYPE System.Object\r\n"Fabric","FriendlyName","Address","OSType"\r\n"CS1","web-01","10.0.0.31","Linux"\r\n',
    ],
  ])("%s for no machine", async (_what, Content) => {
    expect(await taken({ Content })).toMatchObject([{ friendlyName: "web-01", address: "10.0.0.31" }]);
  });

  it.each([",", "^", "|"])("a file that was saved again by semicolons and kept the hint of %s", async (hint) => {
    const Content = `sep=${hint}\r\nFabric;FriendlyName;Address;OSType\r\nCS1;web-01;10.0.0.31;Linux\r\n`;
    expect(await taken({ Content })).toMatchObject([{ friendlyName: "web-01", address: "10.0.0.31" }]);
  });

  it.each([{ ...WEB }, { value: [WEB], Count: 1 }])("machines that PowerShell did not make a list of (%j)", async (Machines) => {
    expect(await taken({ Machines })).toMatchObject([{ friendlyName: "web-01" }]);
  });

  it("the one machine under the name of the list", async () => {
    expect(await taken({ Content: JSON.stringify({ Machines: WEB }) })).toMatchObject([{ friendlyName: "web-01" }]);
  });

  it("host names with underscores", async () => {
    const Content = "Fabric,FriendlyName,Address,OSType\r\nCS1,app_01,app_01.corp.example,Linux\r\n";
    expect(await taken({ Content })).toMatchObject([{ address: "app_01.corp.example" }]);
  });

  it.each([
    ["22", "TRUE"],
    ["22.0", "WAHR"],
    ["22,0", "vrai"],
    [" 22 ", "1"],
    ["22", "Yes"],
    ["22", "$True"],
    ["22", "doğru"],
    ["22", "Истина"],
  ])("%j as a port and %j as true, as spreadsheets write them", async (Port, LegacySsh) => {
    expect(await taken({ Machines: [{ ...WEB, Port, LegacySsh }] })).toMatchObject([{ port: 22, legacySsh: true }]);
  });

  it("how a Windows machine is reached and its certificate, and gives them back", async () => {
    const line = { ...WEB, OSType: "Windows", Transport: "winrmhttps", HostKey: "x509 SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s" };
    expect(await taken({ Machines: [line] })).toMatchObject([{ transport: "WinRmHttps", hostKey: { type: "x509", origin: "registered" } }]);
    const { body } = await fleet.call("Export-AsrInventory", { Fabric: "CS1", Format: "JSON" });
    expect(JSON.stringify(body)).toMatch(/WinRmHttps.*x509 SHA256:uNiV/);
    expect((await taken({ Machines: [{ ...WEB, OSType: "Windows", Transport: "" }] }))[0]?.transport).toBeUndefined();
  });

  it("numbers as values of tags", async () => {
    expect(await taken({ Machines: [{ ...WEB, Tags: { wave: 1, cluster: false } }] })).toMatchObject([{ tags: { wave: "1", cluster: "false" } }]);
  });
});

describe("an import refuses", () => {
  it("a way on which the machine's system is not reached, and one that there is not", async () => {
    expect(await faults({ Machines: [{ ...WEB, Transport: "WinRmHttps" }] })).toEqual([expect.stringContaining("expected Ssh")]);
    expect(await faults({ Machines: [{ ...WEB, OSType: "Windows", Transport: "Telnet" }] })).toEqual([expect.stringContaining("WinRmHttp")]);
  });

  it("a file that is not UTF-8, by the lines and columns that lost characters", async () => {
    const Content = "Fabric;FriendlyName;Address;OSType;Tags\r\nCS1;k\ufffdln-01;10.0.0.31;Linux;standort=K\ufffdln\r\n";
    expect(await faults({ Content })).toEqual([
      expect.stringMatching(/^Line 2: FriendlyName holds U\+FFFD, .*, as character 2 of "k<U\+FFFD>ln-01"; the file is not UTF-8/),
      expect.stringMatching(/^Line 2: Tags have the value "K<U\+FFFD>ln", which holds U\+FFFD/),
    ]);
  });

  it.each(["\u200b", "\u200d", "\u2060", "\u202e", "\u00ad", "\0", "\x1b", "\ud800", "\u3164", "\n"])(
    "%j in any cell, once, with its place",
    async (character) => {
      const text = `we${character}b`;
      for (const column of [
        "Fabric",
        "ProtectionContainer",
        "FriendlyName",
        "Address",
        "OSType",
        "Account",
        "HostKey",
        "JumpHost",
        "AvailabilityGroup",
      ]) {
        const all = await faults({ Machines: [{ ...WEB, [column]: text }] });
        expect(all, column).toHaveLength(1);
        expect(all[0], column).toContain(`Entry 1: ${column} holds U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
        expect(all[0], column).toContain("as character 3");
      }
      for (const Tags of [{ [text]: "a" }, { a: text }, `a=${text}`])
        expect((await faults({ Machines: [{ ...WEB, Tags }] }))[0]).toContain("which holds U+");
    },
  );

  it.each(["@{site=berlin; wave=1}", "System.Collections.Hashtable", "System.Object[]", "System.Collections.Specialized.OrderedDictionary"])(
    "%s, which PowerShell made of an object, and says how to keep it",
    async (text) => {
      for (const column of ["FriendlyName", "AvailabilityGroup", "Account", "Address"])
        expect(await faults({ Machines: [{ ...WEB, [column]: text }] }), column).toEqual([expect.stringContaining("-Depth")]);
      expect(await faults({ Machines: [{ ...WEB, Tags: text }] })).toEqual([expect.stringContaining("-Depth")]);
      expect(await faults({ Machines: [{ ...WEB, Tags: { site: text } }] })).toEqual([expect.stringContaining("-Depth")]);
      expect(await faults({ Content: `Fabric,FriendlyName,Address,OSType,Tags\nCS1,web-01,10.0.0.1,Linux,"${text}"` })).toEqual([
        expect.stringContaining("-Depth"),
      ]);
    },
  );

  it.each([
    ["22,000", "true"],
    ["2.222", "true"],
    ["22.5", "true"],
    ["0", "true"],
    ["22", "maybe"],
    ["22", "2"],
  ])("%j as a port with %j as true or false", async (Port, LegacySsh) => {
    expect(await faults({ Machines: [{ ...WEB, Port, LegacySsh }] })).toHaveLength(1);
  });

  it.each([
    '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><S>x</S></Objs>',
    '<S N="site">berlin</S>',
    '{"site":"a=b"}',
    "{site=berlin, wave=1}",
    '"site=berlin"',
    "'site'='berlin'",
    "@(site=berlin)",
    "wave=1;@{site=berlin}",
  ])("tags that are %s, since a program wrote them otherwise", async (Tags) => {
    const [only, ...others] = await faults({ Machines: [{ ...WEB, Tags }] });
    expect(only).toMatch(/program wrote|PowerShell shows of an object/);
    expect(others).toEqual([]);
  });

  it.each([{ a: "<Objs Version='1.1.0.1'></Objs>" }, { a: "VMware.Vim.GuestNicInfo[]" }, { "@{site": "x" }])(
    "%j as tags, of which PowerShell made a text",
    async (Tags) => {
      expect(await faults({ Machines: [{ ...WEB, Tags }] })).toEqual([expect.stringContaining("-Depth")]);
    },
  );

  it.each(["12345678901234567890", "9007199254740993", "1e400"])("the number %s, which lost digits when JSON was read", async (number) => {
    for (const cell of [`"FriendlyName": ${number}`, `"Tags": {"serial": ${number}}`])
      expect(
        await faults({
          Content: JSON.stringify([WEB])
            .replace(/}\]$/, `,${cell}}]`)
            .replace('"FriendlyName":"web-01",', cell.includes("Friendly") ? "" : '"FriendlyName":"web-01",'),
        }),
      ).toEqual([expect.stringContaining("in quotes")]);
  });

  it.each([
    ["köln.example", "xn--kln-sna.example"],
    ["１０.0.0.1", "10.0.0.1"],
    ["web．corp", "web.corp"],
  ])("the address %s, and says what it is in DNS", async (text, ascii) => {
    expect(await faults({ Machines: [{ ...WEB, Address: text }] })).toEqual([expect.stringContaining(`in DNS is ${ascii};`)]);
    const { body } = await fleet.call("Set-AsrFabric", { Name: "CS1", ServerAddress: text });
    expect(body).toMatchObject({ error: { message: expect.stringContaining(`in DNS it is ${ascii}`) } });
  });

  it("a host name that is longer than DNS has", async () => {
    const name = `${`${"a".repeat(60)}.`.repeat(5)}example`;
    for (const column of ["Address", "HostName"]) expect(await faults({ Machines: [{ ...WEB, [column]: name }] })).toHaveLength(1);
  });

  it("names and tags in which letters have become question marks, unless they are there already", async () => {
    for (const more of [
      { FriendlyName: "k?ln-01" },
      { FriendlyName: "????" },
      { AvailabilityGroup: "K?ln" },
      { Tags: { site: "K?ln" } },
      { Tags: "site=??" },
    ])
      expect(await faults({ Machines: [{ ...WEB, ...more }] }), JSON.stringify(more)).toEqual([expect.stringMatching(/question mark .* UTF8/)]);
    const { body } = await fleet.call("Get-AsrProtectionContainer", { Fabric: "CS1" });
    const [container] = (body as { value: readonly { ID: string }[] }).value;
    const known = {
      ProtectionContainer: container?.ID,
      FriendlyName: "is it?",
      IPAddress: "10.0.0.9",
      OSType: "Linux",
      Tag: { site: "K?ln" },
    };
    expect((await fleet.call("New-AsrProtectableItem", known)).status).toBe(202);
    await carryOut(fleet.context);
    const Tags = { site: "K?ln", wiki: "https://wiki/a?b=c", ask: "who? me" };
    expect(await taken({ Machines: [{ Fabric: "CS1", FriendlyName: "is it?", Tags }] })).toMatchObject([{ tags: Tags }]);
  });

  it.each([
    ['[{"Fabric": "CS1",\n  "FriendlyName": "ö",}]', 'line 2, column 23 has "}]"'],
    ["[{'Fabric': 'CS1'}]", "line 1, column 3 has"],
    ['{"Fabric":"CS1"}\r\n{"Fabric":"CS1"}', "line 2, column 1 has"],
    ['[{"Fabric": "CS1", "FriendlyName": "web', "ends before it is whole"],
    ['[{"Fabric": "CS1"}', "ends before it is whole"],
  ])("what is no JSON (%j) by line and column", async (Content, said) => {
    expect(await fleet.call(IMPORT, { Content })).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(said) } } });
  });

  it("tags that would not come back as they went out", async () => {
    const bad = [{ "a=b": "c" }, { "a;b": "c" }, { a: "b;c" }, { "": "a" }, { a: { b: 1 } }, { a: ["b"] }, ["a"], 5, "a=1;a=2", "x".repeat(10)];
    for (const Tags of [...bad, { ["n".repeat(129)]: "" }, { a: "v".repeat(257) }])
      expect(await faults({ Machines: [{ ...WEB, Tags }] }), JSON.stringify(Tags)).toHaveLength(1);
  });
});
