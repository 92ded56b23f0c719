import { FleetError } from "../../core/errors.js";
import type { SshTarget } from "../machine.js";
import { said } from "../said.js";
import type { AlgorithmKind, OfferedAlgorithms } from "./offered-algorithms.js";
import { sshAlgorithms } from "./ssh-algorithms.js";

/** Words a handshake that found nothing in common: in which kind, what the server offers, and which line of its sshd_config, or which setting of ours, mends it. */
export function noCommonAlgorithm(target: SshTarget, cause: Error, offered: OfferedAlgorithms | undefined): FleetError {
  const { address, legacySsh } = target;
  const kind = kindOf(cause.message);
  const theirs = (kind && offered?.[kind]) ?? [];
  const isOld = !legacySsh && theirs.some((name) => ours(kind, true).includes(name));
  const what = theirs.length > 0 ? `its ${kind} is one of ${said(theirs.join(", "))}` : said(cause.message.replace(/^Handshake failed: /, ""));
  return new FleetError("UnsupportedSshAlgorithms", `${address} and we have no SSH algorithm in common: ${what}.`, {
    target: address,
    possibleCauses: isOld
      ? "An old server (RHEL 6 has OpenSSH 5.3)."
      : "The server is restricted to algorithms that we do not have, or is older than OpenSSH 4.3.",
    recommendedAction: isOld
      ? "Update the server, or allow legacy SSH for this machine."
      : `Add one of these to ${DIRECTIVES[kind ?? "key exchange"]} in its sshd_config: ${ours(kind, legacySsh).slice(0, 4).join(", ")}.`,
    cause,
  });
}

const DIRECTIVES: Readonly<Record<AlgorithmKind, string>> = {
  "key exchange": "KexAlgorithms",
  "host key": "HostKeyAlgorithms (and the HostKey for it)",
  cipher: "Ciphers",
  MAC: "MACs",
};

function kindOf(message: string): AlgorithmKind | undefined {
  if (/key exchange/i.test(message)) return "key exchange";
  if (/host key/i.test(message)) return "host key";
  if (/cipher/i.test(message)) return "cipher";
  return /\bMAC\b/i.test(message) ? "MAC" : undefined;
}

function ours(kind: AlgorithmKind | undefined, legacySsh: boolean): readonly string[] {
  const { kex, serverHostKey, cipher, hmac } = sshAlgorithms({ legacySsh });
  const lists = { "key exchange": kex, "host key": serverHostKey, cipher, MAC: hmac };
  const list = lists[kind ?? "key exchange"];
  return Array.isArray(list) ? list : [];
}
