import { timingSafeEqual } from "node:crypto";
import type { AuthContext, KeyboardAuthContext, PublicKeyAuthContext } from "ssh2";
import ssh2 from "ssh2";
import type { LabAccount } from "../machine/spec.js";

/** Decides about one attempt to log in: password, keyboard-interactive or public key. */
export function admitLogin(attempt: AuthContext, account: LabAccount): void {
  if (attempt.method === "keyboard-interactive" && attempt.username === account.name && account.password !== undefined) ask(attempt, account);
  else if (proves(attempt, account)) attempt.accept();
  else attempt.reject(methodsOf(account));
}

function ask(attempt: KeyboardAuthContext, account: LabAccount): void {
  attempt.prompt([{ prompt: "Password: ", echo: false }], ([answer]) => {
    if (answer === account.password) attempt.accept();
    else attempt.reject(methodsOf(account));
  });
}

function methodsOf(account: LabAccount) {
  const byPassword = account.password === undefined ? [] : ["password" as const, "keyboard-interactive" as const];
  return [...(account.publicKeys?.length ? ["publickey" as const] : []), ...byPassword];
}

function proves(attempt: AuthContext, account: LabAccount): boolean {
  if (attempt.username !== account.name) return false;
  if (attempt.method === "password") return attempt.password === account.password;
  return attempt.method === "publickey" && provesKey(attempt, account);
}

/** Without a signature the client only asks whether the key would do. */
function provesKey(attempt: PublicKeyAuthContext, account: LabAccount): boolean {
  return (account.publicKeys ?? []).some((line) => {
    const key = ssh2.utils.parseKey(line);
    if (key instanceof Error || key.type !== attempt.key.algo.replace(/^rsa-sha2-\d+$/, "ssh-rsa")) return false;
    const known = key.getPublicSSH();
    if (known.length !== attempt.key.data.length || !timingSafeEqual(known, attempt.key.data)) return false;
    if (!attempt.signature || !attempt.blob) return true;
    return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true;
  });
}
