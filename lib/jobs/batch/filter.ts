import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineFilter } from "../job-input.js";

/** Does the machine fit all that the filter names of its row? What is not known of a machine fits nothing. States and causes follow from a plan. */
export function fitsFilter({ osTag, agent, tags, friendlyName }: Machine, filter: MachineFilter): boolean {
  return (
    (filter.osTag === undefined || same(osTag, filter.osTag)) &&
    (filter.version === undefined || isOfVersion(agent?.version, filter.version)) &&
    Object.entries(filter.tags ?? {}).every(([name, value]) => Object.entries(tags).some((tag) => same(tag[0], name) && same(tag[1], value))) &&
    (filter.namePattern === undefined || isLike(friendlyName, filter.namePattern))
  );
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const isOfVersion = (version: string | undefined, wanted: string): boolean =>
  version !== undefined && `${version}.`.startsWith(`${wanted.replace(/\.$/, "")}.`);

/**
 * `*` stands for any characters, `?` for one, as in PowerShell. Compared without regard to case, and going back to the last star alone, because a pattern
 * of many stars as a regular expression would keep a function busy for years.
 */
function isLike(text: string, pattern: string): boolean {
  const [chars, wanted] = [[...text.toLowerCase()], [...pattern.toLowerCase()]];
  let [at, star, resume] = [0, -1, 0];
  for (let i = 0; i < chars.length; ) {
    if (wanted[at] === "*") [star, resume, at] = [at, i, at + 1];
    else if (wanted[at] === "?" || wanted[at] === chars[i]) [i, at] = [i + 1, at + 1];
    else if (star < 0) return false;
    else [resume, i, at] = [resume + 1, resume + 1, star + 1];
  }
  return wanted.slice(at).every((char) => char === "*");
}
