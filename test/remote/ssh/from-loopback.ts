import type { LookupFunction, Socket } from "node:net";
import { destinations } from "../../../lib/core/destinations.js";
import { type Dialled, dial as dialTo } from "../../../lib/remote/dial.js";
import type { SshTarget } from "../../../lib/remote/machine.js";
import { connectSsh as connect } from "../../../lib/remote/ssh/connect-ssh.js";
import type { Transport } from "../../../lib/remote/transport.js";

/** The servers of tests listen on the loopback address. */
export const LOOPBACK = destinations(["127.0.0.0/8", "::1"]);

export const connectSsh = (target: SshTarget, signal?: AbortSignal): Promise<Transport> => connect(target, LOOPBACK, signal);

/** With a resolver of the test's own, whose answers nobody judges. */
export const dial = (target: Dialled, lookup: LookupFunction = LOOPBACK.lookup): Socket => dialTo(target, { ...LOOPBACK, lookup });
