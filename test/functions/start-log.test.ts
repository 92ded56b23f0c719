import { expect, it, onTestFinished, vi } from "vitest";
import { startLog } from "../../functions/start-log.js";

it("says each thing in one line, with the word by which the host rates it", () => {
  const said: unknown[] = [];
  for (const level of ["info", "warn", "error"] as const) {
    const spy = vi.spyOn(console, level).mockImplementation((...words) => void said.push([level, ...words]));
    onTestFinished(() => spy.mockRestore());
  }
  startLog.info("ssh2 runs with its native addon");
  startLog.warn("ssh2 runs without its native addon", { node: "v24.1.0" });
  startLog.error("a setting is wrong", { cause: "FLEET_SECRETS: no\nsuch choice" });
  expect(said).toEqual([
    ["info", "ssh2 runs with its native addon"],
    ["warn", 'warning: ssh2 runs without its native addon {"node":"v24.1.0"}'],
    ["error", 'error: a setting is wrong {"cause":"FLEET_SECRETS: no\\nsuch choice"}'],
  ]);
});
