import { spawn } from "node:child_process";
import type { ServerChannel, Session } from "ssh2";

/** How a command gets into the machine. */
export type WindowsLogin = Readonly<{
  shell: "cmd" | "powershell";
  enter(environment: Readonly<Record<string, string>>): readonly string[];
  /** Told of each line before it is run. */
  heard?(line: string): void;
  /** A file inside for the exit code of one command; `take` gives null when the command was killed. */
  newCode(): Readonly<{ path: string; take(): Promise<number | null> }>;
}>;

/** Answers a session as Windows' sshd does: commands go to the default shell, sftp sees the drive as /C:. Terminals are refused. */
export function serveWindowsSession(session: Session, login: WindowsLogin): void {
  let kill = () => {};
  session.on("exec", (accept, _reject, info) => {
    kill = runCommand(accept(), info.command, login);
  });
  session.on("signal", (accept) => {
    accept?.();
    kill();
  });
  session.on("subsystem", (accept, reject, info) => {
    if (info.name === "sftp") serveFiles(accept(), login);
    else reject();
  });
}

/** The shell gets the line as it came, and its whole exit code goes back: Windows' sshd cuts nothing off. */
function runCommand(channel: ServerChannel, command: string, login: WindowsLogin): () => void {
  login.heard?.(command);
  const code = login.newCode();
  const words = login.enter({ LAB_COMMAND: command, LAB_SHELL: login.shell, LAB_CODE: code.path, SSH_CLIENT: "127.0.0.1 49152 22" });
  const child = start(channel, [...words, "wine", "C:\\lab\\winsh.exe"]);
  child.once("close", async () => {
    const exitCode = await code.take();
    if (exitCode === null) channel.exit("KILL", false, "");
    else channel.exit(exitCode);
    channel.end();
  });
  channel.once("close", () => child.kill("SIGKILL")); // the shell's job ends with its starter
  return () => void child.kill("SIGKILL");
}

/** OpenSSH's own sftp-server, in the user's folder. */
function serveFiles(channel: ServerChannel, login: WindowsLogin): void {
  const child = start(channel, [...login.enter({}), "/usr/lib/openssh/sftp-server", "-d", "/C:/users/Administrator"]);
  child.once("close", (exitCode) => {
    channel.exit(exitCode ?? 255);
    channel.end();
  });
  channel.once("close", () => child.kill("SIGKILL"));
}

function start(channel: ServerChannel, [program = "", ...words]: readonly string[]) {
  const child = spawn(program, words, { stdio: "pipe", env: { PATH: process.env.PATH } });
  channel.on("error", () => {}); // the client went away
  child.stdin.on("error", () => channel.resume()); // the command does not read what is sent
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once("error", () => channel.exit(255));
  return child;
}
