/** Settings for machines of a lab, which answer at once; where some have Windows, with time for PowerShell on Wine beside other work. */
export const pausesFor = (has: Readonly<{ windows: boolean }>): Readonly<Record<string, string>> => ({
  ...{ FLEET_POLL_SECONDS: "1", FLEET_RETRY_SECONDS: "2" },
  ...(has.windows && { FLEET_RUN_BUDGET_SECONDS: "240", FLEET_STEP_TIMEOUT_SECONDS: "200" }),
});
