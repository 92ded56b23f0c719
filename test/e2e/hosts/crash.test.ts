import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, installations, installedVersion, TARGET, until } from "../fleet.js";
import { type DyingHosts, dyingHosts } from "./dying-hosts.js";

describe.skipIf(noLab)(`hosts that die${lacksLab}`, { timeout: 180_000 }, () => {
  let hosts: DyingHosts;
  beforeAll(async () => {
    hosts = await dyingHosts("e2e-crash");
  }, 120_000);
  afterAll(() => hosts?.close());

  it.each<[string, string, RegExp, RegExp?]>([
    ["in the middle of the upload", "cache", /\.part$|^[0-9a-f]{64}$/],
    ["right after the installer was launched", "run", /^pid$/],
    ["then, and is back only when the installer has ended", "run", /^pid$/, /^rc$/],
    ["when the installer has just ended", "run", /^rc$/],
  ])("install once when the host is killed %s", async (moment, folder, dies, isBack = dies) => {
    const item = await hosts.adopt(`killed-${moment.replaceAll(/\W/g, "-")}`.slice(0, 40));
    const killed = hosts.appears(item, folder, dies).then(hosts.kill);
    const job = await hosts.update(item);
    await killed;
    await hosts.appears(item, folder, isBack);
    await hosts.beginAgain();
    expect(await hosts.fleet.ended(job)).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
    expect(await installedVersion(item.lab)).toBe(TARGET);
    const log = await hosts.fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`upgraded from ${BEFORE} to ${TARGET}`);
  });

  it("install once when the host is killed while the installer runs", async () => {
    const item = await hosts.adopt("killed-running");
    const job = await hosts.update(item);
    await until(async () => (await installations(item.lab)) === 1);
    await hosts.kill();
    await hosts.beginAgain();
    expect(await hosts.fleet.ended(job)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
    const log = await hosts.fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`upgraded from ${BEFORE} to ${TARGET}`);
  });
});
