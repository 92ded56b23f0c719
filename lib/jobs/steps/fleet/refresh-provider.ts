import { FleetError } from "../../../core/errors.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import { VaultBusy } from "../../../fleet/vault/vault-busy.js";
import { NotYet } from "../../../reach/not-yet.js";
import type { FleetStep, FleetStepContext, StepOutcome } from "../../engine/step.js";
import { openVault, vaultPlaceOf } from "../../inventory/open-vault.js";
import { recordFabric, recordSeen } from "../../inventory/record-vault.js";

/**
 * Reads again what is known of a fabric's servers. A fabric of a vault is asked for there: versions, heartbeats, certificate. Of one that
 * is kept by hand nobody tells a version: its server is looked at, whether it answers and until when its certificate is valid.
 */
export const refreshProvider: FleetStep<"refresh-provider"> = {
  name: "refresh-provider",
  title: "Reading the servers of the fabric",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, fleet } = context;
    const found = await fleet.fabrics.find(job.target.name);
    if (!found) throw new FleetError("ResourceNotFound", `The fabric ${job.target.name} is no longer there`);
    return job.input.vault ? fromVault(context, found.value) : fromServer(context, found.value);
  },
};

async function fromVault(context: FleetStepContext<"refresh-provider">, { name, vault }: Fabric): Promise<StepOutcome> {
  const { fleet, clock, signal } = context;
  const readTime = clock.now().toISOString();
  const reader = await openVault(context);
  const fabrics = await reader.readFabrics(signal).catch((error: unknown) => {
    throw error instanceof VaultBusy ? new NotYet(error.seconds, error.message) : error;
  });
  const place = vaultPlaceOf(context.job);
  const told = fabrics.find((one) => one.name.toLowerCase() === vault?.fabric.toLowerCase());
  if (!told) throw new FleetError("ResourceNotFound", `The vault "${place.vaultName}" no longer has the fabric "${vault?.fabric ?? name}"`);
  await recordFabric(fleet, { name, containers: [], vaultName: place.vaultName, place, readTime, told });
  const servers = [`server ${told.serverVersion ?? "of unknown version"}`, `${told.processServers.length} process servers`];
  return { type: "done", message: `As the vault had it at ${readTime}: ${servers.join(", ")}, ${told.masterTargets.length} master targets` };
}

async function fromServer(
  { fleet, clock, signal }: FleetStepContext<"refresh-provider">,
  { name, serverAddress, serverPort }: Fabric,
): Promise<StepOutcome> {
  if (serverAddress === undefined) throw new FleetError("Conflict", `The fabric ${name} is kept by hand and has no server address to look at`);
  const seen = await fleet.lookAtServer(serverAddress, serverPort, signal);
  await recordSeen(fleet, name, { readTime: clock.now().toISOString(), ...seen.facts });
  const byHand = "Versions and heartbeats of a fabric that is kept by hand are told by Set-AsrFabric alone";
  const message = seen.facts.answered
    ? `${serverAddress} answers on port ${serverPort}; its certificate is valid until ${seen.facts.certificateExpiryDate ?? "an unknown time"}. ${byHand}`
    : `${serverAddress} does not answer on port ${serverPort}: ${seen.reason}. ${byHand}`;
  return { type: "done", message, ...(!seen.facts.answered && { learned: { warnings: [message] } }) };
}
