import { describe, expect, it } from "vitest";
import { windowFits } from "../../../lib/jobs/plan/window-fit.js";

const each = (n: number, seconds?: number, group?: string) => Array.from({ length: n }, () => ({ seconds, group }));

describe("what fits into a window", () => {
  it("is what is begun and ended in it, so many at the same time", () => {
    expect(windowFits(each(6, 60), { maxConcurrency: 2, windowSeconds: 120 })).toEqual(["Yes", "Yes", "Yes", "Yes", "Overruns", "Overruns"]);
    expect(windowFits(each(6, 60), { maxConcurrency: 2, windowSeconds: 119 })).toEqual(["Yes", "Yes", "Overruns", "Overruns", "No", "No"]);
  });

  it("is not known behind a machine of which nobody knows how long it takes", () => {
    const machines = [...each(1), ...each(1, 60), ...each(2, 60)];
    expect(windowFits(machines, { maxConcurrency: 2, windowSeconds: 100 })).toEqual(["Unknown", "Yes", "Unknown", "Unknown"]);
    expect(windowFits(each(3), { maxConcurrency: 2, windowSeconds: 100 })).toEqual(["Unknown", "Unknown", "Unknown"]);
  });

  it("has machines of one availability group one after the other, and others meanwhile", () => {
    const machines = [...each(3, 60, "db"), ...each(1, 60)];
    expect(windowFits(machines, { maxConcurrency: 4, windowSeconds: 100 })).toEqual(["Yes", "Overruns", "No", "Yes"]);
  });

  it("is found for ten thousand machines at once", () => {
    const fits = windowFits([...each(5000, 300, "one"), ...each(5000, 300)], { maxConcurrency: 1000, windowSeconds: 3600 });
    expect(fits.filter((fit) => fit === "Yes")).toHaveLength(12 + 5000);
  });
});
