import { recipeOf } from "../../lib/jobs/recipes.js";
import type { RemoteMachine } from "../../lib/remote/machine.js";
import type { SimulatedFleet } from "../fleet/simulated-fleet.js";

/** Which steps start a run, by the first word of its name. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  install: ["run-installer"],
  uninstall: ["run-uninstaller"],
  register: ["register-agent", "re-register-agent", "register-lost-agent"],
  restart: ["restart-machine"],
};

/** From now on a machine is not changed unseen while the job's row stands at or before a verdict: whoever took the job up there would judge the machine after that change. */
export function watchVerdicts({ boxes, rows }: Pick<SimulatedFleet, "boxes" | "rows">, tell: (fault: string) => void): void {
  const watched = (remote: RemoteMachine): RemoteMachine => ({
    ...remote,
    async launch(detached, fence) {
      const before = await remote.look();
      const launched = await remote.launch(detached, fence);
      const verdict = before.state === "none" && launched.state !== "absent" ? verdictBefore(detached.run) : undefined;
      if (verdict !== undefined) tell(`"${detached.run.name}" was started while the row of its job stands at or before the verdict of ${verdict}`);
      return launched;
    },
  });
  const verdictBefore = ({ job, name }: Readonly<{ job: string; name: string }>): string | undefined => {
    const row = rows.get(job);
    if (!row) return undefined;
    const [what = "", version] = name.split(" ");
    const steps = recipeOf(row)(row.learned);
    const starts = steps.findIndex(({ step, hop }, i) => i >= row.step && STARTS[what]?.includes(step.name) && hop?.version === version);
    return steps.slice(row.step, Math.max(starts, row.step)).find(({ step }) => step.judges)?.step.name;
  };
  for (const [name, box] of boxes) boxes.set(name, { ...box, connect: () => watched(box.connect()) });
}
