import { afterAll, beforeAll } from "vitest";
import type { InstallerOptions } from "../../local/lab/installer/installer.js";
import { type FleetWorld, startFleet } from "./fleet.js";

const BEGIN_MS = 120_000;

/** A fleet for the tests of one `describe`: it begins before them with these installers in its catalogue, and ends after them. To be used within tests and hooks. */
export function servedFleet(installers: readonly Omit<InstallerOptions, "dir">[], settings: Readonly<Record<string, string>> = {}): FleetWorld {
  let world: FleetWorld | undefined;
  beforeAll(async () => {
    world = await startFleet(settings);
    await world.importInstallers(installers);
  }, BEGIN_MS);
  afterAll(() => world?.close());
  return new Proxy({} as FleetWorld, {
    get: (_target, name) => {
      if (!world) throw new Error(`The fleet has not begun, so it has no ${String(name)} yet`);
      return Reflect.get(world, name);
    },
  }); // it stands for the fleet that there will be
}
