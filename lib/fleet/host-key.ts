import { FleetError } from "../core/errors.js";
import type { HostKey } from "./machine.js";

export type HostKeyPolicy = "strict" | "approve" | "first-use";

export type HostKeyQuestion = Readonly<{
  policy: HostKeyPolicy;
  pin?: HostKey | undefined;
  /** Could a password be sent to this machine, at login or for sudo? */
  accountHasPassword: boolean;
  /** `-AcceptHostKey` of the call. */
  acceptHostKey: boolean;
}>;

/** How a key that was accepted without a pin is recorded. */
export type HostKeyDecision = Readonly<{ acceptUnknownHostKey: boolean; origin: "approved" | "first-use" }>;

/**
 * May a host key that is not on record be accepted? A pinned one is never replaced here, whatever was asked for.
 * Throws HostKeyUnknown when under `strict` the pin, or the wish, is weaker than a registered key.
 */
export function decideHostKey({ policy, pin, accountHasPassword, acceptHostKey }: HostKeyQuestion): HostKeyDecision {
  switch (policy) {
    case "strict":
      refuseUnregistered({ pin, acceptHostKey });
      return { acceptUnknownHostKey: false, origin: "approved" };
    case "approve":
      return { acceptUnknownHostKey: !pin && (acceptHostKey || !accountHasPassword), origin: "approved" };
    case "first-use":
      return { acceptUnknownHostKey: !pin, origin: acceptHostKey ? "approved" : "first-use" };
  }
}

function refuseUnregistered({ pin, acceptHostKey }: Pick<HostKeyQuestion, "pin" | "acceptHostKey">): void {
  if (pin?.origin === "registered") return;
  if (pin) throw notRegistered(`The host key on record (${pin.type} SHA256:${pin.sha256}) was recorded at first contact, not registered.`);
  if (acceptHostKey) throw notRegistered("-AcceptHostKey has no effect, because the host key setting is `strict`.");
}

const notRegistered = (what: string) =>
  new FleetError("HostKeyUnknown", `${what} With the setting \`strict\` only a registered host key is trusted.`, {
    recommendedAction: "Register the machine's fingerprint as `ssh-keygen -l` prints it on the machine, or choose the setting `approve`.",
  });
