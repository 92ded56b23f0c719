import type { MachineTarget } from "../../machine.js";
import type { ShownHostKey } from "../../transport.js";
import { connectionLost } from "../../transport-errors.js";
import { type Answer, readEnvelope } from "../soap/read-envelope.js";
import { loginRefused, notTheServer } from "../winrm-errors.js";
import { type HttpAnswer, type HttpRequest, httpConnection } from "./exchange.js";
import { hostOf } from "./host-of.js";
import { type Login, logIn } from "./log-in.js";
import { type OpenStream, openSocket } from "./open-socket.js";
import { openBody, SEALED_TYPE, sealBody } from "./sealed-body.js";

/** A connection that is logged in, for one message at a time. */
export type Line = Readonly<{
  shown: ShownHostKey;
  /** Errors: ConnectionLost, LoginRefused, CommandFailed; the signal's reason. The line is closed then. */
  ask(envelope: string, limits: Readonly<{ timeoutMs: number; signal?: AbortSignal | undefined }>): Promise<Answer>;
  isOpen(): boolean;
  close(): void;
}>;

/** What is sealed by NTLM alone has nothing to be known by. */
const NOTHING: ShownHostKey = { type: "", sha256: "" };
const PLAIN_TYPE = "application/soap+xml;charset=UTF-8";

/** Errors: those of `openSocket` and `logIn`. */
export async function openLine(target: MachineTarget, openStream: OpenStream, signal: AbortSignal): Promise<Line> {
  const { socket, certificate } = await openSocket(target, openStream, signal);
  const connection = httpConnection(socket, hostOf(target));
  const login = await logIn({ target, connection, certificate, signal }).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  return {
    shown: certificate?.shown ?? NOTHING,
    isOpen: connection.isOpen,
    close: connection.close,
    ask: async (envelope, limits) => {
      const answer = await connection.post({ ...asked(login, Buffer.from(envelope, "utf8")), ...limits }).catch((error: unknown) => {
        throw limits.signal?.aborted ? limits.signal.reason : connectionLost(target.address, "WinRM was to answer", error);
      });
      try {
        return read(target, login, answer);
      } catch (error) {
        connection.close();
        throw error;
      }
    },
  };
}

const asked = ({ authorization, seal }: Login, message: Buffer): Pick<HttpRequest, "headers" | "body"> => ({
  headers: { "Content-Type": seal ? SEALED_TYPE : PLAIN_TYPE, ...(authorization !== undefined && { Authorization: authorization }) },
  body: seal ? sealBody(seal, message) : message,
});

/** A refusal is told in the clear; of all else only what is sealed is believed where there is a seal. */
function read(target: MachineTarget, { authorization, seal }: Login, { status, contentType, body }: HttpAnswer): Answer {
  if (status === 401)
    throw authorization === undefined ? connectionLost(target.address, "WinRM was to answer: its login is gone") : loginRefused(target);
  if (status === 413) throw notTheServer(target, "it takes no message of this size");
  if (body.length === 0) throw connectionLost(target.address, `WinRM was to answer: it gave HTTP ${status} alone`);
  try {
    if (!seal) return readEnvelope(body);
    if (!contentType.toLowerCase().startsWith("multipart/encrypted")) throw new RangeError("an answer that is not sealed");
    return readEnvelope(openBody(seal, body));
  } catch (error) {
    throw notTheServer(target, error instanceof RangeError ? error.message : "an answer that is no envelope", error);
  }
}
