import { hasCode } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";

type Start = Readonly<{ token: Secret; name: string; isNew: boolean; start(): Promise<Job> }>;

/** Saves the token of a job, then starts the job. Where it is refused, the token goes; where storage did not answer, the job may be there, and a day ends its token. */
export async function startWithToken(
  context: Pick<FleetContext, "secrets" | "doubts" | "clock">,
  { token, name, isNew, start }: Start,
): Promise<Job> {
  await doubtSecrets(context, { kind: "job" }, name);
  await context.secrets.put(name, token);
  try {
    return await start();
  } catch (error) {
    if (isNew && !hasCode(error, "StorageUnavailable")) await context.secrets.remove(name);
    throw error;
  }
}
