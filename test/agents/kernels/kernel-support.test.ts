import { describe, expect, it } from "vitest";
import { kernelSupport } from "../../../lib/agents/kernels/kernel-support.js";

const list = (version: string, kernels: readonly string[], osTag = "UBUNTU-22.04-64") => ({
  ...{ osTag, version, kernels: [...kernels], asOf: "2026-02-11", importedAt: "2026-02-12T00:00:00.000Z" },
});
const ask = (lists: readonly ReturnType<typeof list>[], version: string, kernel = "5.15.0-91-generic") =>
  kernelSupport(lists, { osTag: "UBUNTU-22.04-64", kernel, version });

describe("kernelSupport", () => {
  it.each([
    ["of this very version", "9.66.7709.1", "9.66.7709.1"],
    ["of the release", "9.66", "9.66.7709.1"],
    ["of the build, of which the machine's own record lacks the last number", "9.66.7709.1", "9.66.7709.0"],
  ])("believes a list %s, in both directions", (_, listed, version) => {
    expect(ask([list(listed, ["5.15.0-91-generic"])], version)).toMatchObject({ state: "supported", text: expect.stringMatching(/2026-02-11/) });
    expect(ask([list(listed, ["5.15.0-92-generic"])], version)).toMatchObject({
      state: "unsupported",
      text: expect.stringMatching(/5\.15\.0-91-generic/),
    });
  });

  it.each([
    ["no list", []],
    ["a list of another build of the release", [list("9.66.7640.1", ["5.15.0-91-generic"])]],
    ["a list of another release", [list("9.65", ["5.15.0-91-generic"])]],
    ["a release that only begins alike", [list("9.6", ["5.15.0-91-generic"])]],
    ["a list of another system", [list("9.66", ["5.15.0-91-generic"], "UBUNTU-24.04-64")]],
  ])("knows nothing by %s", (_, lists) => expect(ask(lists, "9.66.7709.1").state).toBe("unknown"));

  it("prefers the list of the build to that of its release", () => {
    const lists = [list("9.66", []), list("9.66.7709.1", ["5.15.0-91-generic"])];
    expect(ask(lists, "9.66.7709.1").state).toBe("supported");
    expect(ask(lists, "9.66.7640.1").state).toBe("unsupported");
  });

  it("takes no kernel for another one that begins alike", () => {
    expect(ask([list("9.66", ["5.15.0-91-generic"])], "9.66.7709.1", "5.15.0-9").state).toBe("unsupported");
    expect(ask([list("9.66", ["5.15.0-9"])], "9.66.7709.1").state).toBe("unsupported");
  });
});
