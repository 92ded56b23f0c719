import type { Job } from "./job.js";
import type { JobSelection } from "./job-input.js";

export const isSelected = ({ state, target, name }: Job, { states, kinds, fabrics, names }: JobSelection): boolean =>
  (!states || states.includes(state)) && (!kinds || kinds.includes(target.kind)) && isOneOf(fabrics, target.fabric) && isOneOf(names, name);

const isOneOf = (wanted: readonly string[] | undefined, is: string | undefined): boolean =>
  !wanted || wanted.some((one) => one.toLowerCase() === is?.toLowerCase());
