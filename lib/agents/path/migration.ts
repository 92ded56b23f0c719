import type { ChoosableInstaller, PathPlan } from "./plan-path.js";

/** What people are told of a way that changes the generation of the agent; undefined where the agent stays what it is. */
export const migrationOf = ({ migratesTo, hops: [first] }: Pick<PathPlan<ChoosableInstaller>, "migratesTo" | "hops">): string | undefined =>
  migratesTo && first
    ? `The agent is migrated from classic (CSLegacy) to modernized (CSPrime) by ${first.to}, and is registered with the appliance afterwards`
    : undefined;
