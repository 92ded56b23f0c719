import { z } from "zod";
import { jobAnswer, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { choice, parameter, secretText, switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { askedBy } from "../../lib/api/http/caller.js";
import { checkedInventory, importDifferences } from "../../lib/api/inventory/import-inventory.js";
import { importVault } from "../../lib/api/inventory/import-vault.js";
import { readInventory } from "../../lib/api/inventory/read-inventory.js";
import { listOf, readEntries } from "../../lib/api/inventory/read-json.js";
import { missingOf } from "../../lib/api/inventory/retire-missing.js";
import { startImport } from "../../lib/api/inventory/start-import.js";
import { numberOrShare } from "../../lib/api/machines/parameters.js";
import { inventoryPlan } from "../../lib/api/objects/inventory.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { FleetError } from "../../lib/core/errors.js";

const MOST_CHARACTERS = 20_000_000;

const common = {
  AcceptHostKeyChange: switchParameter("Lets the inventory replace host keys that are on record already.").optional(),
  RetireMissing: switchParameter(
    "Removes machines that the file has no more, of the protection containers that it names. They are not contacted, and what is installed on them stays. Those that are replicated, or on which a job has not ended, are kept and told of.",
  ).optional(),
  RetireAtMost: numberOrShare("With RetireMissing: refuses the file when more machines than that would be removed; 10% when not given.").optional(),
};

export const importAsrInventory = defineCmdlet({
  name: "Import-AzureRmRecoveryServicesAsrInventory",
  synopsis: "Adds and changes machines in bulk, from CSV, JSON or a vault: all of them or, when a line is bad, none.",
  remarks:
    "docs/inventory.md has the columns. Every bad line is named with its number and what was expected. The job makes all machines visible by one write; imported again, it changes only what differs. Machines that the file does not name stay, unless RetireMissing asks for their removal. A column that is absent leaves its field as it is, an empty cell empties it.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    ByContent: z.object({
      Content: parameter(z.string().min(1).max(MOST_CHARACTERS), {
        description: "The text of the file.",
        expected: "the text of a CSV or JSON file of at most 20 million characters",
        path: "Path",
      }),
      Format: choice("Format of the text; seen from its first character when not given.", ["CSV", "JSON"]).optional(),
      ...common,
    }),
    ByMachines: z.object({
      Machines: parameter(
        z.preprocess(
          (came) => listOf(came) ?? came, // of one machine PowerShell makes no list
          z
            .array(z.unknown().meta({ type: "object" }))
            .min(1)
            .max(50_000),
        ),
        {
          description: "The machines as objects with the columns as properties.",
          expected: "a list of objects such as {Fabric, FriendlyName, Address, OSType}",
        },
      ),
      ...common,
    }),
    FromVault: z.object({
      FromVault: switchParameter("Reads fabrics, servers, names of accounts and replication protected items from a Recovery Services vault."),
      SubscriptionId: parameter(z.guid(), {
        description: "Subscription of the vault; the configured one when not given.",
        expected: "a GUID",
      }).optional(),
      ResourceGroup: text("Resource group of the vault; the configured one when not given.").optional(),
      VaultName: text("Name of the vault; the configured one when not given.").optional(),
      AccessToken: secretText("Token for Azure Resource Manager; the app's managed identity when not given.").optional(),
      Endpoint: text("Address of Azure Resource Manager in another cloud; https except on loopback.").optional(),
    }),
  },
  defaultSet: "ByContent",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "Import a file", parameters: { Content: "Fabric,FriendlyName,Address,OSType,Account\r\nCS1,web-01,10.0.0.31,Linux,LinuxAccount\r\n" } },
    { title: "See what would change", parameters: { Machines: [{ Fabric: "CS1", FriendlyName: "web-01", Tags: { site: "berlin" } }], WhatIf: true } },
    {
      title: "See what would go when the file is all there is",
      parameters: {
        Content: "Fabric,FriendlyName,Address,OSType,Account\r\nCS1,web-01,10.0.0.31,Linux,LinuxAccount\r\n",
        RetireMissing: true,
        WhatIf: true,
      },
    },
    { title: "Read the configured vault", parameters: { FromVault: true } },
  ],
  async run(context, parameters, caller) {
    if (parameters.parameterSet === "FromVault") {
      const { FromVault, SubscriptionId, ResourceGroup, VaultName, AccessToken, Endpoint } = parameters;
      if (!FromVault)
        throw new FleetError("InvalidParameter", "FromVault is false; expected true, or Content or Machines instead", { target: "FromVault" });
      const { subscriptionId, resourceGroup, vaultName } = context.vault;
      const place = {
        ...{ subscriptionId: SubscriptionId ?? subscriptionId, resourceGroup: ResourceGroup ?? resourceGroup, vaultName: VaultName ?? vaultName },
        ...(Endpoint !== undefined && { endpoint: Endpoint }),
      };
      const asked = { ...askedBy(caller), ...(AccessToken && { token: AccessToken }) };
      return proposal({
        target: place.vaultName,
        action: "Import inventory from vault",
        perform: async () => jobAnswer(context, await importVault(context, place, asked)),
      });
    }
    const records = await (parameters.parameterSet === "ByMachines"
      ? readEntries(parameters.Machines)
      : readInventory(parameters.Content, parameters.Format));
    const checked = await checkedInventory(context, records, parameters.AcceptHostKeyChange ?? false);
    const gone = await missingOf(context, checked, parameters);
    const friendlyName = checked.lines.length === 1 ? "1 machine" : `${checked.lines.length} machines`;
    return proposal({
      target: friendlyName,
      action: "Import inventory",
      plan: async () => inventoryPlan(importDifferences(checked), checked.lines.length, gone),
      perform: async () => {
        return jobAnswer(context, await startImport(context, { friendlyName, lines: checked.lines, retire: gone.retire, asked: askedBy(caller) }));
      },
    });
  },
});
