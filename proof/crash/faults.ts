import { isDeepStrictEqual } from "node:util";
import { aMachine } from "../../test/jobs/engine/engine.js";
import type { SimulatedFleet } from "../fleet/simulated-fleet.js";
import { endOf, type MachineEnd, type Scenario } from "./scenario.js";

/** All that is not as it must be once everything has ended: verdicts, machines, leases, papers, secrets. Empty when all is well. */
export async function faultsOf(fleet: SimulatedFleet, scenario: Scenario): Promise<readonly string[]> {
  const jobs = [...fleet.rows.values()];
  const failed = jobs.filter(({ state }) => state !== "Succeeded");
  return [
    ...failed.map(
      ({ recipe, state, errors, target }) => `the ${recipe} of ${target.friendlyName} is ${state}: ${errors[0]?.code} ${errors[0]?.message}`,
    ),
    ...(await leasesLeft(fleet)),
    ...(await papersLeft(fleet)),
    ...machinesWrong(fleet, scenario),
    ...((await scenario.check?.(fleet, jobs)) ?? []),
  ];
}

async function leasesLeft({ stores, boxes }: SimulatedFleet): Promise<readonly string[]> {
  const rows = await Promise.all([...boxes.keys()].map((name) => stores.machines.find(aMachine({ name }))));
  const groups = new Set(rows.flatMap((row) => (row?.value.availabilityGroup === undefined ? [] : [row.value.availabilityGroup])));
  const held = await Promise.all([...groups].map((group) => stores.groups.find("fabric", group)));
  return [
    ...rows.flatMap((row) => (row?.value.lease ? [`${row.value.name} is leased to ${row.value.lease.job} for ever`] : [])),
    ...held.flatMap((group) => (group?.value.heldBy === undefined ? [] : [`the group ${group.value.name} is held for ever`])),
  ];
}

async function papersLeft({ stores, rows }: SimulatedFleet): Promise<readonly string[]> {
  const imports = [...rows.values()].flatMap(({ recipe, input }) =>
    input.importId !== undefined && recipe !== "import-installer" ? [input.importId] : [],
  );
  const left = await Promise.all(imports.map((id) => stores.imports.find(id)));
  return left.some((paper) => paper !== undefined) ? ["the lines of an import are left"] : [];
}

function machinesWrong({ boxes }: SimulatedFleet, { ends = {}, machines }: Scenario): readonly string[] {
  return machines.flatMap(({ name, version, registered = version !== undefined }) => {
    const box = boxes.get(name);
    if (!box) return [`${name} is not there`];
    const untouched: MachineEnd = { installed: [], version, isRegistered: registered, registrations: 0, uninstalls: 0, restarts: 0 };
    const wanted: MachineEnd = { ...untouched, ...ends[name] };
    const is = endOf(box);
    return [
      ...(isDeepStrictEqual(is, wanted) ? [] : [`${name} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`]),
      ...box.secrets().map((file) => `a secret lies in ${file} on ${name}`),
    ];
  });
}
