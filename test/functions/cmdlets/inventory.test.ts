import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { fleetMachineDetails } from "../../../lib/api/objects/machine-details.js";
import { unfitInName } from "../../../lib/core/unfit-character.js";
import { runJob } from "../../../lib/jobs/engine/run-job.js";
import { RECIPES } from "../../../lib/jobs/recipes.js";
import { memoryFleet } from "../../api/call.js";
import { jobEngine } from "../../jobs/engine/engine.js";

type Fleet = Awaited<ReturnType<typeof memoryFleet>>;
type Shown = Readonly<Record<string, unknown>>;

const KEY = "256 SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s root@web-01 (ED25519)";
const OTHER_KEY = "3072 SHA256:aaaaztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s root@web-01 (RSA)";
const IMPORT = "Import-AsrInventory";

let fleet: Fleet;

beforeEach(async () => {
  fleet = await memoryFleet();
  const { call } = fleet;
  await call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2", Passphrase: "p" });
  await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "LinuxAccount", UserName: "root", Password: "password-canary" });
});

/** Carries out the jobs that were started, as the queue function does. */
async function carryOut(): Promise<void> {
  const engine = await jobEngine({});
  const run = runJob({ ...engine, ...fleet.context, recipeOf: ({ recipe }) => RECIPES[recipe] });
  for (let next = fleet.context.queue.take(); next; next = fleet.context.queue.take()) await run(next.message);
}

async function importText(Content: string, more: Shown = {}): Promise<Shown & { Name: string }> {
  const { status, body } = await fleet.call(IMPORT, { Content, ...more });
  expect({ status, body }).toMatchObject({ status: 202 });
  await carryOut();
  const { Name } = body as { Name: string };
  return (await fleet.call("Get-AsrJob", { Name })).body as Shown & { Name: string };
}

const machines = async () => (await fleet.context.machines.list("CS1", "default", { size: 1000 })).items;

const refusal = async (Content: string, more: Shown = {}) => {
  const { status, body } = await fleet.call(IMPORT, { Content, ...more });
  expect(status).toBe(400);
  const { error } = body as { error: { message: string; details: { message: string; target: string }[] } };
  return { ...error, all: error.details.map(({ message }) => message) };
};

const csv = (...lines: readonly string[]) => lines.join("\r\n");
const HEADER = "Fabric,FriendlyName,Address,Port,OSType,Account,HostKey,AvailabilityGroup,Tags";

describe("an inventory", () => {
  it("adds its machines with all that it says of them", async () => {
    const job = await importText(
      csv(HEADER, `CS1,web-01,10.0.0.31,2222,linux,LinuxAccount,${KEY},sql,site=berlin;wave=1`, "CS1,web-02,[fd00::2],,Linux,,,,"),
    );
    expect(job).toMatchObject({
      JobType: "ImportInventory",
      State: "Succeeded",
      TargetObjectName: "2 machines",
      Tasks: [{ Message: "2 added, 0 changed, 0 unchanged" }, {}, {}],
    });
    const [one, two] = (await machines()).toSorted((a, b) => a.friendlyName.localeCompare(b.friendlyName));
    expect(one).toMatchObject({
      friendlyName: "web-01",
      address: "10.0.0.31",
      port: 2222,
      osType: "Linux",
      accountId: "1",
      availabilityGroup: "sql",
      tags: { site: "berlin", wave: "1" },
    });
    expect(one?.hostKey).toMatchObject({ type: "ssh-ed25519", sha256: "uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s", origin: "registered" });
    expect(two).toMatchObject({ address: "fd00::2", port: 22, tags: {} });
    expect(two).not.toHaveProperty("staged");
  });

  it("says which machine is meant by its names, its ids and its kind, shows the name, writes them out again and takes them away", async () => {
    const line =
      "CS1,web-01,10.0.0.31,Linux,physicalserver,web01.contoso.com,{42062E7B-0000-4000-8000-0123456789AB},0123456789abcdef0123456789abcdef";
    await importText(csv("Fabric,FriendlyName,Address,OSType,MachineType,HostName,BiosId,MachineId", line));
    const given = {
      ...{ machineType: "PhysicalServer", expectedHostName: "web01.contoso.com" },
      ...{ expectedBiosId: "{42062e7b-0000-4000-8000-0123456789ab}", expectedMachineId: "0123456789abcdef0123456789abcdef" },
    };
    expect((await machines())[0]).toMatchObject(given);
    const [one] = await machines();
    expect(one && fleetMachineDetails(one)).toMatchObject({ MachineType: "PhysicalServer", HostName: null, ExpectedHostName: "web01.contoso.com" });
    const { Content } = (await fleet.call("Export-AsrInventory", {})).body as { Content: string };
    expect(await importText(Content)).toMatchObject({ Tasks: [{ Message: "0 added, 0 changed, 1 unchanged" }, {}, {}] });
    await importText("Fabric,FriendlyName,MachineType,HostName,BiosId,MachineId\nCS1,web-01,,,,");
    for (const field of Object.keys(given)) expect((await machines())[0]).not.toHaveProperty(field);
  });

  it.each([
    ["MachineType", "Server", "VirtualMachine or PhysicalServer"],
    ["HostName", "web 01", "host name or FQDN"],
    ["HostName", "10.0.0.31", "host name or FQDN"],
    ["BiosId", "42062e7b", "BIOS id"],
    ["MachineId", "not an id", "32 digits"],
  ])("is refused with the %s %s", async (column, came, expected) => {
    const { all } = await refusal(`Fabric,FriendlyName,Address,OSType,${column}\nCS1,web-01,10.0.0.31,Linux,${came}`);
    expect(all).toEqual([expect.stringMatching(new RegExp(`^Line 2: ${column} is .*expected .*${expected}`))]);
  });

  it("takes away what the file has no more when it is asked to, shown before, and no more than may go", async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `CS1,web-${i},10.0.0.${i + 1},,Linux,,,,`);
    await importText(csv(HEADER, ...rows));
    const protectedOne = (await machines()).find(({ friendlyName }) => friendlyName === "web-8");
    const found = protectedOne && (await fleet.context.machines.find(protectedOne));
    if (found) await fleet.context.machines.replace({ ...found.value, protectedItem: "item-8" }, found.etag);
    const file = csv(HEADER, ...rows.slice(0, 7), "CS1,fresh,10.0.1.1,,Linux,,,,");
    const refused = await refusal(file, { RetireMissing: true });
    expect(refused).toMatchObject({ target: "RetireAtMost" });
    expect(refused.message).toContain("lacks 2 of the 10 machines (20%) of the containers that it names; expected 10% of them at most");
    expect(await refusal(file, { RetireAtMost: "20%" })).toMatchObject({ target: "RetireAtMost" });
    const asked = { RetireMissing: true, RetireAtMost: "20%" };
    const { body } = await fleet.call(IMPORT, { Content: file, ...asked, WhatIf: true });
    expect(body).toMatchObject({
      Plan: {
        ...{ Added: 1, Changed: 0, Unchanged: 7, Retired: 2, Kept: 1 },
        Differences: [
          { FriendlyName: "web-7", Action: "Retire", Reason: null },
          { FriendlyName: "web-9", Action: "Retire" },
          { FriendlyName: "web-8", Action: "Keep", Reason: 'It is the replication protected item "item-8"' },
          { FriendlyName: "fresh", Action: "Add" },
        ],
      },
    });
    expect(await machines()).toHaveLength(10);
    const job = await importText(file, asked);
    expect(job).toMatchObject({ State: "Succeeded", Tasks: [{}, {}, {}, { Message: "1 added, 0 changed, 7 unchanged, 2 retired" }] });
    expect((await machines()).map(({ friendlyName }) => friendlyName).sort()).toEqual(["fresh", ...[0, 1, 2, 3, 4, 5, 6, 8].map((i) => `web-${i}`)]);
  });

  it("keeps a machine that came into use after the call, and those of containers that the file does not name", async () => {
    await fleet.call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "p" });
    await importText(
      csv(HEADER, "CS1,web-01,10.0.0.1,,Linux,LinuxAccount,,,", "CS1,web-02,10.0.0.2,,Linux,LinuxAccount,,,", "CS2,db-01,10.0.0.3,,Linux,,,,"),
    );
    const [web2] = (await machines()).filter(({ friendlyName }) => friendlyName === "web-02");
    if (!web2) throw new Error("it was imported");
    const { body } = await fleet.call(IMPORT, {
      Content: csv(HEADER, "CS1,web-01,10.0.0.1,,Linux,LinuxAccount,,,"),
      RetireMissing: true,
      RetireAtMost: 1,
    });
    const { fabric, container, name, friendlyName } = web2;
    const target = { kind: "machine", fabric, container, name, friendlyName } as const;
    const atWork = await fleet.context.startJob({ recipe: "test", target, input: {} });
    const { message } = fleet.context.queue.take() ?? {};
    const engine = await jobEngine({});
    if (message) await runJob({ ...engine, ...fleet.context, recipeOf: ({ recipe }) => RECIPES[recipe] })(message);
    const job = (await fleet.call("Get-AsrJob", { Name: (body as { Name: string }).Name })).body;
    expect(job).toMatchObject({
      ...{ State: "Succeeded", StateDescription: "CompletedWithInformation" },
      FleetDetails: { Warnings: [`web-02 was kept: Job ${atWork.name} of web-02 has not ended`] },
      Tasks: [{}, {}, {}, { Message: "0 added, 0 changed, 1 unchanged, 0 retired, 1 kept" }],
    });
    expect(await machines()).toHaveLength(2);
    expect((await fleet.context.machines.list("CS2", "default", { size: 10 })).items).toHaveLength(1);
  });

  it("changes only what differs when it is imported again, and says so", async () => {
    const before = csv(HEADER, "CS1,web-01,10.0.0.31,22,Linux,LinuxAccount,,,site=berlin", "CS1,web-02,10.0.0.32,22,Linux,LinuxAccount,,sql,");
    await importText(before);
    expect(await importText(before)).toMatchObject({ Tasks: [{ Message: "0 added, 0 changed, 2 unchanged" }, {}, {}] });
    const [web1] = (await machines()).filter(({ friendlyName }) => friendlyName === "web-01");
    const found = web1 && (await fleet.context.machines.find(web1));
    if (found) await fleet.context.machines.replace({ ...found.value, osTag: "RHEL9-64" }, found.etag);
    const again = csv("Fabric;FriendlyName;Address;AvailabilityGroup", "CS1;WEB-01;10.0.0.99;", "CS1;web-02;10.0.0.32;", "CS1;web-03;10.0.0.33;");
    expect((await fleet.call(IMPORT, { Content: `${again}` })).body).toMatchObject({
      error: { details: [{ message: expect.stringContaining("Line 4: OSType is missing for a new machine") }] },
    });
    expect(await importText(again.split("\r\n").slice(0, 3).join("\n"))).toMatchObject({
      Tasks: [{ Message: "0 added, 2 changed, 0 unchanged" }, {}, {}],
    });
    const now = Object.fromEntries((await machines()).map((machine) => [machine.friendlyName, machine]));
    expect(now["web-01"]).toMatchObject({ address: "10.0.0.99", osTag: "RHEL9-64", tags: { site: "berlin" }, accountId: "1" });
    expect(now["web-02"]).not.toHaveProperty("availabilityGroup");
  });

  it("is refused as a whole, with every bad line by its number, what came and what was expected", async () => {
    const { all, message } = await refusal(
      csv(
        HEADER,
        "CS1,ok-1,10.0.0.1,22,Linux,LinuxAccount,,,",
        '"CS1","two',
        'lines",10.0.0.2,99999,Linux,nobody,,,',
        "CS9,web-03,10.0.0.3,22,Linux,,,,",
        "CS1,,10.0.0.4,22,Linux,,,,",
        "CS1,web-05,not an address,22,Solaris,,sha,,a",
        "CS1,OK-1,10.0.0.6,22,Linux,,,,",
        "CS1,web-07,10.0.0.1,22,Linux,,,,",
      ),
    );
    expect(message).toContain("nothing was imported");
    const expected = [
      'Line 3: FriendlyName holds U+000D, a line break, as character 4 of "two\\r\\nlines"; expected a name',
      'Line 3: Port is "99999"; expected a whole number',
      'Line 3: Account is "nobody"',
      'Line 5: Fabric is "CS9", which is not there (there is CS1)',
      "Line 6: FriendlyName is missing",
      'Line 7: Address is "not an address"',
      'Line 7: OSType is "Solaris"; expected Linux or Windows',
      'Line 7: HostKey is "sha"',
      'Line 7: Tags have "a" without an equals sign; expected name=value pairs',
      "Line 8: the machine OK-1 stands in line 2 already",
      "Line 9: the address 10.0.0.1 with port 22 stands in line 2 already",
    ];
    for (const one of expected) expect(all).toContainEqual(expect.stringContaining(one));
    expect(all).toHaveLength(expected.length);
    expect(await machines()).toEqual([]);
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
  });

  it("names a column that nobody knows and the one that was meant", async () => {
    expect(await refusal("Fabric,FriendlyNam,Address\nCS1,a,10.0.0.1")).toMatchObject({ message: expect.stringContaining('"FriendlyNam"') });
    const { body } = await fleet.call(IMPORT, { Content: "Fabric,FriendlyNam,Address\nCS1,a,10.0.0.1" });
    expect(body).toMatchObject({ error: { details: [{ recommendedAction: "Did you mean FriendlyName?" }] } });
    for (const [content, said] of [
      ["[1]", "Entry 1: This is not an object"],
      ['{"a": 1}', "another shape"],
      ["[", "not JSON"],
      ["Fabric,Fabric\nCS1,CS1", "twice"],
      ["Fabric", "no machine"],
      ['Fa"bric,FriendlyName\nCS1,a', "Line 1: This is not CSV"],
    ] as const)
      expect((await refusal(content)).message).toContain(said);
  });

  it("names every line that cannot be read, beside those that are wrong otherwise", async () => {
    const lines = [
      "CS1,web-01,10.0.0.300,22,Linux,,,,",
      "CS1,web-02,10.0.0.2,22,Linux,,,,,,spare",
      '"CS1",web-03',
      "CS1,web-04,10.0.0.4,22,Linux,,,,,much",
    ];
    const broken = ['CS1,"web"-05,10.0.0.5', "CS1,web-06,nowhere!"];
    expect((await refusal(csv(HEADER, ...lines, "", ...broken))).all).toEqual([
      expect.stringContaining('Line 2: Address is "10.0.0.300"; expected an IPv4 or IPv6 address'),
      "Line 3: There are 11 cells; expected 9, as in the first line",
      expect.stringContaining("Line 4: Address is missing"),
      expect.stringContaining("Line 4: OSType is missing"),
      "Line 5: There are 10 cells; expected 9, as in the first line",
      expect.stringMatching(/^Line 7: This is not CSV as RFC 4180 has it \(Invalid Closing Quote.*\); nothing behind it was read$/),
    ]);
    const entries = [5, { Fabric: "CS1", FriendlyNam: "a" }, { Fabric: "CS1", FriendlyName: "b", Address: "256.0.0.1", OSType: "Linux" }, null];
    const expected = [
      expect.stringContaining("Entry 1: This is not an object; expected one with the properties Fabric,"),
      expect.stringMatching(/^Entry 2: It names "FriendlyNam", which no inventory has; .* Did you mean FriendlyName\?$/),
      expect.stringContaining('Entry 3: Address is "256.0.0.1"'),
      expect.stringContaining("Entry 4: This is not an object"),
    ];
    expect((await refusal(JSON.stringify(entries))).all).toEqual(expected);
    expect((await fleet.call(IMPORT, { Machines: entries })).body).toMatchObject({ error: { details: expected.map((message) => ({ message })) } });
  });

  it("never replaces a host key that is on record, unless the call says so", async () => {
    const line = (key: string) => csv(HEADER, `CS1,web-01,10.0.0.31,22,Linux,,${key},,`);
    await importText(line(KEY));
    expect((await refusal(line(OTHER_KEY))).all).toEqual([expect.stringContaining("HostKey is another one than the ssh-ed25519 SHA256:uNiV")]);
    expect((await refusal(line(""))).all).toHaveLength(1);
    await importText(line(OTHER_KEY), { AcceptHostKeyChange: true });
    expect((await machines())[0]?.hostKey).toMatchObject({ type: "ssh-rsa", origin: "registered" });
  });

  it("shows what it would change, field by field, and changes nothing", async () => {
    await importText(csv(HEADER, "CS1,web-01,10.0.0.31,22,Linux,LinuxAccount,,,site=berlin"));
    const Machines = [
      { Fabric: "CS1", FriendlyName: "web-01", Port: 2222, Tags: { site: "bonn" } },
      { Fabric: "CS1", FriendlyName: "web-02", Address: "10.0.0.2", OSType: "Linux" },
    ];
    const { body } = await fleet.call(IMPORT, { Machines, WhatIf: true });
    const { Plan } = body as { Plan: { Differences: Shown[] } };
    expect(Plan).toMatchObject({ Added: 1, Changed: 1, Unchanged: 0 });
    expect(Plan.Differences[0]).toMatchObject({
      Action: "Change",
      Changes: [
        { Field: "port", Before: "22", After: "2222" },
        { Field: "tags", Before: '{"site":"berlin"}', After: '{"site":"bonn"}' },
      ],
    });
    expect(await machines()).toHaveLength(1);
  });

  it("waits for an import that is under way", async () => {
    const content = csv(HEADER, "CS1,web-01,10.0.0.31,22,Linux,,,,");
    expect((await fleet.call(IMPORT, { Content: content })).status).toBe(202);
    expect(await fleet.call(IMPORT, { Content: content.replace("web-01", "web-02") })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("is importing an inventory already") } },
    });
    expect(await machines()).toEqual([]); // nothing is seen before it is committed
  });

  it.each(["CSV", "JSON"] as const)("comes back as it went out, whatever stands in it (%s)", async (Format) => {
    const text = fc
      .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
      .map((s) => s.trim())
      .filter((s) => s !== "" && !unfitInName(s) && !/^@\{|\?/.test(s));
    const tag = text.filter((s) => !/[=;]|^[<{["'`]|^[@$][({]/.test(s) && s !== "__proto__");
    const rows = fc.uniqueArray(
      fc.record({ name: text, tags: fc.dictionary(tag, tag, { maxKeys: 3, noNullPrototype: true }), group: fc.option(text, { nil: undefined }) }),
      {
        minLength: 1,
        maxLength: 5,
        selector: ({ name }) => name.normalize("NFC").toLowerCase(),
      },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        fleet = await memoryFleet();
        await fleet.call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2", Passphrase: "p" });
        const Machines = given.map(({ name, tags, group }, i) => ({
          ...{ Fabric: "CS1", FriendlyName: name, Address: `10.0.0.${i + 1}`, OSType: "Linux", Tags: tags },
          ...(group !== undefined && { AvailabilityGroup: group }),
        }));
        expect((await fleet.call(IMPORT, { Machines })).body).toMatchObject({ State: "NotStarted" });
        await carryOut();
        const { Content } = (await fleet.call("Export-AsrInventory", { Fabric: "CS1", Format })).body as { Content: string };
        const { body } = await fleet.call(IMPORT, { Content, WhatIf: true });
        expect(body).toMatchObject({ Plan: { Added: 0, Changed: 0, Unchanged: given.length } });
      }),
      { numRuns: 30 },
    );
  });

  it("goes out and comes back for the whole fleet, with each fabric's own accounts", async () => {
    await fleet.call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", ServerAddress: "10.0.1.2", Passphrase: "p" });
    await fleet.call("New-AsrRunAsAccount", { Fabric: "CS2", AccountName: "Second", UserName: "root", Password: "password-canary" });
    const [web, db] = ["CS1,web-01,10.0.0.1,22,Linux,LinuxAccount,,,", "CS2,db-01,10.0.1.1,22,Linux,Second,,,"];
    await importText(csv(HEADER, web, db));
    const { body } = await fleet.call("Export-AsrInventory");
    expect(body).toMatchObject({ FileName: "fleet.csv", MachineCount: 2 });
    const { Content } = body as { Content: string };
    expect(Content.split("\r\n")[0]).toBe(
      "Fabric,ProtectionContainer,FriendlyName,IPAddress,Port,Transport,OSType,Account,HostKeySha256,LegacySsh,JumpHost,AvailabilityGroup,Tag,MachineType,HostName,BiosId,MachineId",
    );
    expect(Content).toContain("CS1,default,web-01,10.0.0.1,22,,Linux,LinuxAccount,");
    expect(Content).toContain("CS2,default,db-01,10.0.1.1,22,,Linux,Second,");
    expect((await fleet.call(IMPORT, { Content, WhatIf: true })).body).toMatchObject({ Plan: { Added: 0, Changed: 0, Unchanged: 2 } });
    expect((await fleet.call("Export-AsrInventory", { Fabric: "CS2" })).body).toMatchObject({ FileName: "CS2.csv", MachineCount: 1 });
  });

  it("keeps cells from being taken as formulas", async () => {
    await importText(JSON.stringify([{ Fabric: "CS1", FriendlyName: "=cmd()", Address: "10.0.0.1", OSType: "Linux", Tags: { a: "+1" } }]));
    const { Content } = (await fleet.call("Export-AsrInventory", { Fabric: "CS1" })).body as { Content: string };
    expect(Content).toContain("'=cmd()");
  });
});
