import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterOf } from "../../../../lib/api/machines/parameters.js";
import { fitsFilter } from "../../../../lib/jobs/batch/filter.js";
import { fitting, parseFilter, sentFilter } from "../../../../web/portal/items/filter.js";
import { aMachine } from "../../../store/samples.js";
import { aRow, blocker } from "./rows-sample.js";

const FABRICS = [
  { Name: "cs1", ID: "/fabrics/cs1" },
  { Name: "cs2", ID: "/fabrics/cs2" },
];

describe("the search field", () => {
  it("takes words as the name, and terms by their kind", () => {
    expect(parseFilter('web 01 os:RHEL8-64 version:9.61. tag:"site=new york" state:blocked FABRIC:cs1 cause:InstallerMissing')).toEqual({
      ...{ name: "*web*01*", os: "RHEL8-64", version: "9.61", tags: { site: "new york" }, states: ["blocked"] },
      ...{ fabric: "cs1", cause: "InstallerMissing", wrong: [] },
    });
    expect(parseFilter("web-??")).toMatchObject({ name: "web-??" });
    expect(parseFilter('"web 01"')).toMatchObject({ name: "*web 01*" });
  });

  it("names what it cannot read, and takes an unknown kind for a word", () => {
    expect(parseFilter("version:new tag:berlin state:odd os:").wrong).toHaveLength(4);
    expect(parseFilter("toString:1 __proto__:2")).toMatchObject({ name: "*toString:1*__proto__:2*", wrong: [] });
  });

  it("reads any text in a moment", () => {
    for (const text of ['"'.repeat(50_000), 'a"'.repeat(50_000), "state:".repeat(20_000)]) {
      const began = performance.now();
      parseFilter(text);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });
});

describe("what fits", () => {
  it("is what fits every kind, and one of the states", () => {
    const row = aRow({ Tags: { Site: "Berlin" }, BlockedBy: [blocker("InstallerMissing")] });
    for (const text of [
      "",
      "WEB",
      "tag:site=berlin",
      "os:ubuntu-22.04-64",
      "state:blocked state:failed",
      "cause:installermissing",
      "version:9.61 fabric:CS1",
    ])
      expect([text, fitting(parseFilter(text), [row]).length > 0]).toEqual([text, true]);
    for (const text of ["db", "tag:site=rome", "os:ubuntu", "state:failed", "version:9.6", "fabric:cs2", "cause:other"])
      expect([text, fitting(parseFilter(text), [row]).length > 0]).toEqual([text, false]);
  });

  it("is for a batch the same machines: what is sent selects there what the list shows here", () => {
    const word = fc.stringMatching(/^[ab*?]{0,5}$/);
    const texts = fc.record({ name: word, version: fc.constantFrom("", "9", "9.6", "9.61", "9.61.7016.1"), site: fc.constantFrom("", "a", "B") });
    const machines = fc.record({ name: fc.stringMatching(/^[abAB]{1,5}$/), site: fc.constantFrom("a", "b") });
    fc.assert(
      fc.property(texts, machines, ({ name, version, site }, machine) => {
        const filter = parseFilter([name, version && `version:${version}`, site && `tag:site=${site}`].filter(Boolean).join(" "));
        const sent = sentFilter(filter, FABRICS.slice(0, 1));
        if (!("parameters" in sent)) throw new Error(sent.refused);
        const row = aRow({ FriendlyName: machine.name, Tags: { site: machine.site } });
        const agent = {
          version: "9.61.7016.1",
          configured: true,
          servicesRunning: true,
          rebootRequired: "None",
          checkedAt: "2026-11-24T13:04:26.000Z",
        } as const;
        const there = fitsFilter(aMachine({ friendlyName: machine.name, tags: { site: machine.site }, agent }), filterOf(sent.parameters));
        expect(fitting(filter, [row]).length > 0).toBe(there);
      }),
    );
  });
});

describe("all that match", () => {
  it("is sent as the filter itself", () => {
    expect(
      sentFilter(parseFilter("web os:RHEL8-64 version:9.61 tag:site=berlin state:update state:failed cause:DiskFull fabric:cs2"), FABRICS),
    ).toEqual({
      parameters: {
        ...{ Fabric: "/fabrics/cs2", FriendlyName: "*web*", OSTag: "RHEL8-64", AgentVersion: "9.61", Tag: { site: "berlin" } },
        ...{ State: ["Update", "Failed"], Cause: "DiskFull" },
      },
    });
  });

  it("is of all fabrics where it names none", () => {
    expect(sentFilter(parseFilter("web-*"), FABRICS)).toEqual({ parameters: { Fabric: ["/fabrics/cs1", "/fabrics/cs2"], FriendlyName: "web-*" } });
    expect(sentFilter(parseFilter(""), FABRICS.slice(0, 1))).toEqual({ parameters: { Fabric: "/fabrics/cs1" } });
    expect(sentFilter(parseFilter(""), [])).toEqual({ refused: expect.stringMatching(/\w/) });
  });

  it("is refused, with the reason, where a batch would touch other machines than are shown", () => {
    for (const text of ["version:odd fabric:cs1", "fabric:none"])
      expect(sentFilter(parseFilter(text), FABRICS)).toEqual({ refused: expect.stringMatching(/\w/) });
  });
});
