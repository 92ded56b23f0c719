import { z } from "zod";
import { object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import type { FleetContext } from "../../lib/api/cmdlet/context.js";
import { choice } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer, findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { type ExportPlace, exportInventory } from "../../lib/api/inventory/export-inventory.js";
import { AsrInventory } from "../../lib/api/objects/inventory.js";
import { fill } from "../../lib/api/objects/output.js";

const common = { Format: choice("Format of the file; CSV when not given.", ["CSV", "JSON"]).optional() };

export const exportAsrInventory = defineCmdlet({
  name: "Export-AzureRmRecoveryServicesAsrInventory",
  synopsis: "Gives the machines of all fabrics, of one, or of a container as the file that Import-AsrInventory takes.",
  remarks:
    "There are no secrets in it: accounts stand there by name. In CSV a quote stands before cells that a spreadsheet would take as a formula; the import takes it away.",
  extension: true,
  scope: "reader",
  parameterSets: {
    All: z.object(common),
    ByFabric: z.object({ Fabric: reference("ASRFabric", "The machines of all its protection containers."), ...common }),
    ByProtectionContainer: z.object({ ProtectionContainer: reference("ASRProtectionContainer", "Its machines."), ...common }),
  },
  defaultSet: "All",
  output: AsrInventory,
  answers: "object",
  examples: [
    { title: "The whole fleet", parameters: {} },
    { title: "The machines of a fabric", parameters: { Fabric: "CS1", Format: "CSV" } },
  ],
  async run(context, parameters) {
    const format = parameters.Format ?? "CSV";
    const places = await placesOf(context, parameters);
    const { count, content } = await exportInventory(context, places, format);
    const [only] = places;
    return object(
      fill(AsrInventory, {
        FileName: `${only && parameters.parameterSet !== "All" ? only.fabric : "fleet"}.${format.toLowerCase()}`,
        Format: format,
        MachineCount: count,
        Content: content,
      }),
    );
  },
});

type Given = Readonly<
  { parameterSet: "All" } | { parameterSet: "ByFabric"; Fabric: string } | { parameterSet: "ByProtectionContainer"; ProtectionContainer: string }
>;

async function placesOf(context: FleetContext, asked: Given): Promise<readonly ExportPlace[]> {
  if (asked.parameterSet === "ByProtectionContainer") {
    const { fabric, container } = await findContainer(context, asked.ProtectionContainer);
    return [{ fabric: fabric.name, containers: [container.name] }];
  }
  const fabrics = asked.parameterSet === "All" ? await context.fabrics.list() : [(await findFabric(context, asked.Fabric)).value];
  return Promise.all(
    fabrics.map(async ({ name }) => ({ fabric: name, containers: (await context.fabrics.listContainers(name)).map((one) => one.name) })),
  );
}
