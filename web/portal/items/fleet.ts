import { call, readAll } from "../api/call.js";
import type { Fabric, Job, Update } from "../api/objects.js";
import { useLive } from "../live/use-live.js";
import { componentsOf, newestOf } from "./components.js";
import { canUpdate, type Row, rowsOf } from "./rows.js";

/** What the views of many machines show. */
export type Fleet = Readonly<{
  fabrics: readonly Fabric[];
  rows: readonly Row[];
  /** The newest version in the catalogue. */
  newest: string;
  /** Jobs that failed last, those that wait for somebody, those at work. */
  failed: readonly Job[];
  suspended: readonly Job[];
  running: readonly Job[];
}>;

const MOST_JOBS = 200;
const LARGE = 1000;

/** The whole fleet, read again and again. */
export const useFleet = () =>
  useLive<Fleet>({
    key: "fleet",
    load: readFleet,
    isBusy: ({ running, rows }) => running.length > 0 || rows.some(({ job }) => job !== null),
    isLarge: ({ rows }) => rows.length > LARGE,
  });

async function readFleet(): Promise<Fleet> {
  const jobs = async (State: string) => (await call<{ value: readonly Job[] }>("Get-ASRJob", { State, Top: MOST_JOBS })).value;
  const [{ value: fabrics }, { value: installers }, failed, suspended, running] = await Promise.all([
    call<{ value: readonly Fabric[] }>("Get-ASRFabric"),
    call<{ value: readonly Readonly<{ Version: string | null }>[] }>("Get-ASRMobilityServiceInstaller"),
    jobs("Failed"),
    jobs("Suspended"),
    jobs("InProgress"),
  ]);
  const updates = await Promise.all(fabrics.map(({ ID }) => readAll<Update>("Get-ASRMobilityServiceUpdate", { Fabric: ID })));
  const failedWith = codesOf(failed);
  const newest = newestOf(installers.flatMap(({ Version }) => (Version ? [Version] : [])));
  return { fabrics, newest, failed, suspended, running, rows: fabrics.flatMap((fabric, i) => rowsOf(fabric, updates[i] ?? [], failedWith)) };
}

/** Why the last job of each machine failed; jobs come newest first. */
function codesOf(failed: readonly Job[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const { TargetObjectId, Errors } of failed) {
    const code = Errors.at(-1)?.ServiceErrorDetails.Code;
    if (code !== undefined && !codes.has(TargetObjectId)) codes.set(TargetObjectId, code);
  }
  return codes;
}

/** Fabrics whose server is on the latest version and whose machines have an update: the portal's notification is about them. */
export const notifiedFabrics = ({ fabrics, rows, newest }: Pick<Fleet, "fabrics" | "rows" | "newest">): readonly Fabric[] =>
  fabrics.filter((fabric) => componentsOf(fabric, newest)[0]?.outdated === false && rows.some((row) => row.fabric === fabric.Name && canUpdate(row)));
