import type { SiteRecoveryManagementClient } from "@azure/arm-recoveryservices-siterecovery";
import type { Clock } from "../core/clock.js";
import { FleetError } from "../core/errors.js";
import type { VaultReader } from "../fleet/vault/vault.js";
import type { VaultPlace } from "../fleet/vault/vault-place.js";
import { fabricOf, ProtectionContainer } from "./fabric-of.js";
import { itemOf } from "./item-of.js";
import { Provider } from "./provider-of.js";
import { vaultError } from "./vault-error.js";

type Opened = Readonly<{
  client: SiteRecoveryManagementClient;
  /** Where the service says that the next page is. */
  nextOf(page: unknown): string | undefined;
  endpoint: URL;
  place: Pick<VaultPlace, "resourceGroup" | "vaultName">;
  clock: Clock;
}>;

type Pages<T> = Readonly<{ byPage(settings?: { continuationToken?: string }): AsyncIterableIterator<T[]> }>;

/** Reads a vault by the SDK, page by page; nothing of it writes. */
export function vaultReader({ client, nextOf, endpoint, place, clock }: Opened): VaultReader {
  const { vaultName } = place;
  const where = [vaultName, place.resourceGroup] as const;
  /** One page. The token goes along to wherever a page says that the next one is: only to the endpoint itself. */
  const onePage = async <T>(list: Pages<T>, after: string | undefined) => {
    if (after !== undefined && new URL(after, endpoint).origin !== endpoint.origin)
      throw new FleetError("VaultUnavailable", `The vault "${vaultName}" names a next page at another address than ${endpoint.origin}`);
    const { value: items = [] } = await list
      .byPage(after === undefined ? {} : { continuationToken: after })
      .next()
      .catch((error: unknown) => Promise.reject(vaultError(vaultName, error, clock.now())));
    const next = nextOf(items);
    return { items: items as readonly T[], ...(next && next !== after && { next }) };
  };
  const allPages = async <T>(list: Pages<T>): Promise<readonly T[]> => {
    const all: T[] = [];
    for (let after: string | undefined; ; ) {
      const { items, next } = await onePage(list, after);
      all.push(...items);
      if (next === undefined) return all;
      after = next;
    }
  };
  return {
    async readFabrics(abortSignal) {
      const readTime = clock.now().toISOString();
      const fabrics = await allPages(client.replicationFabrics.list(...where, { abortSignal }));
      const all = await allPages(client.replicationProtectionContainers.list(...where, { abortSignal }));
      const containers = all.flatMap((one) => ProtectionContainer.safeParse(one).data ?? []);
      const listed = await allPages(client.replicationRecoveryServicesProviders.list(...where, { abortSignal }));
      const providers = listed.flatMap((one) => Provider.safeParse(one).data ?? []);
      return fabrics.flatMap((wire) => {
        const isIts = ({ fabric }: Readonly<{ fabric: string | undefined }>) => fabric?.toLowerCase() === wire.name?.toLowerCase();
        const its = containers.filter(isIts).map(({ name, friendlyName }) => ({ name, friendlyName }));
        const found = fabricOf(wire, its, readTime);
        return found ? { ...found, providers: providers.filter(isIts).map(({ fabric: _its, ...provider }) => provider) } : [];
      });
    },
    async readItems(after, abortSignal) {
      const readTime = clock.now().toISOString();
      const { items, next } = await onePage(client.replicationProtectedItems.list(...where, { abortSignal }), after);
      return { items: items.flatMap((wire) => itemOf(wire, { vaultName, readTime }) ?? []), ...(next && { next }) };
    },
  };
}
