import type { Duplex } from "node:stream";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { DestinationDenied } from "../../../core/destinations.js";
import { dialFailure } from "../../dial.js";
import type { MachineTarget } from "../../machine.js";
import type { ShownHostKey } from "../../transport.js";
import { tlsTooOld, unreachable } from "../winrm-errors.js";
import { certificateRefusal, shownCertificate } from "./certificate.js";

/** A stream to the service; `certificate` is what proved it to be the one that is meant, over HTTPS. */
export type WinrmSocket = Readonly<{ socket: Duplex; certificate?: Readonly<{ der: Buffer; shown: ShownHostKey }> }>;

/** Where the bytes go: a socket that is connecting, or a stream through a jump host. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/** Connects; over TLS the certificate is judged before a byte of a request is written. Errors: MachineUnreachable, HostKeyUnknown, HostKeyMismatch; the signal's reason. */
export async function openSocket(target: MachineTarget, openStream: OpenStream, signal: AbortSignal): Promise<WinrmSocket> {
  const stream = await openStream(signal);
  if (target.transport !== "WinRmHttps") return { socket: await whenReady(target, stream, "connect", signal) };
  const tls = connectTls({ socket: stream, rejectUnauthorized: false, ...(target.legacySsh && OLD_SERVERS) });
  await whenReady(target, tls, "secureConnect", signal, stream);
  const der = tls.getPeerX509Certificate()?.raw ?? Buffer.alloc(0);
  const shown = shownCertificate(der);
  const refusal = certificateRefusal(target, shown);
  if (!refusal) return { socket: tls, certificate: { der, shown } };
  tls.destroy();
  throw refusal;
}

/** Windows Server 2008 R2 as delivered has TLS 1.0 alone; the certificate is pinned there, too. */
const OLD_SERVERS = { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

/** Said by our TLS of a server that offers too old a version, or by a server that wants one. */
const isTooOld = (error: Error): boolean =>
  "code" in error && /^ERR_SSL_(UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL)$/.test(String(error.code));

function whenReady<T extends Duplex | TLSSocket>(target: MachineTarget, socket: T, event: string, signal: AbortSignal, below?: Duplex): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", aborted);
      for (const one of [socket, below]) one?.off("error", failed).off("close", closed);
    };
    const giveUp = (error: unknown) => {
      over();
      for (const one of [socket, below]) one?.on("error", () => {}).destroy();
      reject(error);
    };
    const failed = (error: Error) => {
      if (error instanceof DestinationDenied) return giveUp(error);
      giveUp(isTooOld(error) ? tlsTooOld(target, error) : unreachable(target, dialFailure(error), error));
    };
    const closed = () => giveUp(unreachable(target, "it closed the connection"));
    const aborted = () => giveUp(signal.reason);
    const deadline = setTimeout(
      () => giveUp(unreachable(target, `no answer within ${target.connectTimeoutMs / 1000} seconds`)),
      target.connectTimeoutMs,
    );
    for (const one of [socket, below]) one?.once("error", failed).once("close", closed);
    signal.addEventListener("abort", aborted);
    const ready = () => {
      over();
      resolve(socket);
    };
    if (event === "connect" && !("connecting" in socket && socket.connecting)) return ready();
    socket.once(event, ready);
  });
}
