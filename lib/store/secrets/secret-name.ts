import { FleetError } from "../../core/errors.js";

/** The name as both stores of secrets take it. */
export function checkSecretName(name: string): string {
  if (/^[a-z0-9-]{1,127}$/i.test(name)) return name.toLowerCase();
  throw new FleetError("InvalidParameter", `The name of a secret has 1 to 127 letters, digits and dashes; got "${name.slice(0, 130)}"`);
}
