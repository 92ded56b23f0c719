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
  Action: z.enum(["Add", "Change"]),
  Changes: z.array(InventoryFieldChange),
});

export const InventoryPlan = output("InventoryPlan", "What an import would do.", {
  Added: z.number().int(),
  Changed: z.number().int(),
  Unchanged: z.number().int(),
  Differences: z.array(InventoryDifference).meta({ description: "The first 1,000" }),
});
export type InventoryPlanShown = z.infer<typeof InventoryPlan>;

export const AsrInventory = output("ASRInventory", "Extension: the machines of a fabric as a file that Import-AsrInventory takes.", {
  FileName: z.string(),
  Format: z.enum(["CSV", "JSON"]),
  MachineCount: z.number().int(),
  Content: z.string(),
});

type Difference = Readonly<{
  line: Readonly<{ fabric: string; container: string; friendlyName: string }>;
  changes: readonly Readonly<{ field: string; before: unknown; after: unknown }>[];
  isNew: boolean;
}>;

const MOST = 1000;

export function inventoryPlan(differences: readonly Difference[], total: number): InventoryPlanShown {
  const added = differences.filter(({ isNew }) => isNew).length;
  return fill(InventoryPlan, {
    Added: added,
    Changed: differences.length - added,
    Unchanged: total - differences.length,
    Differences: differences.slice(0, MOST).map(({ line, changes, isNew }) =>
      fill(InventoryDifference, {
        Fabric: line.fabric,
        ProtectionContainer: line.container,
        FriendlyName: line.friendlyName,
        Action: isNew ? "Add" : "Change",
        Changes: changes.map(({ field, before, after }) =>
          fill(InventoryFieldChange, { Field: field, Before: textOf(before), After: textOf(after) }),
        ),
      }),
    ),
  });
}

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
