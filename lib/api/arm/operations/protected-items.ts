import { z } from "zod";
import { FleetError } from "../../../core/errors.js";
import { startedJob } from "../../cmdlet/answer.js";
import { readMatching } from "../../cmdlet/paging.js";
import { choice, text } from "../../cmdlet/parameter.js";
import { protectedItemId } from "../../ids/resource-ids.js";
import { asProtected, findMachineOf } from "../../machines/find-machine.js";
import { proposeOnMachines } from "../../machines/propose-on-machines.js";
import { proposeProtection } from "../../machines/propose-protection.js";
import { proposeProtectionRemoval } from "../../machines/remove-protection.js";
import { PROVIDER } from "../../objects/fabric.js";
import { asrReplicationProtectedItem } from "../../objects/replication-protected-item.js";
import { bindFilter, bindKnown } from "../bind-to.js";
import { type ArmAnswer, type ArmCall, accepted, operation, resource } from "../operation.js";
import { allPlaces, listProtected, type Placed } from "../places.js";
import { wireProtectedItem } from "../wire/items.js";
import { placeIn } from "./protectable-items.js";

const ITEMS = "replicationFabrics/{fabricName}/replicationProtectionContainers/{protectionContainerName}/replicationProtectedItems";
const ITEM = `${ITEMS}/{replicatedProtectedItemName}` as const;
type ItemCall = ArmCall<"fabricName" | "protectionContainerName" | "replicatedProtectedItemName">;

const PROVIDERS = ["InMageAzureV2", "InMageRcm"] as const;
const FILTER = z.object({
  sourceFabricName: text("Only items of the fabric with this name.").optional(),
  instanceType: choice("Only items of this provider.", PROVIDERS).optional(),
  fabricObjectId: text("Only the item of the machine with this id.").optional(),
});

const shown = (context: ArmCall["context"], { machine, fabric, container }: Placed) =>
  wireProtectedItem(asrReplicationProtectedItem(asProtected(machine, "replicatedProtectedItemName"), { fabric, container, vault: context.vault }));

/** The ID by which the use cases know the item; its names are those of the path. */
const idOf = ({ context, names }: ItemCall): string =>
  protectedItemId(context.vault, { fabric: names.fabricName, container: names.protectionContainerName }, names.replicatedProtectedItemName);

const PARAMETER = "replicatedProtectedItemName";

export const PROTECTED_ITEM_OPERATIONS = [
  operation("replicationProtectedItems.list", {
    method: "GET",
    path: "replicationProtectedItems",
    does: "`Get-ASRReplicationProtectedItem`, of all containers",
    run: async ({ context, query }) => {
      const { sourceFabricName, instanceType, fabricObjectId } = bindFilter(FILTER, query.filter);
      const places = (await allPlaces(context)).filter(
        ({ fabric }) =>
          fits(sourceFabricName, fabric.name, fabric.friendlyName) && fits(instanceType, PROVIDER[fabric.generation].replicationProvider),
      );
      const { items, next } = await readMatching(
        (page) => listProtected(context, places, page),
        query.page,
        ({ machine }) => fits(fabricObjectId, machine.name),
      );
      return { kind: "page", items: items.map((placed) => shown(context, placed)), ...(next !== undefined && { next }) };
    },
  }),
  operation("replicationProtectedItems.listByReplicationProtectionContainers", {
    method: "GET",
    path: ITEMS,
    does: "`Get-ASRReplicationProtectedItem`",
    run: async (call) => {
      const { items, next } = await listProtected(call.context, [await placeIn(call)], call.query.page);
      return { kind: "page", items: items.map((placed) => shown(call.context, placed)), ...(next !== undefined && { next }) };
    },
  }),
  operation("replicationProtectedItems.get", {
    method: "GET",
    path: ITEM,
    does: "`Get-ASRReplicationProtectedItem -Name`",
    run: getItem,
  }),
  operation("replicationProtectedItems.create", {
    method: "PUT",
    path: ITEM,
    does: "`New-ASRReplicationProtectedItem`: installs and registers the Mobility service",
    run: create,
  }),
  operation("replicationProtectedItems.update", {
    method: "PATCH",
    path: ITEM,
    does: "nothing but to answer with the item: what could be changed is the vault's, and is refused with 501",
    run: async (call) => {
      const settings = [...(await call.properties())].filter(([, value]) => value !== null && value !== undefined).map(([name]) => name);
      if (settings.length === 0) return getItem(call);
      throw new FleetError("NotImplemented", `How the machine is failed over (${settings.join(", ").slice(0, 200)}) is kept by the vault`, {
        recommendedAction: "Change it in the vault, by the same call to https://management.azure.com.",
      });
    },
  }),
  operation("replicationProtectedItems.delete", {
    method: "POST",
    path: `${ITEM}/remove`,
    does: "`Remove-ASRReplicationProtectedItem`: uninstalls the Mobility service, then ends the listing",
    run: (call) => remove(call, { force: false }),
  }),
  operation("replicationProtectedItems.purge", {
    method: "DELETE",
    path: ITEM,
    does: "`Remove-ASRReplicationProtectedItem -Force`: forgets the item, and does not touch the machine",
    run: (call) => remove(call, { force: true }),
  }),
  operation("replicationProtectedItems.updateMobilityService", {
    method: "POST",
    path: `${ITEM}/updateMobilityService`,
    does: "`Update-ASRMobilityService`",
    run: async (call) => {
      const { context, caller } = call;
      const asked = { parameterSet: "Default", ReplicationProtectedItem: [idOf(call)], ...accountIn(bindKnown(UPDATE, await call.properties())) };
      const { perform } = await proposeOnMachines(context, caller, asked, { recipe: "update", protectedOnly: true });
      return accepted(context, startedJob(await perform()), idOf(call));
    },
  }),
];

const UPDATE = z.object({ runAsAccountId: text("AccountId of the run-as account that logs in.").optional() });

/** By id or name. Of modernized fabrics the real service wants the ID of a resource: its last word is the name. */
const accountIn = ({ runAsAccountId: id }: Readonly<{ runAsAccountId?: string | undefined }>) =>
  id === undefined ? {} : { Account: { either: id.startsWith("/") ? (id.split("/").at(-1) ?? id) : id } };

const fits = (wanted: readonly string[] | undefined, ...is: readonly string[]): boolean =>
  wanted === undefined || wanted.some((one) => is.some((name) => name.toLowerCase() === one.toLowerCase()));

async function getItem(call: ItemCall): Promise<ArmAnswer> {
  const place = await placeIn(call);
  const machine = await findMachineOf(call.context, place, { kind: "Replication protected item", name: call.names.replicatedProtectedItemName });
  return resource(shown(call.context, { ...place, machine }));
}

async function remove(call: ItemCall, { force }: Readonly<{ force: boolean }>): Promise<ArmAnswer> {
  await call.properties(); // what it says is the vault's affair; one that is not JSON is refused
  const { perform } = await proposeProtectionRemoval(call.context, call.caller, { item: idOf(call), parameter: PARAMETER, force });
  return accepted(call.context, startedJob(await perform()), idOf(call));
}

const CREATE = z.object({ protectableItemId: text("ID of the protectable item, the machine to protect.") });
const PROVIDER_DETAILS = z.object({ instanceType: choice("Provider of the replication.", PROVIDERS), ...UPDATE.shape });

async function create(call: ItemCall): Promise<ArmAnswer> {
  const { context, caller, names } = call;
  const place = await placeIn(call);
  const properties = await call.properties();
  const { protectableItemId } = bindKnown(CREATE, properties);
  const { instanceType, ...rest } = bindKnown(PROVIDER_DETAILS, new Map(Object.entries(properties.get("providerSpecificDetails") ?? {})));
  const { perform } = await proposeProtection(context, caller, {
    machine: protectableItemId,
    name: names.replicatedProtectedItemName,
    generation: instanceType === "InMageAzureV2" ? "Classic" : "Modernized",
    words: { machine: "protectableItemId", Classic: "InMageAzureV2", Modernized: "InMageRcm" },
    ...accountIn(rest),
  });
  const job = startedJob(await perform());
  return accepted(
    context,
    job,
    protectedItemId(context.vault, { fabric: place.fabric.name, container: place.container.name }, names.replicatedProtectedItemName),
  );
}
