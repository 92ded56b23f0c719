import type { TableClient } from "@azure/data-tables";

/** Where in a write the process dies. A write of many rows may have been done for some of them. */
export type Death = "before" | "after" | "in the middle of";

const WRITES = new Set(["create", "createMany", "replace", "add", "move", "send", "put", "decide", "remove"]);

const isWrite = (name: string): boolean => WRITES.has(name) || ["POST", "PUT", "DELETE", "PATCH", "MERGE"].includes(name);

type TablePolicy = Parameters<TableClient["pipeline"]["addPolicy"]>[0];

/** Stores of a process that dies at its n-th write: whatever it tries from then on fails, until it is revived. */
export function mortality(death: Death) {
  let left = Number.POSITIVE_INFINITY;
  let dead = false;
  let died = false;
  const die = (): never => {
    dead = true;
    died = true;
    throw new Error("the process died");
  };
  const called = async (name: string, call: (...args: unknown[]) => unknown, args: unknown[]): Promise<unknown> => {
    if (dead) throw new Error("the process is dead");
    if (!isWrite(name) || --left > 0) return call(...args);
    left = Number.POSITIVE_INFINITY;
    if (death === "before") return die();
    await call(...(death === "after" ? args : args.map((arg) => (Array.isArray(arg) ? arg.slice(0, Math.floor(arg.length / 2)) : arg))));
    return die();
  };
  return {
    of: <T extends object>(store: T): T =>
      new Proxy(store, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== "function" || name === "take") return value;
          return (...args: unknown[]) => called(String(name), value.bind(target), args);
        },
      }),
    /** The same for what goes to a table itself. */
    policy: {
      name: "mortality",
      sendRequest: (request, next) => called(request.method, next as (...args: unknown[]) => unknown, [request]) as ReturnType<typeof next>, // gives what `next` gives
    } satisfies TablePolicy,
    dieAt(n: number) {
      left = n;
      died = false;
    },
    revive() {
      dead = false;
    },
    hasDied: () => died,
  };
}
