import type { Binding, InvocationResponse, TypedData } from "../app/core-types.js";
import { connectionOf, type Environment, fillIn, type HostFunction } from "../app/functions.js";
import type { QueueClients } from "../storage-clients.js";
import { encodeMessage } from "./queue-message.js";

/** Sends what a function put into its queue outputs (an array sends one message each), after it succeeded. */
export function queueOutputs(options: {
  clients: QueueClients;
  encoding: "base64" | "none";
  settings: Environment;
  onSent: (queueName: string) => void;
}): (fn: HostFunction, response: InvocationResponse) => Promise<void> {
  const send = async (binding: Binding, data: TypedData | null | undefined) => {
    const queueName = fillIn(String(binding.queueName), options.settings);
    const queue = await options.clients.queue(connectionOf(binding, options.settings), queueName);
    await queue.createIfNotExists();
    for (const text of texts(data)) await queue.sendMessage(encodeMessage(text, options.encoding));
    options.onSent(queueName);
  };
  return async (fn, response) => {
    const values = new Map((response.outputData ?? []).map(({ name, data }) => [name, data]));
    for (const [name, binding] of Object.entries(fn.metadata.bindings)) {
      if (binding.direction !== "out" || binding.type?.toLowerCase() !== "queue") continue;
      const data = name === "$return" ? response.returnValue : values.get(name);
      if (data !== null && data !== undefined) await send(binding, data);
    }
  };
}

function texts(data: TypedData | null | undefined): (string | Uint8Array)[] {
  if (data?.bytes) return [data.bytes];
  if (typeof data?.json !== "string") return [String(data?.string ?? data?.int ?? data?.double)];
  const value: unknown = JSON.parse(data.json);
  return Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))) : [data.json];
}
