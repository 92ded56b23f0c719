import { spawn } from "node:child_process";
import { PassThrough, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { ServerChannel, Session } from "ssh2";
import type { Box } from "../machine/box.js";
import type { LabAccount } from "../machine/spec.js";

/** Who is logged in, and where. */
export type Login = Readonly<{ account: LabAccount; userId: number; box: Box }>;

/** Answers exec requests with a real shell inside the machine; shells and terminals are refused. */
export function serveSession(session: Session, login: Login): void {
  let signal = (_name: NodeJS.Signals) => {};
  session.on("exec", (accept, _reject, info) => {
    signal = runCommand(accept(), info.command, login);
  });
  session.on("signal", (accept, _reject, info) => {
    accept?.();
    signal(`SIG${info.name}` as NodeJS.Signals); // SSH has the names without SIG
  });
}

const IN_HOME = 'cd "$HOME" 2>/dev/null || cd /; exec "$SHELL" -c "$1"';

function runCommand(channel: ServerChannel, command: string, { account, userId, box }: Login): (signal: NodeJS.Signals) => void {
  const [input, output, error] = streamsOf(box, command);
  const inward = box.moved ? box.moved.inward : (text: string) => text;
  const [program = "", ...words] = [...box.enter({ uid: userId, gid: userId }), "/bin/sh", "-c", IN_HOME, "sh", inward(command)];
  const child = spawn(program, words, { stdio: "pipe", env: { ...environmentOf(account, inward), ...box.environment } });
  channel.on("error", () => {}); // the client went away; the command goes on, as with sshd
  child.stdin.on("error", () => channel.resume()); // the command does not read what is sent
  channel.pipe(input).pipe(child.stdin);
  child.stdout.pipe(output).pipe(channel, { end: false });
  child.stderr.pipe(error).pipe(channel.stderr, { end: false });
  child.once("error", () => channel.exit(127));
  const printed = Promise.allSettled([output, error].map((stream) => finished(stream)));
  child.once("close", async (code, signal) => {
    await printed;
    if (signal) channel.exit(signal.replace("SIG", ""), false, "");
    else channel.exit(code ?? 255);
    channel.end();
  });
  channel.once("close", () => {
    for (const stream of [child.stdout, child.stderr, output, error] as Readable[]) stream.destroy();
  });
  return (signal) => child.kill(signal);
}

/** What the command is sent, prints, and prints as errors; a shell that reads its scripts from stdin is sent text, anything else bytes. */
function streamsOf({ moved }: Box, command: string) {
  if (!moved) return [new PassThrough(), new PassThrough(), new PassThrough()] as const;
  const input = /\bsh -s\b/.test(command) ? moved.inwardLines(moved.beforeLook) : new PassThrough();
  return [input, moved.outwardBytes(), moved.outwardBytes()] as const;
}

function environmentOf({ name }: LabAccount, inward: (text: string) => string) {
  const home = name === "root" ? "/root" : `/home/${name}`;
  const path = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
  return { HOME: inward(home), USER: name, LOGNAME: name, LAB_USER: name, SHELL: "/bin/sh", PATH: inward(path) };
}
