import { FleetError } from "../../../core/errors.js";
import type { SshTarget } from "../../machine.js";
import { itSaid, said } from "../../said.js";
import type { LoginTalk } from "./login-talk.js";
import { saysLocked } from "./login-words.js";

/** Words a login that the server ended: by a verdict on the credential (LoginRefused), for now (MachineUnreachable), or for want of something else. */
export function loginFailure(target: SshTarget, cause: Error, talk: LoginTalk): FleetError {
  const { address, userName, password } = target;
  const heard = itSaid(talk.words(), [password]);
  const outcome = talk.outcome();
  switch (outcome.kind) {
    case "refused":
      return refused(target, heard, cause);
    case "not-now":
      if (saysLocked(outcome.text))
        return unusable(target, `${address} does not let ${userName} in though it took the password.${heard}`, UNLOCK, cause);
      return new FleetError("MachineUnreachable", `${address} lets ${userName} not in just now, though it took the password.${heard}`, {
        retryable: true,
        target: address,
        possibleCauses: "The machine is starting or going down (nologin), or its rules let this account in at other times or from elsewhere.",
        recommendedAction: "Nothing, when it passes; else look for /etc/nologin and at the account rules of PAM on the machine.",
        cause,
      });
    case "asks":
      return unusable(
        target,
        `${address} asks ${userName} for "${said(outcome.prompt)}", which the account has no answer for.${heard}`,
        KEY_ALONE,
        cause,
      );
    case "wants":
      return unusable(
        target,
        `${address} ${wanted(target, outcome)}.${heard}`,
        "Give the account what the server takes, or allow in sshd_config what the account has.",
        cause,
      );
  }
}

const KEY_ALONE = "Let sshd take the account's key, or its password, alone (AuthenticationMethods, a Match block).";
const UNLOCK = "Let the account in again on the machine (`chage`, `passwd -u`, `faillock --reset`), then resume the job.";

function wanted(
  { userName, privateKey, password }: SshTarget,
  { methods, tookOne }: Readonly<{ methods: readonly string[]; tookOne: boolean }>,
): string {
  const has = [privateKey && "a private key", password && "a password"].filter(Boolean).join(" and ");
  const wants = methods.map((method) => said(method)).join(", ");
  return tookOne
    ? `took what it got of ${userName} and wants ${wants} as well; the account has ${has} alone`
    : `takes ${wants} alone from ${userName}; the account has ${has}`;
}

function refused({ address, userName, privateKey, password }: SshTarget, heard: string, cause: Error): FleetError {
  const tried = [privateKey && "the private key", password && "the password"].filter(Boolean).join(" and ");
  return new FleetError("LoginRefused", `${address} refused the login of ${userName}: it did not accept ${tried}.${heard}`, {
    target: address,
    cause,
  });
}

const unusable = ({ address }: SshTarget, message: string, recommendedAction: string, cause: Error): FleetError =>
  new FleetError("CredentialUnusable", message, { target: address, recommendedAction, cause });
