import { expect, it } from "vitest";
import { problemOf } from "../../../../web/portal/api/problem.js";

it("keeps the service's words, its advice and every detail", () => {
  const details = [
    { code: "PlanOutdated", message: "For 2 machines it is not as the plan showed", recommendedAction: "Make a new plan" },
    { code: "PlanOutdated", message: "web-01 has 9.62" },
  ];
  const problem = problemOf({ status: 409, retryAfter: null }, { error: { code: "Conflict", message: "For 2 machines …", details } });
  expect(problem).toMatchObject({
    status: 409,
    code: "PlanOutdated",
    advice: "Make a new plan",
    details: [details[0]?.message, details[1]?.message],
  });
});

it("is honest about an answer that is not the service's", () => {
  expect(problemOf({ status: 502, retryAfter: "7" }, undefined)).toMatchObject({ code: "HTTP 502", retryAfterSeconds: 7 });
  expect(problemOf({ status: 502, retryAfter: "soon" }, "<html>")).toMatchObject({ retryAfterSeconds: undefined });
});
