import { commandTimedOut } from "../transport-errors.js";

export type TimeLimit = Readonly<{ address: string; timeoutMs: number; signal?: AbortSignal | undefined }>;

/** The signal of `work` is aborted at the deadline and when the caller aborts. */
export async function until<T>({ address, timeoutMs, signal }: TimeLimit, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const onAbort = () => over.abort(signal?.reason);
  const deadline = setTimeout(() => over.abort(commandTimedOut(address, "the command", timeoutMs)), timeoutMs);
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await work(over.signal);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", onAbort);
  }
}
