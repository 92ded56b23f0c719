import { isIP } from "node:net";
import { connect } from "node:tls";
import { DestinationDenied, type Destinations } from "../core/destinations.js";

const WAIT_MS = 15_000;

export type ServerLook = Readonly<{ facts: Readonly<{ answered: boolean; certificateExpiryDate?: string }>; reason: string }>;

export type LookAtServer = (host: string, port: number, signal: AbortSignal) => Promise<ServerLook>;

/**
 * Shakes hands by TLS and hangs up. Configuration servers have certificates of their own making, so none is verified: nothing is sent, and
 * nothing but the date is believed. Throws DestinationDenied where `allowed` does not let us go.
 */
export const lookAtServer =
  ({ check, lookup }: Destinations): LookAtServer =>
  (host, port, signal) =>
    new Promise((resolve, reject) => {
      check(host);
      const socket = connect({ host, port, lookup, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false, timeout: WAIT_MS });
      const end = (look: ServerLook) => {
        signal.removeEventListener("abort", aborted);
        socket.destroy();
        resolve(look);
      };
      const silent = (reason: string) => end({ facts: { answered: false }, reason });
      const aborted = () => silent("the look was broken off");
      signal.addEventListener("abort", aborted, { once: true });
      socket.once("secureConnect", () => {
        const until = Date.parse(socket.getPeerCertificate().valid_to);
        end({ facts: { answered: true, ...(Number.isFinite(until) && { certificateExpiryDate: new Date(until).toISOString() }) }, reason: "" });
      });
      socket.once("timeout", () => silent(`no answer within ${WAIT_MS / 1000} s`));
      socket.on("error", (error) => (error instanceof DestinationDenied ? reject(error) : silent(error.message)));
    });
