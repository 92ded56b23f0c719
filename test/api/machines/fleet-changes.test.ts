import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Clock } from "../../../lib/core/clock.js";
import { sampleFleet } from "../call.js";
import { memoryContext } from "../memory-context.js";

const Listed = z.object({ value: z.array(z.record(z.string(), z.unknown())), changeToken: z.string(), complete: z.boolean() });

/** A clock that a test puts forward. */
function movedClock(): Clock & { ahead: number } {
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead), sleep: async () => {} };
  return clock;
}

describe("what changed since a list", () => {
  const asked = async (clock = movedClock()) => {
    const fleet = await sampleFleet(memoryContext(clock));
    const read = async (parameters: object) => {
      const { body } = await fleet.call("Get-AsrMobilityServiceUpdate", parameters);
      return Listed.parse(body);
    };
    const first = await read({ Property: ["FriendlyName", "States"] });
    return { ...fleet, clock, read, first };
  };

  it("gives the whole fleet of all fabrics first, with the properties that were asked for", async () => {
    const { first } = await asked();
    expect(first).toMatchObject({ value: [{ FriendlyName: "vm1", States: ["Blocked", "Unknown"] }], complete: true });
  });

  it("is nothing when nothing was written, and the machine when it was", async () => {
    const { first, read, clock, context, protectedItem } = await asked();
    clock.ahead = 60_000;
    const later = await read({ ChangedSince: first.changeToken });
    clock.ahead = 120_000;
    const calm = await read({ ChangedSince: later.changeToken });
    expect(calm).toMatchObject({ value: [], complete: false });
    expect(JSON.stringify(calm).length).toBeLessThan(1024);
    const found = await context.machines.findByProtectedItem("CS1", "default", protectedItem.slice(protectedItem.lastIndexOf("/") + 1));
    if (!found) throw new Error("the machine is not there");
    clock.ahead = 0;
    const since = (await read({ ChangedSince: first.changeToken })).changeToken;
    await context.machines.replace({ ...found.value, failuresInARow: 1, lastFailure: "InstallerFailed" }, found.etag);
    const changed = await read({ ChangedSince: since, Property: "FriendlyName,LastFailure" });
    expect(changed).toMatchObject({ value: [{ FriendlyName: "vm1", LastFailure: "InstallerFailed" }], complete: false });
  });

  it("is the whole list again when something that all machines rest on changed, a machine was removed, or the list is old", async () => {
    const { first, read, clock, call } = await asked();
    await call("New-AsrMobilityServiceHold", { Version: "9.62.1.1", Reason: "to be looked at" });
    clock.ahead = 11_000; // a mark is read anew after ten seconds, one at a look
    await read({ ChangedSince: first.changeToken });
    clock.ahead = 22_000;
    await read({ ChangedSince: first.changeToken });
    clock.ahead = 33_000;
    const held = await read({ ChangedSince: first.changeToken });
    expect(held).toMatchObject({ value: [{ FriendlyName: "vm1" }], complete: true });
    clock.ahead += 600_001;
    expect(await read({ ChangedSince: held.changeToken })).toMatchObject({ complete: true });
  });

  it("refuses a token that is none, and a property that there is not", async () => {
    const { call } = await asked();
    expect((await call("Get-AsrMobilityServiceUpdate", { ChangedSince: "x" })).status).toBe(400);
    const wrong = await call("Get-AsrMobilityServiceUpdate", { Property: "FriendlyNam" });
    expect(wrong.body).toMatchObject({ error: { details: [{ recommendedAction: "Did you mean FriendlyName?" }] } });
  });
});

describe("machines by state and cause", () => {
  it("are the same for the list, the counts and the plan of a batch", async () => {
    const { call, context, container } = await sampleFleet();
    const { body } = await call("Get-AsrProtectableItem", { ProtectionContainer: container });
    const { value } = z.object({ value: z.array(z.object({ Name: z.string() })) }).parse(body);
    const found = await context.machines.find({ fabric: "CS1", container: "default", name: value[0]?.Name ?? "" });
    if (!found) throw new Error("the machine is not there");
    const { lease: _lease, ...free } = found.value;
    await context.machines.replace({ ...free, failuresInARow: 2, lastFailure: "DiskFull" }, found.etag);
    const counted = async (filter: object) => {
      const listed = Listed.parse((await call("Get-AsrMobilityServiceUpdate", filter)).body).value.length;
      const summary = z.object({ Total: z.number() }).parse((await call("Get-AsrMobilityServiceSummary", filter)).body).Total;
      const planned = await call("Update-AsrMobilityService", {
        Fabric: `${container.split("/replicationProtectionContainers")[0]}`,
        ...filter,
        WhatIf: true,
      });
      return [listed, summary, z.object({ Plan: z.object({ Total: z.number() }) }).parse(planned.body).Plan.Total];
    };
    expect(await counted({ State: "failed" })).toEqual([1, 1, 1]);
    expect(await counted({ State: ["Running", "Restart"] })).toEqual([0, 0, 0]);
    expect(await counted({ Cause: "diskfull" })).toEqual([1, 1, 1]);
    expect(await counted({ State: "Failed,Update", Cause: "InstallerMissing" })).toEqual([0, 0, 0]);
  });
});
