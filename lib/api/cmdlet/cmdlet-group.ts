import type { AnyCmdlet } from "./cmdlet.js";

/** What an administrator wants to do, with the cmdlets' nouns that serve it; in the order in which a fleet is set up and used. */
export const CMDLET_GROUPS = [
  {
    name: "Fabrics and accounts",
    about: "Configuration servers, appliances, containers, and the accounts that log in.",
    nouns: /^(Fabric|ProtectionContainer|RunAsAccount|ServicesProvider|VCenter)/,
  },
  {
    name: "Machines",
    about: "Machines one by one, or thousands at once by an inventory.",
    nouns: /^(ProtectableItem|ReplicationProtectedItem|Inventory)/,
  },
  {
    name: "Installers and versions",
    about: "The catalogue of installers, and versions that are never chosen.",
    nouns: /^MobilityService(Installer|Hold|Download|Release)/,
  },
  { name: "Mobility service", about: "Install, update, check, register and remove the agent.", nouns: /^MobilityService/ },
  {
    name: "Jobs and events",
    about: "What is going on, what went wrong, and what to send to support.",
    nouns: /^(Job|Event|SupportBundle|AuditRecord)/,
  },
  { name: "Alerts and the service", about: "Who is told, and the service itself.", nouns: /^/ },
] as const;

export type CmdletGroup = (typeof CMDLET_GROUPS)[number];

/** The group of a cmdlet; the last one takes what no other does. */
export function groupOf({ name }: Pick<AnyCmdlet, "name">): CmdletGroup {
  const noun = name.replace(/^\w+-AzureRmRecoveryServicesAsr/, "");
  return CMDLET_GROUPS.find(({ nouns }) => nouns.test(noun)) ?? CMDLET_GROUPS[5];
}
