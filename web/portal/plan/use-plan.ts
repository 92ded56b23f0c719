import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../api/call.js";
import type { Plan } from "../api/objects.js";
import { Problem } from "../api/problem.js";

export const UPDATE = "Update-AzureRmRecoveryServicesAsrMobilityService";

/** What a call would do: being asked for, told, or refused. */
export type Planned = Readonly<{ kind: "none" } | { kind: "making" } | { kind: "made"; plan: Plan } | { kind: "refused"; problem: Problem }>;

const SETTLED_MS = 500;

/** The plan of a call, made by -WhatIf as soon as the reader has stopped changing it; `turn` makes it anew. */
export function usePlan(parameters: Readonly<Record<string, unknown>> | undefined, turn: number): Signal<Planned> {
  const planned = useSignal<Planned>({ kind: "none" });
  const asked = JSON.stringify(parameters);
  useEffect(() => {
    if (parameters === undefined) {
      planned.value = { kind: "none" };
      return;
    }
    let over = false;
    planned.value = { kind: "making" };
    const timer = setTimeout(async () => {
      const made = await makePlan(parameters);
      if (!over) planned.value = made;
    }, SETTLED_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [asked, turn]);
  return planned;
}

async function makePlan(parameters: Readonly<Record<string, unknown>>): Promise<Planned> {
  try {
    return { kind: "made", plan: (await call<{ Plan: Plan }>(UPDATE, { ...parameters, WhatIf: true })).Plan };
  } catch (error) {
    return { kind: "refused", problem: error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) }) };
  }
}
