import { expect, it } from "vitest";
import { linesWith, sourcesIn } from "./sources.js";

const SLEEPS = /\bset(Timeout|Interval)\(|timers\/promises"|\.sleep\(|\bsleep\(/;

/** Where time may pass. A test waits by `until`: on what happens, for as long as that takes. */
const MAY = [
  "test/until.ts",
  "test/clients/generated-client.test.ts", // the text of somebody else's program, which asks now and then
  "test/e2e/process-watcher.mjs", // looks at all processes a hundred times a second
  "test/event-loop.test.ts", // looks how long nobody else had a turn
  "test/jobs/hostile-machine.test.ts", // a server that drips
  "test/remote/winrm/wsman-shells.ts", // a server that answers after a while that nothing has come
  "test/local/host/tiny-app/app.mjs", // an app of its own, which answers late
];
const NO_WAIT = /import \{ setImmediate|: \(.*\) =>|socket\.setTimeout\(|sleep: /;

it("waits in tests only on what happens, never for a time", () => {
  const paths = sourcesIn("test").filter((path) => !MAY.includes(path) && path !== "test/house/no-sleep.test.ts");
  expect(paths.length).toBeGreaterThan(200);
  expect(linesWith(SLEEPS, paths).filter((line) => !NO_WAIT.test(line))).toEqual([]);
});

it("would find a test that sleeps", () => {
  expect(linesWith(SLEEPS, MAY).length).toBeGreaterThanOrEqual(MAY.length);
});
