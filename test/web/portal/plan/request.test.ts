import { expect, it } from "vitest";
import { updateRequest } from "../../../../web/portal/plan/request.js";

const rules = { atOnce: "20", failures: "", restart: false };
const sent = { parameters: { Fabric: "/fabrics/cs1", FriendlyName: "web*" } };

it("sends the ticked machines, or the filter itself", () => {
  expect(updateRequest({ ids: ["a", "b"], all: false, sent, rules })).toEqual({
    parameters: { ReplicationProtectedItem: ["a", "b"], MaxConcurrency: 20 },
  });
  expect(updateRequest({ ids: ["a"], all: true, sent, rules: { atOnce: "5", failures: "10%", restart: true } })).toEqual({
    parameters: { Fabric: "/fabrics/cs1", FriendlyName: "web*", MaxConcurrency: 5, MaxFailures: "10%", Restart: true },
  });
});

it("asks nothing when nothing is selected, and says why when it cannot", () => {
  expect(updateRequest({ ids: [], all: false, sent, rules })).toBeUndefined();
  const refused = { refused: expect.stringMatching(/\w/) };
  expect(updateRequest({ ids: Array.from({ length: 1001 }, String), all: false, sent, rules })).toEqual(refused);
  expect(updateRequest({ ids: [], all: true, sent: { refused: "two fabrics" }, rules })).toEqual({ refused: "two fabrics" });
  for (const wrong of [{ atOnce: "0" }, { atOnce: "many" }, { failures: "101%" }, { failures: "x" }])
    expect(updateRequest({ ids: ["a"], all: false, sent, rules: { ...rules, ...wrong } })).toEqual(refused);
});
