import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import type { Transport } from "../../../lib/remote/transport.js";
import { powershellLine } from "../../../lib/remote/windows/encoded-command.js";
import bootstrap from "../../../lib/remote/windows/scripts/bootstrap.ps1";
import { sessionPool } from "../../../lib/remote/windows/session-pool.js";
import { wrapScript } from "../../../lib/remote/windows/wrap-script.js";

type Told = Readonly<{ stdout?: string; stderr?: string; exitCode?: number | null }>;

/** A machine whose PowerShell answers the question, which is the third line that it reads, like this. */
function machine(answer: (question: string) => Told): Transport & Readonly<{ lines: string[]; inputs: string[] }> {
  const lines: string[] = [];
  const inputs: string[] = [];
  return {
    ...{ lines, inputs, hostKey: { type: "ssh-ed25519", sha256: "" }, address: "win-1" },
    run: async (line) => ({ stdout: line.replace("%SystemRoot%", "C:\\Windows"), stderr: "", exitCode: 0, truncated: false }),
    async open(line, { printed, ended }) {
      lines.push(line);
      const write = (input: string | Secret) => {
        inputs.push(input instanceof Secret ? input.reveal() : input);
        const { stdout = "", stderr = "", exitCode } = answer(inputs.join("").split("\n")[2] ?? "");
        printed("stderr", Buffer.from(stderr));
        printed("stdout", Buffer.from(stdout));
        if (exitCode !== undefined) ended({ exitCode });
      };
      return { write, end: () => {}, kill: () => {} };
    },
    close: async () => {},
  };
}

const proved = (question: string, facts: string) =>
  `\nmf-proof ${question} ${facts} ${createHash("sha256").update(`${question} ${facts}`).digest("hex")}\n`;
const asking = (answer: (question: string) => Told) => sessionPool(machine(answer), "program").run("secret-canary");

describe("a session of PowerShell", () => {
  it("crosses cmd as one short encoded command by PowerShell's full path", () => {
    const line = powershellLine("C:\\Windows", bootstrap);
    expect(line).toMatch(/^C:\\Windows\\System32\\WindowsPowerShell\\v1\.0\\powershell\.exe (-\w+ ?|\w+ ?)+[A-Za-z0-9+/=]+$/);
    expect(line.length).toBeLessThan(1_000);
  });

  it("gives nothing of ours to what only echoes, or answers with another's proof", async () => {
    const echo = machine((question) => ({ stdout: proved("another", "5.1 FullLanguage full") + question, exitCode: 0 }));
    await expect(sessionPool(echo, "program").run("secret-canary")).rejects.toMatchObject({ code: "CommandFailed" });
    expect(echo.inputs.join("")).not.toContain(Buffer.from("secret-canary").toString("base64"));
  });

  it("tells an account that is no administrator from one whose rights the session took away", async () => {
    await expect(asking((question) => ({ stdout: proved(question, "5.1 FullLanguage none") }))).rejects.toMatchObject({
      ...{ code: "RootRequired", recommendedAction: expect.stringContaining("group Administrators") },
    });
    await expect(asking((question) => ({ stdout: proved(question, "5.1 FullLanguage filtered") }))).rejects.toMatchObject({
      ...{ code: "RootRequired", recommendedAction: expect.stringContaining("LocalAccountTokenFilterPolicy /t REG_DWORD /d 1 /f") },
    });
  });

  it("refuses PowerShell 2.0 by name, with its cure", async () => {
    await expect(asking(() => ({ stdout: "mf-old 2.0\r\n", exitCode: 2 }))).rejects.toMatchObject({
      code: "ToolMissing",
      message: expect.stringContaining("PowerShell 2.0"),
      recommendedAction: expect.stringContaining("KB3191566"),
    });
  });

  it("tells a policy from a failure, and both from a lost connection", async () => {
    const policy = "Cannot create type. Only core types are supported in this language mode.";
    await expect(asking(() => ({ stderr: policy, exitCode: 1 }))).rejects.toMatchObject({
      message: expect.stringContaining("policy"),
      retryable: false,
    });
    await expect(asking(() => ({ stderr: "This program is blocked by group policy.", exitCode: 1 }))).rejects.toMatchObject({
      ...{ code: "CommandFailed", message: expect.stringContaining("blocked by group policy") },
    });
  });

  it("pastes nothing into text: script, arguments and secrets are base64 in one line", () => {
    const { input } = wrapScript({
      text: "Write-Raw $args[0]\n",
      args: ["'; calc; '\n"],
      secrets: { TOKEN: new Secret("s3cret") },
      bytes: Buffer.from([0, 255]),
    });
    expect(input.reveal()).toMatch(/^mf-[0-9a-f]{24} [\w+/=]+ a:[\w+/=]+ s:TOKEN:[\w+/=]+ b:AP8=\n$/);
    expect(input.reveal()).not.toContain("s3cret");
  });
});
