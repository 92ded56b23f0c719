import { FleetError } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import { machineKey } from "../../jobs/batch/member-of.js";
import type { FleetContext } from "../cmdlet/context.js";
import { type Place, placeOf } from "../fabrics/find-fabric.js";
import { type ArmIdParts, parseArmId, type Segment } from "../ids/arm-id.js";
import { findInContainer } from "./find-machine.js";

export type ItemParameter = "ProtectableItem" | "ReplicationProtectedItem";

const AT_ONCE = 16;
const MOST_SHOWN = 50;

/** The machines that these IDs mean, in their order. Throws one error that names every ID that is wrong, by its place in the list. */
export async function findMachines(context: FleetContext, ids: readonly string[], parameter: ItemParameter): Promise<readonly Machine[]> {
  const found = new Array<Machine | FleetError>(ids.length);
  const groups = new Map<string, Reference[]>();
  for (const [i, id] of ids.entries()) {
    const parts = parse(context, id, parameter);
    if (parts instanceof FleetError) found[i] = parts;
    else inContainer(groups, parts).push({ i, parts });
  }
  for (const wanted of groups.values()) await findGroup(context, wanted, parameter, found);
  const [only] = found;
  if (ids.length === 1 && only instanceof FleetError) throw only;
  return withoutProblems(found, parameter);
}

type Reference = Readonly<{ i: number; parts: ArmIdParts }>;

function inContainer(groups: Map<string, Reference[]>, { replicationFabrics, replicationProtectionContainers }: ArmIdParts): Reference[] {
  const key = JSON.stringify([replicationFabrics, replicationProtectionContainers]).toLowerCase();
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}

/** Finds what is wanted of one container: many by reading the container, the rest one by one. */
async function findGroup(
  context: FleetContext,
  wanted: readonly Reference[],
  parameter: ItemParameter,
  found: (Machine | FleetError)[],
): Promise<void> {
  const names = wanted[0]?.parts;
  const place = await placeOf(context, {
    fabric: names?.replicationFabrics,
    container: names?.replicationProtectionContainers,
    parameter,
  }).catch(problemOf);
  if (place instanceof FleetError) {
    for (const { i } of wanted) found[i] = place;
    return;
  }
  const known = await readContainer(context, place, { protectedOnly: parameter === "ReplicationProtectedItem", names: wanted.map(nameOf) });
  await inParallel(wanted, AT_ONCE, async (one) => {
    found[one.i] = known.get(nameOf(one)) ?? (await findInContainer(context, place, one.parts, parameter).then(({ value }) => value, problemOf));
  });
}

const nameOf = ({ parts }: Reference): string => (parts.replicationProtectedItems ?? parts.replicationProtectableItems ?? "").toLowerCase();

function withoutProblems(found: readonly (Machine | FleetError)[], parameter: ItemParameter): readonly Machine[] {
  const problems: string[] = [];
  const machines: Machine[] = [];
  const seen = new Map<string, number>();
  for (const [i, one] of found.entries()) {
    const before = one instanceof FleetError ? undefined : seen.get(machineKey(one));
    if (one instanceof FleetError) problems.push(`Item ${i + 1}: ${one.message}`);
    else if (before !== undefined)
      problems.push(`Item ${i + 1}: ${one.friendlyName} stands there already as item ${before + 1}; expected each machine once`);
    else {
      seen.set(machineKey(one), i);
      machines.push(one);
    }
  }
  if (problems.length === 0) return machines;
  const more = problems.length > MOST_SHOWN ? ` … and ${problems.length - MOST_SHOWN} more` : "";
  const shown = problems.slice(0, MOST_SHOWN).join(". ");
  throw new FleetError(
    "InvalidParameter",
    `${problems.length} of ${found.length} items of ${parameter} cannot be used; nothing was begun. ${shown}${more}`,
    { target: parameter },
  );
}

function parse({ vault }: FleetContext, id: string, parameter: ItemParameter): ArmIdParts | FleetError {
  try {
    return parseArmId(vault, id, { wanted: [SEGMENT[parameter]], parameter });
  } catch (error) {
    return problemOf(error);
  }
}

const SEGMENT: Readonly<Record<ItemParameter, Segment>> = {
  ProtectableItem: "replicationProtectableItems",
  ReplicationProtectedItem: "replicationProtectedItems",
};

function problemOf(error: unknown): FleetError {
  if (error instanceof FleetError && (error.code === "ResourceNotFound" || error.code === "InvalidParameter")) return error;
  throw error;
}

const PAGE = 1000;
/** One page costs about as much time as so many machines that are asked for one by one, sixteen at once. */
const WORTH_A_PAGE = 100;

type Names = Readonly<{
  /** The names are those of replication protected items, else of the machines; in lower case. */
  protectedOnly: boolean;
  names: readonly string[];
}>;

/** Those of the wanted machines that a few pages of their container hold, by their names; no page is read for a few machines. */
async function readContainer(
  { machines }: Pick<FleetContext, "machines">,
  { fabric, container }: Place,
  { protectedOnly, names }: Names,
): Promise<ReadonlyMap<string, Machine>> {
  const left = new Set(names);
  const found = new Map<string, Machine>();
  let pages = Math.floor(left.size / WORTH_A_PAGE);
  if (pages === 0) return found;
  for await (const page of machinePages(machines, { fabric: fabric.name, container: container.name, protectedOnly, size: PAGE })) {
    for (const machine of page) {
      const name = (protectedOnly ? (machine.protectedItem ?? "") : machine.name).toLowerCase();
      if (left.delete(name)) found.set(name, machine);
    }
    pages -= 1;
    if (pages === 0 || left.size === 0) break;
  }
  return found;
}
