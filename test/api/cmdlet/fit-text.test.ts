import { beforeAll, describe, expect, it } from "vitest";
import { sampleFleet } from "../call.js";

let fleet: Awaited<ReturnType<typeof sampleFleet>>;
beforeAll(async () => {
  fleet = await sampleFleet();
});

const KEY = `SHA256:${"a".repeat(43)}`;
const machine = (more: object) => ({ ProtectionContainer: fleet.container, FriendlyName: "vm2", IPAddress: "10.0.0.5", OSType: "Linux", ...more });
const account = (more: object) => ({ Fabric: "CS1", AccountName: "Second", UserName: "admin", Password: "password-canary", ...more });
const jump = (more: object) => ({
  ...{ Name: "CS1", Generation: "Classic" },
  JumpHosts: [{ Name: "jump", Address: "10.0.0.9", AccountId: "1", HostKeySha256: KEY, ...more }],
});

type Case = readonly [what: string, cmdlet: string, parameters: (text: string) => object];
const NAMES: readonly Case[] = [
  ["the name of a machine", "New-AsrProtectableItem", (text) => machine({ FriendlyName: text })],
  ["an address", "New-AsrProtectableItem", (text) => machine({ IPAddress: text })],
  ["an availability group", "New-AsrProtectableItem", (text) => machine({ AvailabilityGroup: text })],
  ["the name of a tag", "New-AsrProtectableItem", (text) => machine({ Tag: { [text]: "berlin" } })],
  ["the value of a tag", "New-AsrProtectableItem", (text) => machine({ Tag: { site: text } })],
  ["tags in a text", "New-AsrProtectableItem", (text) => machine({ Tag: `site=${text}` })],
  ["the name of an account", "New-AsrRunAsAccount", (text) => account({ AccountName: text })],
  ["a user", "New-AsrRunAsAccount", (text) => account({ UserName: text })],
  ["the friendly name of a fabric", "Set-AsrFabric", (text) => ({ Name: "CS1", FriendlyName: text })],
  ["the name of a fabric", "Set-AsrFabric", (text) => ({ Name: text, Generation: "Classic" })],
  ["the address of a server", "Set-AsrFabric", (text) => ({ Name: "CS1", ServerAddress: text })],
  ["the name of a jump host", "Set-AsrFabric", (text) => jump({ Name: text })],
  ["the address of a jump host", "Set-AsrFabric", (text) => jump({ Address: text })],
  ["the name of an item", "New-AsrReplicationProtectedItem", (text) => ({ ProtectableItem: fleet.item, Name: text, Account: "LinuxAccount" })],
  ["a reference by name", "New-AsrReplicationProtectedItem", (text) => ({ ProtectableItem: fleet.item, Name: "vm1-item", Account: text })],
];
const SECRETS: readonly Case[] = [
  ["a password", "New-AsrRunAsAccount", (text) => account({ Password: text })],
  ["the passphrase of a key", "New-AsrRunAsAccount", (text) => account({ PrivateKey: "key", PrivateKeyPassphrase: text })],
  ["the passphrase of a server", "Set-AsrFabric", (text) => ({ Name: "CS1", Passphrase: text })],
];

const UNFIT: readonly (readonly [string, string])[] = [
  ["\0", "U+0000, a NUL"],
  ["\n", "U+000A, a line break"],
  ["\x1b", "U+001B, a control character"],
  ["\u200b", "U+200B, a format character that nobody sees"],
  ["\u202e", "U+202E, a character that turns the direction of text"],
  ["\ud800", "U+D800, half a character"],
  ["\ufffd", "U+FFFD, the mark of a character that was lost"],
];
const cases = [...NAMES, ...SECRETS].flatMap((one) => UNFIT.map(([character, said]) => [one[0], said, character, one] as const));

describe("a text that is not fit", () => {
  it.each(cases)("is refused in %s for %s, with its place and without itself", async (_what, said, character, [what, cmdlet, parameters]) => {
    const { status, body } = await fleet.call(cmdlet, parameters(`ab${character}cd`));
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(said) } } });
    const { message } = (body as { error: { message: string } }).error;
    expect(message).toContain("as character 3");
    expect(message).not.toContain(character);
    if (SECRETS.some(([secret]) => secret === what)) expect(message).not.toContain("ab");
  });

  it.each(SECRETS)("is the name of PowerShell's object where %s was meant", async (_what, cmdlet, parameters) => {
    for (const text of ["System.Security.SecureString", "System.Management.Automation.PSCredential"]) {
      const { status, body } = await fleet.call(cmdlet, parameters(text));
      expect({ status, body }).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("NetworkCredential") } } });
    }
  });

  it("says what to do about one that was not UTF-8", async () => {
    const { body } = await fleet.call("New-AsrProtectableItem", machine({ FriendlyName: "k\ufffdln" }));
    expect(body).toMatchObject({ error: { message: expect.stringContaining("save it as UTF-8") } });
  });

  it.each(["@{site=berlin; wave=1}", "System.Collections.Hashtable", "System.Object[]"])(
    "is %s, which PowerShell made of an object",
    async (text) => {
      for (const parameters of [machine({ Tag: text }), machine({ FriendlyName: text }), machine({ Tag: { site: text } })]) {
        const { status, body } = await fleet.call("New-AsrProtectableItem", parameters);
        expect({ status, body }).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("-Depth") } } });
      }
    },
  );
});

describe("a text that is fit", () => {
  it.each(["Größe-ключ-密码", " leading and trailing ", "emoji 😀❤️", `quotes " ' \` and $(signs)`])("is taken as a password: %s", async (text) => {
    const AccountName = `of ${text.codePointAt(0)} ${text.length}`;
    expect(await fleet.call("New-AsrRunAsAccount", account({ AccountName, Password: text }))).toMatchObject({ status: 200 });
  });

  it("may have lines and a byte order mark where people have it in a file", async () => {
    const SourceConfig = '\ufeff{\r\n\t"a": "ü"\r\n}\r\n';
    expect(await fleet.call("Set-AsrFabric", { Name: "RCM1", Generation: "Modernized", SourceConfig })).toMatchObject({ status: 200 });
  });

  it.each(["app_01", "app_01.corp.example", "_gateway", "a_", "xn--kln-sna.example", "web-01.example."])(
    "is taken as an address: %s",
    async (text) => {
      for (const [what, cmdlet, parameters] of NAMES.filter(([one]) => /address/.test(one)))
        expect(await fleet.call(cmdlet, { ...parameters(text), WhatIf: true }), what).toMatchObject({ status: 200 });
    },
  );

  it.each(["-app", "app-", "a b", "a/b", "a..b", "10.0.0.300", "app_01:22"])("is no address: %s", async (text) => {
    expect(await fleet.call("New-AsrProtectableItem", machine({ IPAddress: text }))).toMatchObject({ status: 400 });
  });

  it("keeps numbers and truth values of a tag as text", async () => {
    const parameters = machine({ FriendlyName: "tagged", Tag: { wave: 1, cluster: true, empty: null } });
    expect(await fleet.call("New-AsrProtectableItem", parameters)).toMatchObject({ status: 202 });
    const found = await fleet.context.machines.findByFriendlyName("CS1", "default", "tagged");
    expect(found?.value.tags).toEqual({ wave: "1", cluster: "true", empty: "" });
  });
});
