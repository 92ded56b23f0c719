import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { TRANSPORTS } from "../../remote/machine.js";
import type { HostKeyPolicy } from "./host-key.js";
import type { Machine } from "./machine.js";

export const TransportKind = z.enum(TRANSPORTS);
export type TransportKind = z.infer<typeof TransportKind>;

/** One way to a machine. */
export const Way = z.object({ transport: TransportKind, port: z.number().int().min(1).max(65_535) });
export type Way = Readonly<z.infer<typeof Way>>;

/** Where each is served unless it is said otherwise, in the order in which they are tried. */
export const USUAL_PORTS: Readonly<Record<TransportKind, number>> = { Ssh: 22, WinRmHttps: 5986, WinRmHttp: 5985 };

type Reached = Pick<Machine, "port" | "transport" | "foundWay">;

/**
 * The ways on which a machine is to be looked for: the one that an administrator set; else the one that was found before, then all others.
 * `isWindows`: it may be reached over WinRM.
 */
export function waysTo(machine: Reached, isWindows: boolean): readonly Way[] {
  const { port, transport, foundWay } = machine;
  if (!isWindows) return [{ transport: "Ssh", port }];
  if (transport) return [{ transport, port: portFor(transport, port) }];
  const named = TRANSPORTS.find((one) => one !== "Ssh" && USUAL_PORTS[one] === port);
  if (named) return [{ transport: named, port }];
  const all = TRANSPORTS.map((one): Way => ({ transport: one, port: one === "Ssh" ? port : USUAL_PORTS[one] }));
  const known = all.filter((way) => isSameWay(way, foundWay));
  return [...known, ...all.filter((way) => !known.includes(way))];
}

/** A port that is usual for another transport was never meant for this one. */
export const portFor = (transport: TransportKind, port: number): number =>
  Object.values(USUAL_PORTS).includes(port) ? USUAL_PORTS[transport] : port;

export const isSameWay = (one: Way, other: Way | undefined): boolean => one.transport === other?.transport && one.port === other.port;

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
