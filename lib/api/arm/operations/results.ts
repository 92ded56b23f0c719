import type { Job } from "../../../jobs/job.js";
import type { FleetContext } from "../../cmdlet/context.js";
import { showFabric } from "../../fabrics/show-fabric.js";
import { findJob } from "../../jobs/find-job.js";
import { asrProtectionContainer } from "../../objects/fabric.js";
import { asrReplicationProtectedItem } from "../../objects/replication-protected-item.js";
import { type ArmAnswer, operation, resource } from "../operation.js";
import { jobResult, operationResult } from "../operation-result.js";
import { cancellationStatus } from "../operation-status.js";
import { jobShown } from "../show-job.js";
import { wireContainer, wireFabric } from "../wire/fabric.js";
import { wireProtectedItem } from "../wire/items.js";
import { placeIn } from "./protectable-items.js";

const CONTAINER = "replicationFabrics/{fabricName}/replicationProtectionContainers/{protectionContainerName}";

/** Where the clients of Azure look for what came of a long-running operation; no method of the SDK has them by name. */
export const RESULT_OPERATIONS = [
  operation("operationResults of a protected item", {
    method: "GET",
    path: `${CONTAINER}/replicationProtectedItems/{replicatedProtectedItemName}/operationresults/{jobName}`,
    does: "answers 202 until the job has ended, then with the item; 204 when it was removed",
    run: ({ context, names: { jobName, fabricName, protectionContainerName: container } }) =>
      operationResult(context, { jobName, isOwn: ({ target }) => isIn(target, fabricName, container) }, (job) => itemOf(context, job)),
  }),
  operation("operationResults of a container", {
    method: "GET",
    path: `${CONTAINER}/operationresults/{jobName}`,
    does: "answers 202 until the job has ended, then with the container",
    run: (call) =>
      operationResult(call.context, { jobName: call.names.jobName }, async () => {
        const { container, fabric } = await placeIn(call);
        return resource(wireContainer(asrProtectionContainer(container, fabric, call.context.vault)));
      }),
  }),
  operation("operationResults of a fabric", {
    method: "GET",
    path: "replicationFabrics/{fabricName}/operationresults/{jobName}",
    does: "answers 202 until the job has ended, then with the fabric; 204 when it was removed",
    run: ({ context, names: { jobName, fabricName } }) =>
      operationResult(context, { jobName, isOwn: ({ target }) => isOf(target, fabricName) }, async () => {
        const found = await context.fabrics.find(fabricName);
        return found ? resource(wireFabric(await showFabric(context, found.value), found.value)) : { kind: "nothing" };
      }),
  }),
  operation("operationResults of a job", {
    method: "GET",
    path: "replicationJobs/{jobName}/operationresults/{operationName}",
    does: "answers 202 until the job that the call started or changed has ended, then with that job",
    run: ({ context, names }) => jobResult(context, names.operationName),
  }),
  operation("operationStatus", {
    method: "GET",
    path: "replicationOperationStatus/{operationName}",
    does: "tells how far a call is that has no job of its own (cancel); under the name of a job it is the job",
    run: async ({ context, names: { operationName } }) =>
      (await cancellationStatus(context, operationName)) ?? jobShown(context, await findJob(context, operationName, "operationName")),
  }),
];

const isOf = ({ kind, name }: Job["target"], fabric: string): boolean => kind === "fabric" && name.toLowerCase() === fabric.toLowerCase();

const isIn = ({ fabric, container }: Job["target"], fabricName: string, containerName: string): boolean =>
  fabric?.toLowerCase() === fabricName.toLowerCase() && container?.toLowerCase() === containerName.toLowerCase();

/** The item that the job was about, as it is now; nothing when there is none any more. */
async function itemOf({ machines, fabrics, vault }: FleetContext, { target }: Job): Promise<ArmAnswer> {
  const { fabric: fabricName = "", container: containerName = "", name } = target;
  const [fabric, container, found] = await Promise.all([
    fabrics.find(fabricName),
    fabrics.findContainer(fabricName, containerName),
    machines.find({ fabric: fabricName, container: containerName, name }),
  ]);
  const item = found?.value.protectedItem;
  if (!fabric || !container || !found || item === undefined) return { kind: "nothing" };
  const machine = { ...found.value, protectedItem: item };
  return resource(wireProtectedItem(asrReplicationProtectedItem(machine, { fabric: fabric.value, container, vault })));
}
