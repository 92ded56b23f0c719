import { expect, it, vi } from "vitest";
import type { Log } from "../lib/core/log.js";
import { processStart } from "../lib/start.js";

const RIGHT = { AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64") };

/** A process with these settings, and what it composed. */
function startWith(settings: Readonly<Record<string, string>>) {
  const product = { sshAddon: true, makeStorage: async () => {}, handOn: async () => {} };
  const composed = vi.fn(async () => product);
  return { ...processStart({ env: { ...RIGHT, ...settings }, compose: composed }), composed, product };
}

function listener() {
  const said: string[] = [];
  const note = (message: string, fields?: object) => void said.push(`${message}${fields ? ` ${JSON.stringify(fields)}` : ""}`);
  return { said, log: { debug: note, info: note, warn: note, error: note } satisfies Log };
}

it("reads the settings at a start and loads the product when it is first asked, once", async () => {
  const { settingsAreRight, fleet, composed } = startWith({});
  expect(settingsAreRight()).toBe(true);
  expect(composed).not.toHaveBeenCalled();
  expect(await fleet()).toBe(await fleet());
  expect(composed).toHaveBeenCalledTimes(1);
});

it("loads nothing with wrong settings, says what is wrong and throws it at each call", async () => {
  const { settingsAreRight, tellWrongSettings, prepare, fleet, composed } = startWith({ FLEET_SEALING_KEY: "short" });
  const { said, log } = listener();
  tellWrongSettings(log);
  await prepare(log);
  expect(settingsAreRight()).toBe(false);
  expect(said).toEqual([expect.stringContaining("FLEET_SEALING_KEY")]);
  await expect(fleet()).rejects.toMatchObject({ code: "InvalidSettings" });
  await expect(fleet()).rejects.toMatchObject({ code: "InvalidSettings" });
  expect(composed).not.toHaveBeenCalled();
});

it("says that storage is away, and never throws, when it cannot be made ready", async () => {
  const { prepare, composed } = startWith({});
  composed.mockResolvedValue({ sshAddon: false, makeStorage: () => Promise.reject(new Error("refused")), handOn: async () => {} });
  const { said, log } = listener();
  await prepare(log);
  expect(said).toEqual([expect.stringContaining("without its native addon"), expect.stringMatching(/storage is away.*refused/)]);
});

it("prepares nothing any more when the process is asked to end first", async () => {
  const { prepare, endFleet, composed } = startWith({});
  await endFleet(listener().log);
  await prepare(listener().log);
  expect(composed).not.toHaveBeenCalled();
});
