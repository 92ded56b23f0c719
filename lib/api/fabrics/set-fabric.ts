import { FleetError, hasCode } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import { newSecretName, registrationSecretName } from "../../fleet/accounts/credential-secret.js";
import { Fabric } from "../../fleet/fabrics/fabric.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { FleetContext } from "../cmdlet/context.js";

/** What is to be changed; absent means as it is. */
export type FabricChange = Readonly<Partial<Omit<Fabric, "registrationSecret">> & { name: string; secret?: Secret }>;

/**
 * Creates or changes a fabric: its secret is saved first, under a name of its own, then the row that names it, then its protection container when it has
 * none. The secret before stays for a day: a job may have read the row before.
 */
export async function setFabric(context: FleetContext, change: FabricChange): Promise<Fabric> {
  const { fabrics, secrets, clock } = context;
  const known = await fabrics.find(change.name);
  const { secret } = change;
  const registrationSecret = secret && newSecretName(registrationSecretName(change.name), clock.now());
  const fabric = { ...changedFabric(known?.value, change), ...(registrationSecret !== undefined && { registrationSecret }) };
  if (secret && registrationSecret !== undefined) {
    await doubtSecrets(context, { kind: "fabric", name: fabric.name }, registrationSecret, known?.value.registrationSecret);
    await secrets.put(registrationSecret, secret);
  }
  const { value: saved } = known ? await fabrics.replace(fabric, known.etag) : await fabrics.create(fabric);
  await ensureContainer(context, saved);
  return saved;
}

/** The fabric after the change, but for the name of its secret. Throws InvalidParameter without a generation for a new one, Conflict for another generation of an old one. */
export function changedFabric(known: Fabric | undefined, { secret: _kept, ...change }: FabricChange): Fabric {
  if (!known && change.generation === undefined) {
    throw new FleetError("InvalidParameter", `The parameter Generation is missing; a new fabric is Classic or Modernized`, { target: "Generation" });
  }
  if (known && change.generation !== undefined && change.generation !== known.generation) {
    throw new FleetError("Conflict", `Fabric "${known.name}" is ${known.generation} and stays it; got ${change.generation}`, {
      target: "Generation",
    });
  }
  return Fabric.parse({
    friendlyName: change.name,
    ...known,
    ...change,
    ...((change.serverAddress !== undefined || change.serverPort !== undefined) && { serverSeen: undefined }), // that was another place
    name: known?.name ?? change.name,
  });
}

/** Every fabric has one container, as a configuration server does. Also made up for when a call ended between the two rows. */
async function ensureContainer({ fabrics }: FleetContext, { name, friendlyName }: Fabric): Promise<void> {
  if ((await fabrics.listContainers(name)).length > 0) return;
  await fabrics.createContainer({ fabric: name, name: "default", friendlyName }).catch((error: unknown) => {
    if (!hasCode(error, "Conflict")) throw error;
  });
}
