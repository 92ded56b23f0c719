import { FleetError } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Fabric, ProtectionContainer } from "../../fleet/fabrics/fabric.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { AccountRef } from "../cmdlet/reference.js";
import { parseArmId } from "../ids/arm-id.js";

type Stores = Pick<FleetContext, "fabrics" | "accounts" | "vault">;

/** The fabric that an ID or a plain name means. Throws ResourceNotFound. */
export async function findFabric({ fabrics, vault }: Stores, reference: string, parameter = "Fabric"): Promise<Versioned<Fabric>> {
  const name = reference.startsWith("/")
    ? (parseArmId(vault, reference, { wanted: ["replicationFabrics"], parameter }).replicationFabrics ?? "")
    : reference;
  const found = await fabrics.find(name);
  if (!found) throw new FleetError("ResourceNotFound", `There is no fabric with the name "${name}"`, { target: parameter });
  return found;
}

export type Place = Readonly<{ fabric: Fabric; container: ProtectionContainer }>;

/** The protection container that an ID means, and its fabric. Throws ResourceNotFound. */
export async function findContainer(context: Stores, reference: string, parameter = "ProtectionContainer"): Promise<Place> {
  const parts = parseArmId(context.vault, reference, { wanted: ["replicationProtectionContainers"], parameter });
  return placeOf(context, { fabric: parts.replicationFabrics, container: parts.replicationProtectionContainers, parameter });
}

type Names = Readonly<{ fabric: string | undefined; container: string | undefined; parameter: string }>;

/** The fabric and container of these names. */
export async function placeOf(context: Stores, { fabric: name, container: containerName, parameter }: Names): Promise<Place> {
  const { value: fabric } = await findFabric(context, name ?? "", parameter);
  const container = await context.fabrics.findContainer(fabric.name, containerName ?? "");
  if (!container)
    throw new FleetError("ResourceNotFound", `Protection container "${containerName}" is not associated with fabric "${fabric.name}"`, {
      target: parameter,
    });
  return { fabric, container };
}

/** The run-as account of a fabric; a plain text is tried as its id first, then as its name. Throws ResourceNotFound. */
export async function findAccount({ accounts }: Stores, fabric: string, reference: AccountRef, parameter = "Account"): Promise<RunAsAccount> {
  const id = reference.id ?? reference.either;
  const byId = id === undefined ? undefined : await accounts.find(fabric, id);
  const name = reference.name ?? reference.either;
  const known = byId ? [] : await accounts.list(fabric);
  const account = byId?.value ?? (reference.id === undefined ? known.find((one) => name !== undefined && sameName(one.name, name)) : undefined);
  if (account) return account;
  const names = known.map((one) => `${one.id} ${one.name}`).join(", ") || "none";
  throw new FleetError("ResourceNotFound", `Run-as account "${id ?? reference.name}" is not associated with fabric "${fabric}"; it has ${names}`, {
    target: parameter,
  });
}

/** The name of a jump host of the fabric as it is spelled there; `none` means the direct way. Throws ResourceNotFound. */
export function findJumpHost({ name: fabric, jumpHosts }: Fabric, name: string, parameter = "JumpHost"): string {
  if (sameName(name, "none")) return "none";
  const found = jumpHosts.find((one) => sameName(one.name, name));
  if (found) return found.name;
  const names = jumpHosts.map((one) => one.name).join(", ") || "none";
  throw new FleetError("ResourceNotFound", `Jump host "${name}" is not associated with fabric "${fabric}"; it has ${names}`, { target: parameter });
}

/** The one fabric with this friendly name. Throws ResourceNotFound, and Conflict when several have it. */
export async function findFabricByFriendlyName({ fabrics }: Stores, friendlyName: string): Promise<Fabric> {
  const named = (await fabrics.list()).filter((fabric) => sameName(fabric.friendlyName, friendlyName));
  const [fabric, ...others] = named;
  if (!fabric) throw new FleetError("ResourceNotFound", `There is no fabric with the friendly name "${friendlyName}"`, { target: "FriendlyName" });
  if (others.length === 0) return fabric;
  const names = named.map(({ name }) => name).join(", ");
  throw new FleetError("Conflict", `Several fabrics have the friendly name "${friendlyName}"; ask for one by its Name: ${names}`, {
    target: "FriendlyName",
  });
}

/** The one protection container of the fabric with this friendly name. */
export async function findContainerByFriendlyName({ fabrics }: Stores, fabric: string, friendlyName: string): Promise<ProtectionContainer> {
  const container = (await fabrics.listContainers(fabric)).find((one) => sameName(one.friendlyName, friendlyName));
  if (container) return container;
  throw new FleetError("ResourceNotFound", `Protection container "${friendlyName}" is not associated with fabric "${fabric}"`, {
    target: "FriendlyName",
  });
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
