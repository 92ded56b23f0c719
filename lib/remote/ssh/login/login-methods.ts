import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, KeyboardInteractiveCallback, ParsedKey, Prompt } from "ssh2";
import { FleetError } from "../../../core/errors.js";
import type { SshTarget } from "../../machine.js";
import { loadSsh, type SshLibrary } from "../load-ssh.js";
import type { LoginTalk } from "./login-talk.js";
import { asksForOther } from "./login-words.js";
import { readPrivateKey } from "./private-key.js";

/**
 * Offers what the account has, each once: the key, then the password, then the password as the answer of keyboard-interactive.
 * A password that the server tried and refused is not tried again by the other method, because each try counts towards a lock-out.
 */
export function loginMethods(target: SshTarget, key: ParsedKey | undefined, talk: LoginTalk): AuthHandlerMiddleware {
  let methods = configuredMethods(target, key, talk);
  let last: AuthenticationType | undefined;
  return (authsLeft: AuthenticationType[] | null, partialSuccess, next) => {
    if (authsLeft) talk.answered({ method: last, authsLeft, partialSuccess });
    // A server that goes on to another method, or still lists `password`, looked at the one it got.
    const passwordWasSeen = last === "password" && (partialSuccess || authsLeft?.includes("password"));
    const method = passwordWasSeen ? undefined : methods.find(({ type }) => authsLeft?.includes(type) ?? true);
    methods = methods.slice(method ? methods.indexOf(method) + 1 : methods.length);
    last = method?.type;
    next(method ?? (false as unknown as AnyAuthMethod)); // ssh2 takes false for "no more", its types do not say so
  };
}

/** All that a login needs before a connection is opened: the library, and the private key of an account that has one. */
export type Login = Readonly<{ target: SshTarget; ssh: SshLibrary; key: ParsedKey | undefined }>;

/** Checks that there is something to log in with, before anything is sent. Errors: CredentialUnusable. */
export async function prepareLogin(target: SshTarget): Promise<Login> {
  const { address, userName, password, privateKey, privateKeyPassphrase } = target;
  if (!password && !privateKey) throw unusable(address, userName, "has neither a password nor a private key", "Give it one of them.");
  const read = privateKey && (await readPrivateKey(privateKey, privateKeyPassphrase));
  if (read && !read.key) throw unusable(address, userName, `has as its private key ${read.what}`, read.cure);
  return { target, ssh: await loadSsh(), key: read?.key };
}

const unusable = (address: string, userName: string, why: string, recommendedAction: string) =>
  new FleetError("CredentialUnusable", `Cannot log in to ${address}: the account of ${userName} ${why}. Nothing was sent.`, {
    target: address,
    recommendedAction,
  });

function configuredMethods({ userName: username, password }: SshTarget, key: ParsedKey | undefined, talk: LoginTalk): AnyAuthMethod[] {
  const methods: AnyAuthMethod[] = [];
  if (key) methods.push({ type: "publickey", username, key });
  if (password) {
    methods.push({ type: "password", username, password: password.reveal() });
    methods.push({ type: "keyboard-interactive", username, prompt: answerOnce(password.reveal(), talk) });
  }
  return methods;
}

/** Answers the first hidden prompt, and only that, unless it asks for something that we do not have (a code, a new password). */
function answerOnce(password: string, talk: LoginTalk) {
  let answered = false;
  return (name: string, instructions: string, _language: string, prompts: Prompt[], finish: KeyboardInteractiveCallback) => {
    const [first, ...others] = prompts;
    const answer = !answered && first !== undefined && others.length === 0 && !first.echo && !asksForOther(first.prompt);
    answered ||= answer;
    talk.asked({ text: `${name}\n${instructions}`, prompts: prompts.map(({ prompt }) => prompt), answer });
    finish(answer ? [password] : []);
  };
}
