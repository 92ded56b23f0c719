import type { Advice } from "../../agents/errors/describe-error.js";
import { isActedOn, platformOf } from "../../agents/platform-of.js";
import type { Probe } from "../../agents/probe.js";
import { FleetError } from "../../core/errors.js";
import { once } from "../../core/once.js";
import type { Fabric } from "../../fleet/fabrics/fabric.js";
import { readProbe } from "../../reach/read-probe.js";
import type { Session } from "../../reach/session.js";
import type { RunState } from "../../remote/machine.js";
import type { Job } from "../job.js";
import { fenceToken } from "./lease.js";
import type { RunJobDeps } from "./run-deps.js";
import type { StepContext } from "./step.js";

/** What the steps of one invocation share: one connection, one look at the machine until a step asks for a fresh one. */
export type SharedContext = Omit<StepContext, "job" | "hop" | "signal" | "fence" | "report" | "hasTime"> &
  Readonly<{
    fenceOf(job: Job): Promise<StepContext["fence"]>;
    /** The latest look at the machine, if there was one. */
    latestProbe(): Probe | undefined;
    /** What was in the run slot when this invocation first asked: nobody else may start anything there meanwhile. */
    slotAtFirst(): Promise<RunState>;
    /** How errors are explained on this machine. */
    advice: Advice;
  }>;

export function sharedContext(deps: RunJobDeps, job: Job, session: Session): SharedContext {
  const readFabric = once(() => findFabric(deps, job));
  const { installers, content, jobLogs, clock, timing } = deps;
  const machine = () => {
    const held = session.machine();
    if (!held) throw new FleetError("Internal", `A job about ${job.target.kind} ${job.target.name} has no machine`);
    return held.value;
  };
  const platform = () => platformOf(machine().osType);
  return {
    ...probing(session, platform),
    machine,
    platform,
    slotAtFirst: once(async () => (await session.remote()).look()),
    advice: adviceOf(session),
    fabric: readFabric,
    remote: session.remote,
    registrationSecret: async () => {
      const { registrationSecret } = await readFabric();
      return registrationSecret === undefined ? undefined : deps.secrets.find(registrationSecret);
    },
    fenceOf: async (claimed) => ({
      installation: await deps.installation(),
      token: fenceToken(session.machine()?.value.lease?.token ?? 0, claimed),
    }),
    fleet: deps,
    support: deps,
    isLeaving: deps.turns.isLeaving,
    ...{ installers, content, jobLogs, clock, timing },
  };
}

function probing(session: Session, platform: SharedContext["platform"]): Pick<SharedContext, "probe" | "latestProbe"> {
  let probed: Promise<Probe> | undefined;
  let latest: Probe | undefined;
  const look = async () => {
    latest = await readProbe(await session.remote(), platform());
    return latest;
  };
  return {
    latestProbe: () => latest,
    probe: ({ fresh = false } = {}) => {
      if (fresh || !probed) probed = look();
      return probed;
    },
  };
}

function adviceOf(session: Session): Advice {
  const osType = session.machine()?.value.osType;
  return osType !== undefined && isActedOn(osType) ? platformOf(osType).advice : {};
}

async function findFabric({ fabrics }: RunJobDeps, { target }: Job): Promise<Fabric> {
  const found = await fabrics.find(target.fabric ?? "");
  if (!found) throw new FleetError("ResourceNotFound", `The fabric ${target.fabric} is no longer there`);
  return found.value;
}
