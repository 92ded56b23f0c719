import { expect, it } from "vitest";
import { readStartOptions } from "../../../local/start/options.js";

it("has a lab without Windows unless it is asked for, and no Windows without a lab", () => {
  expect(readStartOptions([])).toMatchObject({ lab: true, windows: false });
  expect(readStartOptions(["--windows"])).toMatchObject({ lab: true, windows: true });
  expect(() => readStartOptions(["--windows", "--no-lab"])).toThrow(/--no-lab leaves that out/);
});
