import { randomBytes } from "node:crypto";
import type { LabAccount } from "../machine/spec.js";
import type { DiskFile } from "./disk-file.js";
import { sha512Crypt } from "./sha512-crypt.js";

/** What makes the account exist under this user id: passwd, shadow, group, home, keys, sudo. */
export function accountFiles(account: LabAccount, userId: number): readonly DiskFile[] {
  const isUser = account.name !== "root";
  const hash = account.password === undefined ? "*" : sha512Crypt(account.password, randomBytes(6).toString("hex"));
  const user = isUser ? `${account.name}:x:${userId}:${userId}::/home/${account.name}:/bin/sh\n` : "";
  const shadow = `root:${isUser ? "*" : hash}:19000:0:99999:7:::\nsshd:*:19000::::::\n${isUser ? `${account.name}:${hash}:19000:0:99999:7:::\n` : ""}`;
  const files: DiskFile[] = [
    { path: "/etc/passwd", text: `${PASSWD}${user}` },
    { path: "/etc/shadow", text: shadow, mode: 0o600 },
    { path: "/etc/group", text: `root:x:0:\nsshd:x:74:\nnogroup:x:65534:\n${isUser ? `${account.name}:x:${userId}:\n` : ""}` },
    { path: `/etc/ssh/authorized_keys/${account.name}`, text: `${(account.publicKeys ?? []).join("\n")}\n` },
  ];
  if (!isUser) return files;
  files.push({ path: `/home/${account.name}/`, text: "", mode: 0o755, owner: userId });
  if (account.sudo === "nopasswd") files.push(sudoers(`${account.name} ALL=(ALL) NOPASSWD: ALL`));
  if (account.sudo === "password") files.push(sudoers(`${account.name} ALL=(ALL) ALL`));
  return files;
}

const sudoers = (line: string): DiskFile => ({ path: "/etc/sudoers.d/lab", text: `${line}\n`, mode: 0o440 });

const PASSWD =
  "root:x:0:0:root:/root:/bin/sh\nsshd:x:74:74:sshd:/run/sshd:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
