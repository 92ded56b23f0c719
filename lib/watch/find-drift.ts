import { platformOf } from "../agents/platform-of.js";
import type { Probe } from "../agents/probe.js";
import type { Fabric } from "../fleet/fabrics/fabric.js";
import type { Machine } from "../fleet/machines/machine.js";
import type { Told } from "./tell-states.js";

/** `byJob`: a job was at work on the machine since it was last looked at. */
export type Look = Readonly<{ before: Machine; found: Probe; fabric: Fabric; byJob: boolean; now: Date }>;

/** What is wrong now, by code, and what is to be told of: what is new, and what is over. */
export type Drift = Readonly<{ problems: readonly string[]; told: readonly Told[] }>;

/** How the machine differs from what is on record of it. A problem is told once, until it is over. */
export function findDrift(look: Look): Drift {
  const { before } = look;
  const known = before.watch?.problems ?? [];
  const now = problemsOf(look);
  const fresh = now.filter(({ code }) => !known.includes(code));
  const codes = now.map(({ code }) => code);
  return {
    problems: codes,
    told: [
      ...changes(look),
      ...fresh,
      ...recovery(
        before,
        known.filter((code) => !codes.includes(code)),
      ),
    ],
  };
}

/** A look that failed: what was wrong before is not known to be over. */
export function failedLook(before: Machine, code: string, message: string): Drift {
  const known = before.watch?.problems ?? [];
  const problems = [...known.filter((one) => !isFailure(one)), `${FAILED}${code}`];
  const told = known.includes(`${FAILED}${code}`) ? [] : [tell(before, code, `${before.friendlyName} could not be looked at: ${message}`)];
  return { problems, told };
}

const FAILED = "look:";
const isFailure = (problem: string): boolean => problem.startsWith(FAILED);

const tell = ({ friendlyName }: Machine, code: string, description: string, severity: Told["severity"] = "Warning"): Told => ({
  ...{ code, type: "AgentHealth", severity, description, affectedObjectFriendlyName: friendlyName },
});

/** Versions that came without a job. */
function changes({ before, found, byJob }: Look): Told[] {
  const [was, is] = [before.agent?.version, found.agent?.version];
  if (is === undefined || was === is || byJob) return [];
  const { friendlyName } = before;
  if (was !== undefined)
    return [
      tell(before, "AgentUpdatedByHand", `The Mobility service of ${friendlyName} went from ${was} to ${is}, and no job of this service did that`),
    ];
  if (!before.agent && before.vault) return []; // the vault has told of it
  const registered = found.agent?.configured ? `registered with ${found.agent.serverAddress ?? "an appliance"}` : "not registered";
  return [
    tell(before, "AgentAdopted", `The Mobility service ${is} was found on ${friendlyName}, ${registered}; no job of this service installed it`, "OK"),
  ];
}

function problemsOf({ before, found, fabric, now }: Look): Told[] {
  const { friendlyName, osType } = before;
  const { readiness, words } = platformOf(osType);
  const { agent } = found;
  const gone = before.agent?.version !== undefined || before.watch?.problems.includes("AgentRemoved");
  if (!agent) return gone ? [tell(before, "AgentRemoved", `The Mobility service is no longer installed on ${friendlyName}`, "Critical")] : [];
  const elsewhere =
    fabric.generation === "Classic" && agent.configured && agent.serverAddress !== undefined && agent.serverAddress !== fabric.serverAddress;
  return [
    ...(agent.servicesRunning
      ? []
      : [tell(before, "AgentStopped", `The services of the Mobility service do not run on ${friendlyName}`, "Critical")]),
    ...(agent.configured ? [] : [tell(before, "AgentNotRegistered", `The Mobility service of ${friendlyName} is not registered with a server`)]),
    ...(elsewhere
      ? [
          tell(
            before,
            "RegisteredElsewhere",
            `The Mobility service of ${friendlyName} is registered with ${agent.serverAddress}, not with ${fabric.serverAddress}`,
            "Critical",
          ),
        ]
      : []),
    ...(found.driverLoaded ? [] : [tell(before, "DriverNotLoaded", `The driver ${words.driver} is not loaded on ${friendlyName}`, "Critical")]),
    ...exclusionsLost(before, found),
    ...(found.onAzure && found.vmAgent && found.vmAgent.state !== "Running"
      ? [tell(before, "VmAgentNotRunning", `${friendlyName} is in Azure, and its Azure VM agent is not at work (${found.vmAgent.state})`)]
      : []),
    ...readiness(found, { purpose: "update", generation: fabric.generation, now })
      .problems.filter(({ code }) => code === "NotEnoughSpace")
      .slice(0, 1)
      .map(({ code, message }) => tell(before, code, `${friendlyName}: ${message} for an update`)),
  ];
}

/** Only what a scanner did leave out: where nobody has ever set it, the machine itself shows what is missing. */
function exclusionsLost(before: Machine, { antivirus: { missing = [] } }: Probe): Told[] {
  const was = before.antivirus?.missing?.length === 0 || before.watch?.problems.includes(LOST);
  return missing.length > 0 && was ? [tell(before, LOST, `A virus scanner of ${before.friendlyName} leaves out ${missing.join(", ")} no more`)] : [];
}

const LOST = "ExclusionsLost";

/** One event for all that is over. */
function recovery(before: Machine, over: readonly string[]): Told[] {
  const words = over.filter((code) => code !== "AgentRemoved").map((code) => code.replace(FAILED, ""));
  return words.length === 0
    ? []
    : [tell(before, "MachineRecovered", `${before.friendlyName}: ${words.join(", ")} ${words.length === 1 ? "is" : "are"} over`, "OK")];
}
