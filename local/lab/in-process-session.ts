import { spawn } from "node:child_process";
import type { ServerChannel, Session } from "ssh2";
import { USER_ID } from "./account-files.js";
import { type Box, ROOT_USER } from "./box.js";
import type { LabAccount } from "./spec.js";

/** Answers exec requests with a real shell inside the machine; shells and terminals are refused. */
export function serveSession(session: Session, account: LabAccount, box: Box): void {
  let signal = (_name: NodeJS.Signals) => {};
  session.on("exec", (accept, _reject, info) => {
    signal = runCommand(accept(), info.command, account, box);
  });
  session.on("signal", (accept, _reject, info) => {
    accept?.();
    signal(`SIG${info.name}` as NodeJS.Signals); // SSH has the names without SIG
  });
}

const IN_HOME = 'cd "$HOME" 2>/dev/null || cd /; exec "$SHELL" -c "$1"';

function runCommand(channel: ServerChannel, command: string, { name }: LabAccount, box: Box): (signal: NodeJS.Signals) => void {
  const user = name === "root" ? ROOT_USER : { uid: USER_ID, gid: USER_ID };
  const home = name === "root" ? "/root" : `/home/${name}`;
  const [program = "", ...words] = [...box.enter(user), "/bin/sh", "-c", IN_HOME, "sh", command];
  const path = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
  const child = spawn(program, words, { stdio: "pipe", env: { HOME: home, USER: name, LOGNAME: name, SHELL: "/bin/sh", PATH: path } });
  channel.on("error", () => {}); // the client went away; the command goes on, as with sshd
  child.stdin.on("error", () => channel.resume()); // the command does not read what is sent
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once("error", () => channel.exit(127));
  child.once("close", (code, signal) => {
    if (signal) channel.exit(signal.replace("SIG", ""), false, "");
    else channel.exit(code ?? 255);
    channel.end();
  });
  channel.once("close", () => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  return (signal) => child.kill(signal);
}
