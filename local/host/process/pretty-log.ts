import { styleText } from "node:util";
import { foreignText } from "../../../lib/core/foreign-text.js";
import type { RpcLogLevel } from "../app/core-types.js";
import type { HostLogEntry, HostLogSink } from "./host-log.js";

/** Lines for a person: time, level, function, the first 8 digits of the invocation, text. Colours only on a terminal, which obeys nothing that a text brings along. */
export function prettyLog(stream: NodeJS.WriteStream): HostLogSink {
  return (entry) => void stream.write(`${stream.isTTY ? coloured(entry) : plain(entry)}\n`);
}

/** One JSON object a line, for programs. */
export function jsonLog(stream: NodeJS.WritableStream): HostLogSink {
  return (entry) => void stream.write(`${JSON.stringify(entry)}\n`);
}

const SHORT: Record<RpcLogLevel, string> = {
  trace: "trace",
  debug: "debug",
  information: "info ",
  warning: "warn ",
  error: "error",
  critical: "fatal",
  none: "     ",
};

const plain = (entry: HostLogEntry): string =>
  `${entry.time.toISOString().slice(11, 23)} ${SHORT[entry.level]} ${source(entry)}${foreignText(entry.message)}`;

function coloured(entry: HostLogEntry): string {
  const text = plain(entry);
  if (entry.level === "error" || entry.level === "critical") return styleText("red", text);
  if (entry.level === "warning") return styleText("yellow", text);
  return entry.category === "user" ? text : styleText("dim", text);
}

const source = ({ functionName, invocationId }: HostLogEntry): string =>
  functionName === undefined ? "" : `[${functionName}${invocationId === undefined ? "" : ` ${invocationId.slice(0, 8)}`}] `;
