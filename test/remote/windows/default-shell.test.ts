import { describe, expect, it } from "vitest";
import type { Transport } from "../../../lib/remote/transport.js";
import { findDefaultShell } from "../../../lib/remote/windows/default-shell.js";

/** A login whose shell answers like this. */
const answering = (answer: (words: string) => string): Transport => ({
  ...{ hostKey: { type: "ssh-ed25519", sha256: "" }, address: "win-1" },
  run: async (line) => ({ stdout: answer(line.replace(/^echo /, "")), stderr: "", exitCode: 0, truncated: false }),
  open: async () => Promise.reject(new Error("nothing is opened")),
  close: async () => {},
});
const limits = { signal: AbortSignal.timeout(5_000) };

describe("findDefaultShell", () => {
  it("knows cmd by what it puts in place, also behind a command processor's AutoRun", async () => {
    const cmd = answering((words) => `AutoRun says hello\r\n${words.replace("%SystemRoot%", "D:\\WINNT")}\r\n`);
    expect(await findDefaultShell(cmd, limits)).toEqual({ kind: "cmd", systemRoot: "D:\\WINNT" });
  });

  it("knows PowerShell, which gives every word a line, behind a profile that prints", async () => {
    const powershell = answering((words) => `Welcome, admin\r\n${words.replace("$env:SystemRoot", "C:\\Windows").split(",").join("\r\n")}\r\n`);
    expect(await findDefaultShell(powershell, limits)).toEqual({ kind: "PowerShell", systemRoot: "C:\\Windows" });
  });

  it.each([
    ["sh", (words: string) => `${words.replace("$env", "")}\n`],
    ["what only echoes", (words: string) => `${words}\r\n`],
    ["a folder that would need quotes", (words: string) => words.replace("%SystemRoot%", 'C:\\Win" & calc & "')],
    ["nothing", () => ""],
  ])("runs nothing where %s answers, and says how the shell is set back", async (_, answer) => {
    await expect(findDefaultShell(answering(answer), limits)).rejects.toMatchObject({
      code: "CommandFailed",
      recommendedAction: expect.stringContaining("Remove-ItemProperty -Path HKLM:\\SOFTWARE\\OpenSSH -Name DefaultShell"),
    });
  });
});
