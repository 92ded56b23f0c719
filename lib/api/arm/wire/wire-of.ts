/** JSON of the management API. */
export type Wire = Readonly<Record<string, unknown>>;

/**
 * The properties of an output object under their names in the management API: `VCenterInfrastructureId` is `vCenterInfrastructureId` there, `OSType` is `osType`.
 * What is not known is left out, and so are our extensions, except where a wire object adds them by hand.
 */
export function wireOf(object: Readonly<Record<string, unknown>>): Wire {
  const known = Object.entries(object).filter(([name, value]) => value !== null && value !== undefined && name !== "FleetDetails");
  return Object.fromEntries(known.map(([name, value]) => [wireName(name), wireValue(value)]));
}

function wireValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireValue);
  return typeof value === "object" && value !== null ? wireOf(value as Readonly<Record<string, unknown>>) : value; // JSON knows no other object
}

/** A run of capitals at the beginning becomes small, but for the one that begins the next word. */
const wireName = (name: string): string => name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (capitals) => capitals.toLowerCase());
