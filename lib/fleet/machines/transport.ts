import { isActedOn, type OsType, platformOf } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import type { HostKeyPolicy } from "./host-key.js";
import type { Machine } from "./machine.js";
import { isSameWay, portFor, TransportKind, USUAL_PORTS, type Way } from "./way.js";

type Reached = Pick<Machine, "port" | "transport" | "foundWay">;

/**
 * The ways on which a machine is to be looked for: the one that an administrator set; else the one that was found before, then all others.
 * `isWindows`: it may be reached over WinRM.
 */
export function waysTo(machine: Reached, isWindows: boolean): readonly Way[] {
  const { port, transport, foundWay } = machine;
  if (!isWindows) return [{ transport: "Ssh", port }];
  if (transport) return [{ transport, port: portFor(transport, port) }];
  const named = TransportKind.options.find((one) => one !== "Ssh" && USUAL_PORTS[one] === port);
  if (named) return [{ transport: named, port }];
  const all = TransportKind.options.map((one): Way => ({ transport: one, port: one === "Ssh" ? port : USUAL_PORTS[one] }));
  const known = all.filter((way) => isSameWay(way, foundWay));
  return [...known, ...all.filter((way) => !known.includes(way))];
}

/** How long a way may take to answer: those that are tried on the chance share the time of one, as a firewall that drops is silent to the end. */
export const patienceMs = (way: Way, { foundWay }: Pick<Machine, "foundWay">, ways: readonly Way[], connectTimeoutMs: number): number =>
  ways.length === 1 || isSameWay(way, foundWay) ? connectTimeoutMs : Math.max(LEAST_MS, Math.floor(connectTimeoutMs / ways.length));

const LEAST_MS = 5_000;

/** Why a machine of this system is not reached so; undefined when it may be. */
export function transportProblem(osType: OsType | undefined, transport: TransportKind | undefined): string | undefined {
  if (osType === undefined || transport === undefined || transport === "Ssh") return undefined;
  if (isActedOn(osType) && platformOf(osType).speaks === "powershell") return undefined;
  return `Transport is ${transport}, which ${osType} machines do not have; expected Ssh`;
}

export type UnprovedQuestion = Readonly<{
  policy: HostKeyPolicy;
  machine: Pick<Machine, "transport" | "foundWay" | "hostKey">;
  acceptHostKey: boolean;
}>;

/**
 * May a machine be reached over HTTP, where nothing proves it to be the one that is meant before the login? The password itself stays here, but what
 * answers learns enough to guess it. Errors: HostKeyUnknown, HostKeyMismatch.
 */
export function checkUnproved({ policy, machine, acceptHostKey }: UnprovedQuestion): void {
  const { transport, foundWay, hostKey } = machine;
  if (transport === "WinRmHttp") return; // an administrator said so
  if (hostKey)
    throw new FleetError(
      "HostKeyMismatch",
      `The machine has ${hostKey.type} SHA256:${hostKey.sha256} on record, and answers over HTTP, which proves nothing. Nothing was sent.`,
      {
        possibleCauses: "WinRM's HTTPS listener or the SSH server of the machine is gone, or somebody answers in its place.",
        recommendedAction:
          "Bring back the way that the machine was reached on; or set its Transport to WinRmHttp, where that network is to be trusted.",
      },
    );
  if (policy !== "strict" && (policy === "first-use" || acceptHostKey || foundWay?.transport === "WinRmHttp")) return;
  throw new FleetError(
    "HostKeyUnknown",
    "The machine answers over HTTP alone (WinRM, port 5985), which has no certificate that could be approved. Nothing was sent.",
    {
      possibleCauses: "The machine has no SSH server and no HTTPS listener for WinRM, or a firewall is before them.",
      recommendedAction:
        "Give WinRM an HTTPS listener (docs/paths.md); or set the machine's Transport to WinRmHttp, where its network is to be trusted. What is said is then sealed by NTLM.",
    },
  );
}
