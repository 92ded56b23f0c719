import { session } from "./key.js";

/** Why this session may not act on machines; empty when it may. */
export const whyNotOperate = (): string =>
  session.value?.scope === "reader" ? "This key may only look; a key with the scope operator may do it." : "";
