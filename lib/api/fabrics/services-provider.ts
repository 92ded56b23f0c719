import { FleetError } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import type { Fabric, ServicesProvider } from "../../fleet/fabrics/fabric.js";
import { findRepeated } from "../../jobs/control/repeated-call.js";
import type { AskedBy } from "../../jobs/control/start-job.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { parseArmId } from "../ids/arm-id.js";
import { startWithToken } from "../jobs/start-with-token.js";
import { providersOf } from "../objects/services-provider.js";
import { findFabric } from "./find-fabric.js";

export type FoundProvider = Readonly<{ fabric: Fabric; provider: ServicesProvider }>;

/** The provider that an ID means. Throws ResourceNotFound. */
export async function findProvider(context: FleetContext, id: string): Promise<FoundProvider> {
  const parts = parseArmId(context.vault, id, { wanted: ["replicationRecoveryServicesProviders"], parameter: "InputObject" });
  const { value: fabric } = await findFabric(context, parts.replicationFabrics ?? "", "InputObject");
  return providerOf(fabric, { name: parts.replicationRecoveryServicesProviders ?? "" }, "InputObject");
}

/** The provider of this fabric by its name or friendly name, in any case. Throws ResourceNotFound. */
export function providerOf(fabric: Fabric, { name, friendlyName }: { name?: string; friendlyName?: string }, parameter: string): FoundProvider {
  const wanted = (name ?? friendlyName ?? "").toLowerCase();
  const provider = providersOf(fabric).find((one) => (name === undefined ? one.friendlyName : one.name).toLowerCase() === wanted);
  if (provider) return { fabric, provider };
  throw new FleetError("ResourceNotFound", `Services provider "${name ?? friendlyName}" is not associated with fabric "${fabric.name}"`, {
    target: parameter,
  });
}

/** Throws Conflict for a fabric of which nobody can be asked anything, InvalidParameter for a token that nobody asks for. */
export function refuseRefresh({ friendlyName, vault, serverAddress }: Fabric, token: Secret | undefined): void {
  if (token && !vault)
    throw new FleetError("InvalidParameter", `AccessToken is for a vault, and fabric "${friendlyName}" was not read from one`, {
      target: "AccessToken",
    });
  if (vault || serverAddress !== undefined) return;
  throw new FleetError("Conflict", `Fabric "${friendlyName}" is kept by hand and has no server address: there is nobody to ask`, {
    target: "InputObject",
    recommendedAction: "Tell its servers' versions and heartbeats with Set-AsrFabric, or read its vault with Import-AsrInventory -FromVault.",
  });
}

/** Starts the job that reads again what is known of the fabric's servers. A token lies in the secret store until the job has ended. */
export async function refreshProvider(
  context: FleetContext,
  { name, friendlyName, vault }: Fabric,
  { token, ...asked }: AskedBy & Readonly<{ token?: Secret }>,
): Promise<Job> {
  const place = vault && (vault.place ?? { ...context.vault, vaultName: vault.vaultName });
  const request = (tokenSecret?: string) => ({
    recipe: "refresh-provider" as const,
    target: { kind: "fabric" as const, fabric: name, name, friendlyName },
    input: place ? { vault: { ...place, ...(tokenSecret !== undefined && { tokenSecret }) } } : {},
    ...asked,
  });
  if (!token) return context.startJob(request());
  const repeated = await findRepeated(context.jobs, request(), { exceptOwn: true });
  const tokenSecret = repeated?.input.vault?.tokenSecret ?? `vault-token-${crypto.randomUUID()}`;
  return startWithToken(context, { token, name: tokenSecret, isNew: !repeated, start: () => context.startJob(request(tokenSecret)) });
}
