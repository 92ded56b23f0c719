import type { Scope } from "../api/objects.js";
import { session } from "./key.js";

const WIDTH: Readonly<Record<Scope, number>> = { reader: 0, operator: 1, administrator: 2 };

/** Why this session may not do what needs this scope; empty when it may. */
export function whyNot(needed: Scope): string {
  const has = session.value?.scope ?? "reader";
  return WIDTH[has] >= WIDTH[needed] ? "" : `This needs the scope ${needed}; you have ${has}.`;
}

/** Why this session may not act on machines; empty when it may. */
export const whyNotOperate = (): string => whyNot("operator");
