import { z } from "zod";
import { fill, maybeText, output } from "./output.js";

const InventoryFieldChange = output("InventoryFieldChange", "What a field is and would be, as text.", {
  Field: z.string(),
  Before: maybeText,
  After: maybeText,
});

const InventoryDifference = output("InventoryDifference", "What an import would do to one machine.", {
  Fabric: z.string(),
  ProtectionContainer: z.string(),
  FriendlyName: z.string(),
  Action: z.enum(["Add", "Change", "Retire", "Keep"]).meta({ description: "Keep: the file lacks it, and it stays because it is in use" }),
  Reason: maybeText.meta({ description: "Why it is kept" }),
  Changes: z.array(InventoryFieldChange),
});

export const InventoryPlan = output("InventoryPlan", "What an import would do.", {
  Added: z.number().int(),
  Changed: z.number().int(),
  Unchanged: z.number().int(),
  Retired: z.number().int().meta({ description: "Machines that the file has no more: removed from the fleet, not contacted" }),
  Kept: z.number().int().meta({ description: "Machines that the file has no more, and that stay because they are in use" }),
  Differences: z.array(InventoryDifference).meta({ description: "The first 1,000" }),
});
export type InventoryPlanShown = z.infer<typeof InventoryPlan>;

export const AsrInventory = output("ASRInventory", "Extension: the machines of a fabric as a file that Import-AsrInventory takes.", {
  FileName: z.string(),
  Format: z.enum(["CSV", "JSON"]),
  MachineCount: z.number().int(),
  Content: z.string(),
});

type Place = Readonly<{ fabric: string; container: string; friendlyName: string }>;

type Difference = Readonly<{
  line: Place;
  changes: readonly Readonly<{ field: string; before: unknown; after: unknown }>[];
  isNew: boolean;
}>;

type Gone = Readonly<{ retire: readonly Place[]; keep: readonly Readonly<{ machine: Place; reason: string }>[] }>;

const MOST = 1000;

/** `total`: lines of the file. What would be retired comes first: it is what one looks for. */
export function inventoryPlan(
  differences: readonly Difference[],
  total: number,
  { retire, keep }: Gone = { retire: [], keep: [] },
): InventoryPlanShown {
  const added = differences.filter(({ isNew }) => isNew).length;
  const shown = [
    ...retire.map((place) => difference(place, "Retire")),
    ...keep.map(({ machine, reason }) => difference(machine, "Keep", [], reason)),
    ...differences.map(({ line, changes, isNew }) => difference(line, isNew ? "Add" : "Change", changes)),
  ];
  return fill(InventoryPlan, {
    ...{ Added: added, Changed: differences.length - added, Unchanged: total - differences.length, Retired: retire.length, Kept: keep.length },
    Differences: shown.slice(0, MOST),
  });
}

const difference = (
  { fabric, container, friendlyName }: Place,
  Action: "Add" | "Change" | "Retire" | "Keep",
  changes: Difference["changes"] = [],
  reason?: string,
) =>
  fill(InventoryDifference, {
    ...{ Fabric: fabric, ProtectionContainer: container, FriendlyName: friendlyName, Action, Reason: reason },
    Changes: changes.map(({ field, before, after }) => fill(InventoryFieldChange, { Field: field, Before: textOf(before), After: textOf(after) })),
  });

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
