import { z } from "zod";
import { TRANSPORTS } from "../../remote/machine.js";

export const TransportKind = z.enum(TRANSPORTS);
export type TransportKind = z.infer<typeof TransportKind>;

/** One way to a machine. */
export const Way = z.object({ transport: TransportKind, port: z.number().int().min(1).max(65_535) });
export type Way = Readonly<z.infer<typeof Way>>;

/** Where each is served unless it is said otherwise, in the order in which they are tried. */
export const USUAL_PORTS: Readonly<Record<TransportKind, number>> = { Ssh: 22, WinRmHttps: 5986, WinRmHttp: 5985 };

/** A port that is usual for another transport was never meant for this one. */
export const portFor = (transport: TransportKind, port: number): number =>
  Object.values(USUAL_PORTS).includes(port) ? USUAL_PORTS[transport] : port;

export const isSameWay = (one: Way, other: Way | undefined): boolean => one.transport === other?.transport && one.port === other.port;
