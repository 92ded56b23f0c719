import { FleetError } from "../../core/errors.js";
import type { HostKey } from "./machine.js";

export type HostKeyPolicy = "strict" | "approve" | "first-use";

export type HostKeyQuestion = Readonly<{
  policy: HostKeyPolicy;
  pin?: HostKey | undefined;
  /** Could a secret be sent to this machine: a password at login or for sudo, or what it is to register with? */
  sendsSecrets: boolean;
  /** `-AcceptHostKey` of the call. */
  acceptHostKey: boolean;
  /** Shows the machine's own keys on its console. */
  showKeys: string;
}>;

/** `origin`: how the key that the machine shows goes on record, when it is not there yet or was there as `first-use`. */
export type HostKeyDecision = Readonly<{ acceptUnknownHostKey: boolean; origin: "approved" | "first-use" }>;

/**
 * May a host key that is not on record be accepted? A pinned one is never replaced here, whatever was asked for.
 * Throws HostKeyUnknown when a secret would go to a key that was only recorded at first contact, and when under `strict`
 * the pin, or the wish, is weaker than a registered key.
 */
export function decideHostKey({ policy, pin, sendsSecrets, acceptHostKey, showKeys }: HostKeyQuestion): HostKeyDecision {
  switch (policy) {
    case "strict":
      refuseUnregistered({ pin, acceptHostKey });
      return { acceptUnknownHostKey: false, origin: "approved" };
    case "approve":
      if (pin?.origin === "first-use" && sendsSecrets && !acceptHostKey) throw notApproved(pin, showKeys);
      return { acceptUnknownHostKey: !pin && (acceptHostKey || !sendsSecrets), origin: acceptHostKey ? "approved" : "first-use" };
    case "first-use":
      return { acceptUnknownHostKey: !pin, origin: acceptHostKey ? "approved" : "first-use" };
  }
}

function refuseUnregistered({ pin, acceptHostKey }: Pick<HostKeyQuestion, "pin" | "acceptHostKey">): void {
  if (pin?.origin === "registered") return;
  if (pin) throw notRegistered(`The host key on record (${pin.type} SHA256:${pin.sha256}) was recorded at first contact, not registered.`);
  if (acceptHostKey) throw notRegistered("-AcceptHostKey has no effect, because the host key setting is `strict`.");
}

const notApproved = ({ type, sha256 }: HostKey, showKeys: string) =>
  new FleetError(
    "HostKeyUnknown",
    `The host key on record (${type} SHA256:${sha256}) was taken at first contact and nobody approved it; a secret is not sent to it.`,
    {
      recommendedAction: `Compare it with \`${showKeys}\` on the machine's console, then call again with -AcceptHostKey.`,
    },
  );

const notRegistered = (what: string) =>
  new FleetError("HostKeyUnknown", `${what} With the setting \`strict\` only a registered host key is trusted.`, {
    recommendedAction: "Register the machine's fingerprint as `ssh-keygen -l` prints it on the machine, or choose the setting `approve`.",
  });
