/** What is left on a machine after the Mobility service was removed. */
export type LeftOvers = Readonly<{
  /** The agent itself is still there: its record, processes or programs. In words. */
  agent: readonly string[];
  /** Harmless remains, in words. */
  remains: readonly string[];
  /** The filter driver stays loaded until the machine is restarted. */
  driverLoaded: boolean;
}>;
