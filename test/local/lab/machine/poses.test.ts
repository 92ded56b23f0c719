import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OS_CATALOGUE } from "../../../../lib/agents/systems/os-catalogue.js";
import osDetails from "../../../../local/lab/installer/os-details.sh";
import { type Lab, startLab } from "../../../../local/lab/lab.js";
import { POSES, type Pose } from "../../../../local/lab/machine/poses.js";
import { LAB_DIR, noLab } from "../here.js";

const poses = Object.keys(POSES) as Pose[]; // keys of a literal object

it("is there for every system whose installer is published", () => {
  const published = OS_CATALOGUE.flatMap(({ tag, family, unpublished }) => (family === "Linux" && !unpublished ? [tag] : []));
  expect(poses).toEqual(expect.arrayContaining(published));
});

describe("a pose", () => {
  let lab: Lab;
  beforeAll(async () => {
    if (!noLab) lab = await startLab({ dir: LAB_DIR });
  });
  afterAll(async () => lab?.close());

  it.skipIf(noLab).each(poses)("of %s is detected as that by the installer's own script", async (osTag) => {
    const machine = await lab.machine({ name: `pose-${osTag.toLowerCase().replaceAll(".", "-")}`, osTag });
    expect((await machine.exec(`sh -s print`, osDetails)).stdout.trim()).toBe(osTag === "unsupported" ? "" : osTag);
    expect((await machine.exec("sh -s", osDetails)).stdout).toBe("");
    await machine.close();
  });

  it.skipIf(noLab)("has the service commands of its time", async () => {
    const [old, present] = await Promise.all([
      lab.machine({ name: "old", osTag: "RHEL6-64" }),
      lab.machine({ name: "present", osTag: "UBUNTU-22.04-64" }),
    ]);
    expect((await old.exec("systemctl daemon-reload")).exitCode).toBeGreaterThan(125);
    expect((await old.exec("chkconfig --list && rpm --version")).exitCode).toBe(0);
    expect((await present.exec("systemctl daemon-reload")).exitCode).toBe(0);
    expect((await present.exec("rpm --version")).exitCode).toBeGreaterThan(125);
  });
});
