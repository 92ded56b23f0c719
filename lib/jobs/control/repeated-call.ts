import { isDeepStrictEqual } from "node:util";
import type { Job, JobTarget } from "../job.js";
import type { JobInput } from "../job-input.js";
import type { JobQueue, JobStore } from "../ports.js";
import type { RecipeName } from "../recipe-name.js";
import { sendSaved } from "./send-saved.js";

type Asked = Readonly<{ recipe: RecipeName; target: JobTarget; input: JobInput; startedBy?: string | undefined; restartOf?: string | undefined }>;

/** Of the newest jobs that have not begun; one that a call has just saved is among them. */
const MOST_LOOKED_AT = 100;

/** Nobody has taken it up yet. */
export const isUntouched = ({ state, turn, cancelRequested }: Job): boolean => state === "NotStarted" && turn === 0 && !cancelRequested;

/**
 * The job that the very same call of the same caller has saved and that nobody has taken up yet: its first answer, or its message, was lost. With
 * `exceptOwn` the names that each call makes up for itself need not be the same.
 */
export async function findRepeated(
  jobs: JobStore,
  asked: Asked,
  { exceptOwn = false }: Readonly<{ exceptOwn?: boolean }> = {},
): Promise<Job | undefined> {
  const { items } = await jobs.list({ state: "NotStarted" }, { size: MOST_LOOKED_AT });
  const wanted = comparable(asked, exceptOwn);
  return items.find((job) => isUntouched(job) && !job.parent && isDeepStrictEqual(comparable(job, exceptOwn), wanted));
}

/** Sends the message of a job that nobody has taken up: the call before may have been unable to. */
export async function sendIfUntouched(queue: JobQueue, job: Job): Promise<Job> {
  if (isUntouched(job)) await sendSaved(queue, job);
  return job;
}

const MADE_UP: ReadonlySet<string> = new Set(["importId", "tokenSecret"]);

function comparable({ recipe, target, input, startedBy, restartOf }: Asked, exceptOwn: boolean): unknown {
  const own = exceptOwn && target.kind === "inventory"; // its name is that of the import
  const compared = { recipe, target: own ? { ...target, name: "" } : target, input, startedBy, restartOf };
  return JSON.parse(JSON.stringify(compared, (name, value) => (exceptOwn && MADE_UP.has(name) ? undefined : value)));
}
