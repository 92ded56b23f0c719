import { allPages } from "../../core/all-pages.js";
import { hasCode } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { jumpHostOf } from "../../fleet/fabrics/jump-host.js";
import type { MachineRef } from "../../fleet/machines/machine.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";

type Deps = Pick<FleetContext, "jobs" | "batches" | "machines" | "fabrics" | "resumeJob">;

const AT_ONCE = 16;
const PAGE = 500;

/**
 * Lets go on what is suspended because of this account, and gives how many jobs that were: batches whose children wait for it, and jobs of machines that
 * are reached by it, straight or through a jump host. A batch that MaxFailures halted waits for somebody who has looked at the failures.
 */
export async function resumeWaitingJobs(deps: Deps, { fabric: name, id }: RunAsAccount): Promise<number> {
  const fabric = (await deps.fabrics.find(name))?.value;
  if (!fabric) return 0;
  const waits = waitingFor(deps, fabric, id);
  let resumed = 0;
  for await (const page of allPages((next) => deps.jobs.list({ state: "Suspended" }, next), { size: PAGE })) {
    await inParallel(page, AT_ONCE, async (job) => {
      if ((await waits(job)) && (await resume(deps, job))) resumed += 1;
    });
  }
  return resumed;
}

const waitingFor = ({ batches, machines }: Deps, fabric: Fabric, id: string) => {
  const isReachedBy = async (machine: MachineRef, named: string | undefined): Promise<boolean> => {
    if (machine.fabric !== fabric.name) return false;
    const found = (await machines.find(machine))?.value;
    return found !== undefined && ((named ?? found.accountId) === id || jumpHostOf(fabric, found)?.accountId === id);
  };
  return async ({ name, parent, recipe, target, input, errors }: Job): Promise<boolean> => {
    if (recipe === "batch") {
      if (errors.at(-1)?.code !== "AccountStopped") return false;
      const [member] = (await batches.list(name, { state: "Suspended" }, { size: 1 })).items;
      return member !== undefined && isReachedBy(member, input.accountId);
    }
    if (parent !== undefined || target.kind !== "machine" || errors[0]?.code === "WaitingForRestart") return false; // children go on with their batch
    const { fabric: of = "", container = "", name: machine } = target;
    return isReachedBy({ fabric: of, container, name: machine }, input.accountId);
  };
};

/** False when somebody else resumed or stopped it meanwhile. */
async function resume({ resumeJob }: Deps, { name }: Job): Promise<boolean> {
  try {
    await resumeJob(name);
    return true;
  } catch (error) {
    if (hasCode(error, "Conflict")) return false;
    throw error;
  }
}
