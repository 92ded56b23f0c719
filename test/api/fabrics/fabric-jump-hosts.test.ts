import { describe, expect, it } from "vitest";
import { sampleFleet } from "../call.js";

const KEY = "uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s";
const DMZ = { Name: "dmz", Address: "10.0.0.9", AccountId: "1", HostKeySha256: `SHA256:${KEY}` };

/** Sets the jump hosts of a fabric that has the account 1. */
async function site() {
  const { call, context, container } = await sampleFleet();
  const set = (parameters: object) => call("Set-AsrFabric", { Name: "CS1", ...parameters });
  return { call, container, set, fabric: async () => (await context.fabrics.find("CS1"))?.value };
}

describe("the jump hosts of a fabric", () => {
  it("are kept as they are given, with port 22 and a bare fingerprint, and are shown again", async () => {
    const { call, set, fabric } = await site();
    const inner = { ...DMZ, Name: "inner", Address: "fd00::9", Port: 2222, HostKeySha256: `${KEY}=` };
    expect((await set({ JumpHosts: [DMZ, inner], DefaultJumpHost: "DMZ" })).status).toBe(200);
    expect((await fabric())?.jumpHosts).toEqual([
      { name: "dmz", address: "10.0.0.9", port: 22, accountId: "1", hostKeySha256: KEY },
      { name: "inner", address: "fd00::9", port: 2222, accountId: "1", hostKeySha256: KEY },
    ]);
    const JumpHosts = [
      { ...DMZ, Port: 22, HostKeySha256: KEY },
      { ...inner, HostKeySha256: KEY },
    ];
    expect((await call("Get-AsrFabric", { Name: "CS1" })).body).toMatchObject({ FleetDetails: { JumpHosts, DefaultJumpHost: "DMZ" } });
  });

  it.each([
    ["an address that is more than one", { Address: "10.0.0.9 -oProxyCommand=x" }, "0.Address"],
    ["a port out of range", { Port: 70_000 }, "0.Port"],
    ["a fingerprint that is none", { HostKeySha256: "SHA256:short" }, "0.HostKeySha256"],
    ["no fingerprint", { HostKeySha256: undefined }, "0.HostKeySha256"],
    ["a property that is not known", { UserName: "root" }, "0"],
  ])("are refused with %s", async (_what, wrong, place) => {
    const { set, fabric } = await site();
    const answer = await set({ JumpHosts: [{ ...DMZ, ...wrong }] });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "InvalidParameter", target: "JumpHosts" } } });
    expect(JSON.stringify(answer.body)).toContain(`wrong at ${place}`);
    expect((await fabric())?.jumpHosts).toEqual([]);
  });

  it.each([
    ["two of one name, in whatever case", { JumpHosts: [DMZ, { ...DMZ, Name: "DMZ" }] }, "JumpHosts", /must differ.*got dmz, DMZ/],
    ["one called none", { JumpHosts: [{ ...DMZ, Name: "None" }] }, "JumpHosts", /none may be called none/],
    ["an account that the fabric has not", { JumpHosts: [{ ...DMZ, AccountId: "7" }] }, "JumpHosts", /no run-as account 7 for dmz/],
    ["a default that is not among them", { JumpHosts: [DMZ], DefaultJumpHost: "gone" }, "DefaultJumpHost", /\(dmz\) or none, got "gone"/],
    ["a default without any", { DefaultJumpHost: "dmz" }, "DefaultJumpHost", /\(it has none\)/],
  ])("are refused with %s", async (_what, parameters, target, message) => {
    const { set, fabric } = await site();
    const answer = await set(parameters);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "InvalidParameter", target, message: expect.stringMatching(message) } } });
    expect(await fabric()).toMatchObject({ jumpHosts: [] });
    expect(await fabric()).not.toHaveProperty("defaultJumpHost");
  });

  it("cannot lose the one that is the default, but can when the default changes with it", async () => {
    const { set, fabric } = await site();
    await set({ JumpHosts: [DMZ], DefaultJumpHost: "dmz" });
    expect(await set({ JumpHosts: [] })).toMatchObject({ status: 400, body: { error: { target: "DefaultJumpHost" } } });
    expect((await set({ JumpHosts: [], DefaultJumpHost: "none" })).status).toBe(200);
    expect(await fabric()).toMatchObject({ jumpHosts: [], defaultJumpHost: "none" });
  });

  it("are named by machines in any case, and only those that there are", async () => {
    const { call, container, set } = await site();
    await set({ JumpHosts: [DMZ] });
    const machine = { ProtectionContainer: container, FriendlyName: "vm2", IPAddress: "10.0.0.5", OSType: "Linux" };
    const unknown = await call("New-AsrProtectableItem", { ...machine, JumpHost: "gone" });
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: "ResourceNotFound", target: "JumpHost" } } });
    expect((await call("New-AsrProtectableItem", { ...machine, JumpHost: "DMZ" })).status).toBe(202);
    const shown = await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm2" });
    expect(JSON.stringify(shown.body)).toContain('"JumpHost":"dmz"');
  });
});
