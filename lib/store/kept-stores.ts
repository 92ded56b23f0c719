import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { KernelList } from "../agents/kernels/kernel-list.js";
import type { Secret } from "../core/secret.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import type { Fabric } from "../fleet/fabrics/fabric.js";
import type { Installer } from "../fleet/installers/installer.js";
import { RunOf, type RunTimes } from "../fleet/installers/run-times.js";
import type { VersionHold } from "../fleet/installers/version-hold.js";
import type { AccountStore, FabricStore, InstallerStore, SecretStore } from "../fleet/ports.js";

/** `fresh` reads storage at every call and is for those who write; `kept` repeats an answer for a few seconds and is for jobs, which only read. */
export type Kept<S> = Readonly<{ fresh: S; kept: S }>;

const MOST = 500;

/** A write of this process is seen at once; another process's after `ttlMs` at the latest. */
export function keepFabrics(store: FabricStore, ttlMs: number): Kept<FabricStore> {
  const answers = keep<Versioned<Fabric>>(ttlMs, (name) => store.find(name));
  const write = <T>(name: string, written: Promise<T>) => written.finally(() => answers.forget(name));
  const fresh: FabricStore = {
    ...store,
    create: (fabric) => write(fabric.name, store.create(fabric)),
    replace: (fabric, etag) => write(fabric.name, store.replace(fabric, etag)),
    remove: (fabric, etag) => write(fabric.name, store.remove(fabric, etag)),
  };
  return { fresh, kept: { ...fresh, find: answers.find } };
}

/** As `keepFabrics`, for the catalogue. */
export function keepInstallers(store: InstallerStore, ttlMs: number): Kept<InstallerStore> {
  const holds = keep<readonly VersionHold[]>(ttlMs, () => store.listHolds());
  const kernels = keep<readonly KernelList[]>(ttlMs, (osTag) => store.listKernels(osTag || undefined));
  const runKey = ({ what, osTag, version }: RunOf) => JSON.stringify({ what, osTag, version });
  const times = keep<RunTimes>(ttlMs, (name) => store.runTimes(RunOf.parse(JSON.parse(name))));
  const answers = keep<readonly Installer[]>(ttlMs, (osTag) => store.list(osTag || undefined));
  const fresh: InstallerStore = {
    ...store,
    create: (installer) => store.create(installer).finally(answers.forgetAll),
    putHold: (hold) => store.putHold(hold).finally(holds.forgetAll),
    putKernels: (list) => store.putKernels(list).finally(kernels.forgetAll),
    removeKernels: (list) => store.removeKernels(list).finally(kernels.forgetAll),
    putRunTimes: (run) => store.putRunTimes(run).finally(() => times.forget(runKey(run))),
    removeHold: (version, osTag) => store.removeHold(version, osTag).finally(holds.forgetAll),
  };
  const kept: InstallerStore = {
    ...fresh,
    list: async (osTag = "") => (await answers.find(osTag)) ?? [],
    listHolds: async () => (await holds.find("")) ?? [],
    listKernels: async (osTag = "") => (await kernels.find(osTag)) ?? [],
    runTimes: async (run) => (await times.find(runKey(run))) ?? { what: run.what, osTag: run.osTag, seconds: [] },
  };
  return { fresh, kept };
}

/** As `keepFabrics`, for secrets; they stay in memory no longer than `ttlMs`. */
export function keepSecrets(store: SecretStore, ttlMs: number): Kept<SecretStore> {
  const answers = keep<Secret>(ttlMs, (name) => store.find(name));
  const fresh: SecretStore = {
    ...store,
    put: (name, value) => store.put(name, value).finally(() => answers.forget(name)),
    remove: (name) => store.remove(name).finally(() => answers.forget(name)),
  };
  return { fresh, kept: { ...fresh, find: answers.find } };
}

/** As `keepFabrics`, for accounts: for those who ask whether they may log in. Whoever changes an account does so against the row that it saw. */
export function keepAccounts(store: AccountStore, ttlMs: number): Kept<AccountStore> {
  const keyOf = (fabric: string, id: string) => JSON.stringify([fabric, id]);
  const answers = keep<Versioned<RunAsAccount>>(ttlMs, (key) => {
    const [fabric, id] = AccountKey.parse(JSON.parse(key));
    return store.find(fabric, id);
  });
  const write = <T>({ fabric, id }: Pick<RunAsAccount, "fabric" | "id">, written: Promise<T>) =>
    written.finally(() => answers.forget(keyOf(fabric, id)));
  const fresh: AccountStore = {
    ...store,
    create: (account) => write(account, store.create(account)),
    replace: (account, etag) => write(account, store.replace(account, etag)),
    remove: (account, etag) => write(account, store.remove(account, etag)),
  };
  return { fresh, kept: { ...fresh, find: (fabric, id) => answers.find(keyOf(fabric, id)) } };
}

const AccountKey = z.tuple([z.string(), z.string()]);

/** Answers by name, in any case; many who ask at once wait for one read. What is absent is asked for again each time. */
function keep<T extends object>(ttlMs: number, read: (name: string) => Promise<T | undefined>) {
  const cache = new LRUCache<string, Promise<T | undefined>>({ max: MOST, ttl: ttlMs, ttlAutopurge: true });
  const keyOf = (name: string) => name.toLowerCase();
  const ask = (name: string): Promise<T | undefined> => {
    const answer = read(name);
    cache.set(keyOf(name), answer);
    const drop = () => {
      if (cache.peek(keyOf(name)) === answer) cache.delete(keyOf(name));
    };
    answer.then((value) => value === undefined && drop(), drop);
    return answer;
  };
  return {
    find: (name: string): Promise<T | undefined> => cache.get(keyOf(name)) ?? ask(name),
    forget: (name: string) => void cache.delete(keyOf(name)),
    forgetAll: () => cache.clear(),
  };
}
