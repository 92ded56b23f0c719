import { FleetError } from "../../core/errors.js";
import type { MachineTarget } from "../machine.js";
import { connectionLost } from "../transport-errors.js";
import { hostOf } from "./http/host-of.js";
import type { Lines } from "./http/lines.js";
import { commandIdOf, type Received, receivedIn, shellIdOf } from "./soap/answers.js";
import { ACCESS_DENIED, NOT_THERE, NOTHING_YET } from "./soap/fault.js";
import { type Operation, TERMINATE } from "./soap/names.js";
import { escaped, type Request, writeEnvelope } from "./soap/write-envelope.js";
import { faulted, mayNotUse, notTheServer } from "./winrm-errors.js";

/** The one shell of a connection, in which its commands run. Errors: ConnectionLost, RootRequired, CommandFailed; the signal's reason. */
export type WinrmShell = Readonly<{
  start(line: string, signal?: AbortSignal): Promise<string>;
  send(command: string, input: Uint8Array, end?: boolean): Promise<void>;
  /** undefined when nothing came for a while. */
  receive(command: string, signal: AbortSignal): Promise<Received | undefined>;
  terminate(command: string): Promise<void>;
  /** What still runs in it ends. */
  remove(): Promise<void>;
}>;

/** A shell that nobody asks any more ends by itself after this, with what runs in it: a worker may have died. */
const IDLE_TIMEOUT = "PT180.000S";
/** How long the server may have nothing to say; an answer on the way has the rest. */
const RECEIVE_SECONDS = 20;
const GRACE_MS = 15_000;
const OPERATION_SECONDS = 30;
const GOODBYE_MS = 2_000;

/** Input in pieces that are less than the smallest envelope (150 KB on Windows Server 2008 R2), in base64. */
export const INPUT_BYTES = 96 * 1024;

export async function openShell(target: MachineTarget, lines: Lines, signal?: AbortSignal): Promise<WinrmShell> {
  const to = `${target.transport === "WinRmHttps" ? "https" : "http"}://${hostOf(target)}/wsman`;
  const ask = async (
    operation: Operation,
    request: Partial<Request>,
    limits: Readonly<{ timeoutMs?: number; signal?: AbortSignal | undefined }> = {},
  ) => {
    const { operationSeconds = OPERATION_SECONDS } = request;
    const timeoutMs = limits.timeoutMs ?? operationSeconds * 1_000 + GRACE_MS;
    return lines.ask(writeEnvelope({ operation, to, ...request, operationSeconds }), { timeoutMs, signal: limits.signal });
  };
  const must = async <T>(
    operation: Operation,
    request: Partial<Request>,
    read: (body: unknown) => T,
    limits?: Parameters<typeof ask>[2],
  ): Promise<T> => {
    const { body, fault } = await ask(operation, request, limits);
    if (!fault) return told(target, () => read(body));
    if (fault.code === ACCESS_DENIED) throw mayNotUse(target);
    throw NOT_THERE.includes(fault.code)
      ? connectionLost(target.address, "a command ran: WinRM has ended its shell")
      : faulted(target, operation, fault);
  };
  const shellId = await must("create", { body: NEW_SHELL, options: { WINRS_NOPROFILE: "TRUE", WINRS_CODEPAGE: "65001" } }, shellIdOf, { signal });
  return {
    start: (line, signal) =>
      must(
        "command",
        { shellId, body: `<rsp:CommandLine><rsp:Command>${escaped(line)}</rsp:Command></rsp:CommandLine>`, options: OF_COMMANDS },
        commandIdOf,
        { signal },
      ),
    send: (command, input, end = false) => must("send", { shellId, body: inputOf(command, input, end) }, () => undefined),
    receive: async (command, signal) => {
      const request = { shellId, operationSeconds: RECEIVE_SECONDS, body: desired(command) };
      const { body, fault } = await ask("receive", request, { signal });
      if (!fault) return told(target, () => receivedIn(body));
      if (fault.code === NOTHING_YET) return undefined;
      throw NOT_THERE.includes(fault.code)
        ? connectionLost(target.address, "a command ran: WinRM has ended its shell")
        : faulted(target, "receive", fault);
    },
    terminate: (command) =>
      must(
        "signal",
        { shellId, body: `<rsp:Signal CommandId="${escaped(command)}"><rsp:Code>${TERMINATE}</rsp:Code></rsp:Signal>` },
        () => undefined,
      ),
    remove: () => ask("delete", { shellId }, { timeoutMs: GOODBYE_MS }).then(() => undefined),
  };
}

/** The command reads a pipe, no console: what is sent reaches it byte for byte. It goes through cmd, as over SSH. */
const OF_COMMANDS = { WINRS_CONSOLEMODE_STDIN: "FALSE", WINRS_SKIP_CMD_SHELL: "FALSE" };

const NEW_SHELL = `<rsp:Shell><rsp:IdleTimeOut>${IDLE_TIMEOUT}</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>`;

const inputOf = (command: string, input: Uint8Array, end: boolean): string => {
  const base64 = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("base64");
  return `<rsp:Send><rsp:Stream Name="stdin" CommandId="${escaped(command)}"${end ? ' End="true"' : ""}>${base64}</rsp:Stream></rsp:Send>`;
};

const desired = (command: string): string =>
  `<rsp:Receive><rsp:DesiredStream CommandId="${escaped(command)}">stdout stderr</rsp:DesiredStream></rsp:Receive>`;

function told<T>(target: MachineTarget, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof FleetError ? error : notTheServer(target, "an answer that does not have what was asked for", error);
  }
}
