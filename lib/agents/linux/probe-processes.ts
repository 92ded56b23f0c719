import type { SeenProcesses } from "../common-probe.js";

/** Tells an installer, a configurator and the vendor's nightly update from other processes that have such words on their command line. */
export function readProcesses(commandLines: readonly string[]): SeenProcesses {
  const find = (pattern: RegExp) => commandLines.find((line) => pattern.test(line))?.trim();
  const installer = find(INSTALLER);
  const configurator = find(/^(?:\S+ )?\S*UnifiedAgentConfigurator\.sh(?: |$)/);
  const vendorUpdate = find(/^(?:\S+ )?\S*(?:AgentUpgrade\.sh|MobilityAgentAutoUpgrade\/\S+)(?: |$)/);
  return { ...(installer && { installer }), ...(configurator && { configurator }), ...(vendorUpdate && { vendorUpdate }) };
}

/** A shell that runs a script called install, with no arguments or with those of the Mobility service's. */
const INSTALLER = /^(?:\S*\/)?(?:ba|da)?sh (?:-\w+ )?(?:\S*\/)?install(?: *$| (?:.* )?-[vr] "?(?:VmWare|Azure|MS|MT|Agent))/i;
