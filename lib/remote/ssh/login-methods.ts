import ssh2, { type AnyAuthMethod, type AuthenticationType, type AuthHandlerMiddleware, type KeyboardInteractiveCallback, type Prompt } from "ssh2";
import { FleetError } from "../../core/errors.js";
import type { SshTarget } from "../machine.js";

/**
 * Offers what the account has, each once: the key, then the password, then the password as the answer of keyboard-interactive.
 * A password that the server tried and refused is not tried again by the other method, because each try counts towards a lock-out.
 */
export function loginMethods(target: SshTarget): AuthHandlerMiddleware {
  let methods = configuredMethods(target);
  let last: AuthenticationType | undefined;
  return (authsLeft: AuthenticationType[] | null, partialSuccess, next) => {
    // A server that goes on to another method, or still lists `password`, looked at the one it got.
    const passwordWasSeen = last === "password" && (partialSuccess || authsLeft?.includes("password"));
    const method = passwordWasSeen ? undefined : methods.find(({ type }) => authsLeft?.includes(type) ?? true);
    methods = methods.slice(method ? methods.indexOf(method) + 1 : methods.length);
    last = method?.type;
    next(method ?? (false as unknown as AnyAuthMethod)); // ssh2 takes false for "no more", its types do not say so
  };
}

/** Checks that there is something to log in with, before anything is sent. Errors: LoginRefused. */
export function checkCredential({ address, userName, password, privateKey, privateKeyPassphrase }: SshTarget): void {
  if (!password && !privateKey) throw unusable(address, userName, "has neither a password nor a private key");
  if (!privateKey) return;
  const key = ssh2.utils.parseKey(privateKey.reveal(), privateKeyPassphrase?.reveal());
  if (key instanceof Error) throw unusable(address, userName, `has a private key that cannot be read (${key.message})`);
}

const unusable = (address: string, userName: string, why: string) =>
  new FleetError("LoginRefused", `Cannot log in to ${address}: the account of ${userName} ${why}. Nothing was sent.`, {
    target: address,
    recommendedAction: "Give the account a password, or a private key in OpenSSH or PEM form together with its passphrase.",
  });

function configuredMethods({ userName: username, password, privateKey, privateKeyPassphrase }: SshTarget): AnyAuthMethod[] {
  const methods: AnyAuthMethod[] = [];
  if (privateKey) {
    const passphrase = privateKeyPassphrase?.reveal();
    methods.push({ type: "publickey", username, key: privateKey.reveal(), ...(passphrase !== undefined && { passphrase }) });
  }
  if (password) {
    methods.push({ type: "password", username, password: password.reveal() });
    methods.push({ type: "keyboard-interactive", username, prompt: answerOnce(password.reveal()) });
  }
  return methods;
}

/** Answers the first hidden prompt, and only that: a second one asks for something that we do not have (a code, a new password). */
function answerOnce(password: string) {
  let answered = false;
  return (_name: string, _instructions: string, _language: string, prompts: Prompt[], finish: KeyboardInteractiveCallback) => {
    const answer = !answered && prompts.length === 1 && !prompts[0]?.echo;
    answered ||= answer;
    finish(answer ? [password] : []);
  };
}
