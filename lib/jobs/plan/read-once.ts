import { onceEach } from "../../core/once.js";
import type { PlanUpdateDeps } from "./plan-update.js";

/** The same stores, each question asked once: so a plan is made from one state of fabrics and catalogue. */
export function readOnce({ fabrics, installers, clock }: PlanUpdateDeps): PlanUpdateDeps {
  const find = onceEach((name) => fabrics.find(name));
  const list = onceEach((osTag) => installers.list(osTag || undefined));
  const kernels = onceEach((osTag) => installers.listKernels(osTag || undefined));
  const holds = onceEach(() => installers.listHolds());
  return {
    fabrics: { find },
    installers: { list: (osTag = "") => list(osTag), listHolds: () => holds(""), listKernels: (osTag = "") => kernels(osTag) },
    clock,
  };
}
