import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BETWEEN, type FleetWorld, type Item, installedVersion, startFleet, TARGET, UBUNTU, until } from "../fleet.js";

const STARTED = "LAB INSTALLER of";
const ENDED = "exit code 98";

describe.skipIf(noLab)(`two fleets on one machine${lacksLab}`, { timeout: 120_000 }, () => {
  let fleets: readonly FleetWorld[] = [];
  beforeAll(async () => {
    fleets = await Promise.all([startFleet(), startFleet()]);
    const both = [BETWEEN, TARGET].map((version) => ({ version, osTag: UBUNTU, seconds: 2 }));
    await Promise.all(fleets.map((fleet) => fleet.importInstallers(both)));
  }, 120_000);
  afterAll(() => Promise.all(fleets.map((fleet) => fleet.close())));

  /** The same machine in the inventory of each. */
  const adoptByBoth = async (name: string): Promise<readonly Item[]> => {
    const [first, second] = fleets;
    if (!first || !second) throw new Error("there are no two fleets");
    const account = { name: "root", publicKeys: [first.publicKey, second.publicKey] };
    const item = await first.adopt({ name, osTag: UBUNTU, agent: { version: "9.59.6930.1" }, account });
    return [item, await second.adopt({ name, osTag: UBUNTU }, { machine: item.lab })];
  };

  it("installs once when both want the same version at the same time", async () => {
    const items = await adoptByBoth("same-version");
    const jobs = await Promise.all(items.map((item, i) => fleets[i]?.update(item)));
    for (const job of jobs) expect(job, JSON.stringify(job?.Errors)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installersOf(items)).toEqual([STARTED, ENDED]);
  });

  it("waits for the other's installer and goes on from there, each with fencing tokens of its own", async () => {
    const items = await adoptByBoth("one-by-one");
    const [first, second] = items.map((item, i) => () => fleets[i]?.update(item, { TargetVersion: i === 0 ? BETWEEN : TARGET }));
    const before = first?.();
    await until(async () => (await installersOf(items)).length > 0);
    const jobs = await Promise.all([before, second?.()]);
    for (const job of jobs) expect(job, JSON.stringify(job?.Errors)).toMatchObject({ State: "Succeeded", Errors: [] });
    expect(await installersOf(items)).toEqual([STARTED, ENDED, STARTED, ENDED]);
    const [item] = items;
    expect(item && (await installedVersion(item.lab))).toBe(TARGET);
    expect((await item?.lab.exec("ls /var/lib/mobility-fleet/fence"))?.stdout.trim().split("\n")).toHaveLength(2);
  });

  /** Beginnings and ends of installers on the machine, in the order in which they came. */
  async function installersOf([item]: readonly Item[]): Promise<readonly string[]> {
    const log = (await item?.lab.exec("cat /var/log/ua_install.log 2>/dev/null"))?.stdout ?? "";
    return log.split("\n").flatMap((line) => new RegExp(`${STARTED}|exit code \\d+`).exec(line)?.[0] ?? []);
  }
});
