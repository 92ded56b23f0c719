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

/** The same question, asked once for each name. */
export function onceEach<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (name) => {
    const answer = answers.get(name) ?? read(name);
    answers.set(name, answer);
    return answer;
  };
}
