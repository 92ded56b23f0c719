import { z } from "zod";
import { startedJob } from "../../cmdlet/answer.js";
import { readMatching } from "../../cmdlet/paging.js";
import { choice, text } from "../../cmdlet/parameter.js";
import { networkAddress } from "../../cmdlet/parameter-formats.js";
import { placeOf } from "../../fabrics/find-fabric.js";
import { containerId } from "../../ids/resource-ids.js";
import { proposeMachine } from "../../machines/add-machine.js";
import { findMachineOf } from "../../machines/find-machine.js";
import { osTypeParameter } from "../../machines/os-type-parameter.js";
import { asrProtectableItem } from "../../objects/protectable-item.js";
import { bindFilter, bindKnown } from "../bind-to.js";
import { type ArmCall, accepted, operation, resource } from "../operation.js";
import { wireProtectableItem } from "../wire/items.js";

const CONTAINER = "replicationFabrics/{fabricName}/replicationProtectionContainers/{protectionContainerName}";
const ITEMS = `${CONTAINER}/replicationProtectableItems` as const;

/** The container that a path names, and its fabric. */
export const placeIn = ({ context, names }: ArmCall<"fabricName" | "protectionContainerName">) =>
  placeOf(context, { fabric: names.fabricName, container: names.protectionContainerName, parameter: "protectionContainerName" });

const FILTER = z.object({ state: choice("Only items in this state of protection.", ["Unprotected", "Protected", "Unknown"]).optional() });

const NEW_MACHINE = z.object({
  friendlyName: text("Name that people know the machine by."),
  ipAddress: networkAddress("Address of the machine."),
  osType: osTypeParameter,
});

export const PROTECTABLE_ITEM_OPERATIONS = [
  operation("replicationProtectableItems.listByReplicationProtectionContainers", {
    method: "GET",
    path: ITEMS,
    does: "`Get-ASRProtectableItem`",
    run: async (call) => {
      const { fabric, container } = await placeIn(call);
      const { context, query } = call;
      const { state } = bindFilter(FILTER, query.filter);
      const { items, next } = await readMatching(
        async (page) => {
          const read = await context.machines.list(fabric.name, container.name, page);
          return { ...read, items: read.items.map((machine) => asrProtectableItem(machine, fabric, context.vault)) };
        },
        query.page,
        ({ ProtectionStatus }) => state === undefined || (state as readonly string[]).includes(ProtectionStatus),
      );
      return { kind: "page", items: items.map(wireProtectableItem), ...(next !== undefined && { next }) };
    },
  }),
  operation("replicationProtectableItems.get", {
    method: "GET",
    path: `${ITEMS}/{protectableItemName}`,
    does: "`Get-ASRProtectableItem -Name`",
    run: async (call) => {
      const place = await placeIn(call);
      const machine = await findMachineOf(call.context, place, { kind: "Protectable item", name: call.names.protectableItemName });
      return resource(wireProtectableItem(asrProtectableItem(machine, place.fabric, call.context.vault)));
    },
  }),
  operation("replicationProtectionContainers.discoverProtectableItem", {
    method: "POST",
    path: `${CONTAINER}/discoverProtectableItem`,
    scope: "administrator",
    does: "`New-ASRProtectableItem`",
    run: async (call) => {
      const { context, caller } = call;
      const place = await placeIn(call);
      const { friendlyName, ipAddress, osType } = bindKnown(NEW_MACHINE, await call.properties());
      const { perform } = await proposeMachine(context, caller, place, { friendlyName, address: ipAddress, osType });
      return accepted(context, startedJob(await perform()), containerId(context.vault, place.fabric.name, place.container.name));
    },
  }),
];
