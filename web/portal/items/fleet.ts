import { call, callList } from "../api/call.js";
import { objectsOf, type SentList } from "../api/columns.js";
import type { Fabric, Installer, Job, Provider } from "../api/objects.js";
import { lastRead, useLive } from "../live/use-live.js";
import { componentsOf, newestOf } from "./components.js";
import { canUpdate, LISTED, type Listed, type Row, rowsOf, sorted, withChanges } from "./rows.js";

/** What the views of many machines show. */
export type Fleet = Readonly<{
  fabrics: readonly Fabric[];
  providers: readonly Provider[];
  rows: readonly Row[];
  /** The newest version in the catalogue. */
  newest: string;
  /** Jobs that failed last, those that wait for somebody, those at work. */
  failed: readonly Job[];
  suspended: readonly Job[];
  running: readonly Job[];
  /** What the next read asks the changes since. */
  changeToken: string;
  /** How many reads brought no news, one after the other. */
  calm: number;
}>;

export const UPDATES = "Get-AzureRmRecoveryServicesAsrMobilityServiceUpdate";
const MOST_JOBS = 200;
/** Jobs are read again after so many reads without news of a machine. */
const CALM_READS = 10;

/** The whole fleet: read once, then what changed. */
export const useFleet = () =>
  useLive<Fleet>({
    key: "fleet",
    load: (before, anew) => (before && !anew ? readChanges(before) : readFleet()),
    isBusy: ({ running, rows }) => running.length > 0 || rows.some(({ job }) => job !== null),
  });

/** The rows that were read last; none as long as no list was shown. */
export const knownRows = (): readonly Row[] => lastRead<Fleet>("fleet")?.rows ?? NO_ROWS;
const NO_ROWS: readonly Row[] = [];

type Page = SentList<Listed> & Readonly<{ nextLink?: string; changeToken: string; complete: boolean }>;
const readPage = (parameters: object): Promise<Page> => callList(UPDATES, { Property: LISTED, ...parameters });

async function readChanges(before: Fleet): Promise<Fleet> {
  const page = await readPage({ ChangedSince: before.changeToken });
  if (page.complete) return readFleet(page);
  const changed = objectsOf(page);
  const rows = withChanges(before.rows, changed);
  const isNews = changed.length > 0 || before.running.length > 0 || before.calm >= CALM_READS;
  return { ...before, ...(isNews ? { ...(await readJobs()), calm: 0 } : { calm: before.calm + 1 }), rows, changeToken: page.changeToken };
}

async function readFleet(first?: Page): Promise<Fleet> {
  const [machines, servers, { value: installers }, jobs] = await Promise.all([
    readMachines(first),
    readServers(),
    call<{ value: readonly Pick<Installer, "Version">[] }>("Get-ASRMobilityServiceInstaller"),
    readJobs(),
  ]);
  const newest = newestOf(installers.flatMap(({ Version }) => (Version ? [Version] : [])));
  return { ...machines, ...jobs, ...servers, newest, calm: 0 };
}

async function readServers(): Promise<Pick<Fleet, "fabrics" | "providers">> {
  const { value: fabrics } = await call<{ value: readonly Fabric[] }>("Get-ASRFabric");
  const providers = await Promise.all(
    fabrics.map(async ({ ID }) => (await call<{ value: readonly Provider[] }>("Get-ASRServicesProvider", { Fabric: ID })).value),
  );
  return { fabrics, providers: providers.flat() };
}

async function readMachines(first?: Page): Promise<Pick<Fleet, "rows" | "changeToken">> {
  let page = first ?? (await readPage({ Top: 1000 }));
  const { changeToken } = page;
  const rows: Row[] = [];
  for (;;) {
    const SkipToken = page.nextLink === undefined ? null : new URL(page.nextLink).searchParams.get("SkipToken");
    const next = SkipToken === null ? undefined : readPage({ Top: 1000, SkipToken });
    rows.push(...rowsOf(objectsOf(page))); // while the next page is on its way
    if (!next) return { rows: sorted(rows, "name"), changeToken };
    page = await next;
  }
}

async function readJobs(): Promise<Pick<Fleet, "failed" | "suspended" | "running">> {
  const jobs = async (State: string) => (await call<{ value: readonly Job[] }>("Get-ASRJob", { State, Top: MOST_JOBS })).value;
  const [failed, suspended, running] = await Promise.all([jobs("Failed"), jobs("Suspended"), jobs("InProgress")]);
  return { failed, suspended, running };
}

/** Fabrics whose server is on the latest version and whose machines have an update: the portal's notification is about them. */
export const notifiedFabrics = ({ fabrics, rows, newest }: Pick<Fleet, "fabrics" | "rows" | "newest">): readonly Fabric[] =>
  fabrics.filter((fabric) => componentsOf(fabric, newest)[0]?.outdated === false && rows.some((row) => row.fabric === fabric.Name && canUpdate(row)));
