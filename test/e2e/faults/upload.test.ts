import { afterAll, describe, expect, it } from "vitest";
import { disturbedNetwork, type LabNetwork } from "../../../local/lab/door/network.js";
import type { LabMachine } from "../../../local/lab/machine/machine.js";
import type { MachineSpec } from "../../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, type Item, installations, noRealSshd, TARGET, UBUNTU, until } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { expectFailure } from "./expect-failure.js";

const SIZE = 9_000_000;
/** Logins and scripts of a whole job, and what was on its way into a machine when a connection ended. */
const TALK = 1_000_000;

describe.skipIf(noLab)(`troubles of uploads${lacksLab}`, { timeout: 120_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, sizeBytes: SIZE }], { FLEET_UPLOAD_SLICE_SECONDS: "2", FLEET_RETRY_SECONDS: "0.2" });
  const networks: LabNetwork[] = [];
  afterAll(async () => {
    await Promise.all(networks.map((network) => network.close()));
  });

  const adopt = async (name: string, more: Partial<MachineSpec> = {}): Promise<readonly [Item, LabNetwork]> => {
    let own: LabNetwork | undefined;
    const placeOf = async ({ place }: LabMachine) => {
      own = await disturbedNetwork(place);
      networks.push(own);
      return own.place;
    };
    const item = await fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE }, ...more }, { placeOf });
    if (!own) throw new Error("the fleet did not ask for a place");
    return [item, own];
  };
  const start = ({ protectedId }: Item) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId });
  const partOf = async ({ lab }: Item) => Number((await lab.exec("cat /var/lib/mobility-fleet/cache/*.part 2>/dev/null | wc -c")).stdout);

  it("go on slice after slice over a slow link, and send nothing twice", async () => {
    const [item, network] = await adopt("slow");
    network.limitTo(700_000);
    const before = network.sentBytes();
    const already = network.connections();
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    expect(network.connections() - already).toBeGreaterThanOrEqual(3); // one a turn
    expect(network.sentBytes() - before).toBeGreaterThan(SIZE);
    expect(network.sentBytes() - before).toBeLessThan(SIZE + TALK);
  });

  it("resume where a link broke that breaks again and again", async () => {
    const [item, network] = await adopt("breaking");
    network.limitTo(4_000_000); // so that a starved machine has read what was sent when the link breaks
    network.dropAfterBytes(1_500_000);
    const before = network.sentBytes();
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    const sent = network.sentBytes() - before;
    expect(sent).toBeGreaterThan(SIZE);
    expect(sent).toBeLessThan(SIZE + TALK);
    expect(fleet.said.filter(({ message }) => message.includes("ConnectionLost")).length).toBeGreaterThanOrEqual(2);
    expect(await installations(item.lab)).toBe(1);
  });

  it.skipIf(noRealSshd)(
    `end when the disk becomes full in the middle, leave nothing behind, and succeed when there is room${noRealSshd}`,
    async () => {
      const [item, network] = await adopt("filling", { freeDiskBytes: 3 * 2 ** 30 });
      network.limitTo(1_000_000);
      const job = await start(item);
      await until(async () => (await partOf(item)) > 500_000);
      await item.lab.setFreeDisk(4096);
      expectFailure(await fleet.ended(job), "NotEnoughSpace", /mobility-fleet\/cache/);
      expect((await item.lab.exec("ls /var/lib/mobility-fleet/cache")).stdout).toBe("");
      expect(await installations(item.lab)).toBe(0);
      await item.lab.setFreeDisk(3 * 2 ** 30);
      network.limitTo(null);
      expect(await fleet.update(item)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    },
  );
});
