import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { loginShell } from "../../../lib/remote/posix/login-shell.js";
import { shell } from "../../../lib/remote/posix/shell.js";
import type { Transport } from "../../../lib/remote/transport.js";
import { localTransport, SH } from "./local-transport.js";
import { underEachShell } from "./under-each-shell.js";

afterEach(() => void vi.unstubAllEnvs());

underEachShell("a script", [], (under) => {
  const run = shell("here", loginShell(localTransport(under)));

  it("gives output, errors and exit code", async () => {
    expect(await run('echo out; printf err >&2; exit "$1"', { args: ["7"] })).toEqual({
      exitCode: 7,
      stdout: "out\n",
      stderr: "err",
      truncated: false,
    });
  });

  it("is not eaten by a child that reads stdin", async () => {
    expect((await run("cat; read -r line; echo after")).stdout).toBe("after\n");
  });

  it("takes any argument and any secret as it is", async () => {
    const word = fc.string({ unit: "binary", maxLength: 40 }).filter((value) => !value.includes("\0"));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 40 }), word, async (args, secret) => {
        const { stdout } = await run('printf "%s|" "$@" "$TOKEN"', { args, secrets: { TOKEN: new Secret(secret) } });
        expect(stdout).toBe([...args, secret].map((value) => `${value}|`).join(""));
      }),
      { numRuns: 8 },
    );
  });

  it("has the shell of the script before it, and nothing that this one changed or knew", async () => {
    const change = "cd /usr; umask 077; TOKEN_COPY=$TOKEN; export TOKEN_COPY; LC_ALL=de_DE; secretly() { :; }; echo $$";
    const { stdout: shellBefore } = await run(change, { secrets: { TOKEN: new Secret("hunter2") } });
    const look = 'echo $$; echo "$TOKEN$TOKEN_COPY"; umask; echo "$LC_ALL"; [ "$PWD" = /usr ] && echo moved; secretly 2>/dev/null || echo forgotten';
    const { stdout } = await run(look);
    expect(stdout.replace("0022", "022")).toBe(`${shellBefore}\n022\nC\nforgotten\n`);
  });

  it("gets another shell when that of the script before it has ended, or is at work", async () => {
    const { stdout: first } = await run("echo $$");
    await expect(run("kill -9 $$")).rejects.toMatchObject({ code: "ConnectionLost" });
    const [slow, quick] = await Promise.all([run("sleep 0.3; echo $$"), run("echo $$")]);
    expect(new Set([first, slow.stdout, quick.stdout]).size).toBe(3);
  });

  it.each(["TERM", "HUP", "KILL"])("that SIG%s cuts off has said nothing: neither it nor its shell, whatever it printed", async (signal) => {
    const lost = { code: "ConnectionLost", retryable: true, message: expect.stringContaining(`SIG${signal} ended it`) };
    await expect(run(`echo 'state none'; kill -${signal} $$`)).rejects.toMatchObject(lost); // its shell and it
    await expect(run(`echo 'state none'; sh -c 'kill -${signal} $PPID'`)).rejects.toMatchObject(lost); // it alone
  });

  it("keeps a secret out of the environment of its children", async () => {
    expect((await run("env", { secrets: { TOKEN: new Secret("hunter2") } })).stdout).not.toContain("hunter2");
  });

  it("runs nothing of a text that is not whole", async () => {
    await expect(run("echo half; if true")).rejects.toMatchObject({ code: "CommandFailed" });
  });

  it("answers in the C locale and without the login's TMOUT, wherever the login was", async () => {
    vi.stubEnv("TMOUT", "1");
    expect((await run('echo "$LC_ALL" "$(umask)" "$TMOUT."')).stdout).toMatch(/^C 0?022 \.\n$/);
  });

  it("limits the output and says so", async () => {
    expect(await run("printf 1234567890", { maxOutputBytes: 4 })).toMatchObject({ stdout: "1234", truncated: true });
  });
});

it("is asked again when a signal ended the login's shell before it began", async () => {
  const run = shell("here", loginShell(startingInstead("timeout --preserve-status -s TERM 0.01 sleep 9")));
  await expect(run("echo never")).rejects.toMatchObject({ code: "ConnectionLost", retryable: true });
});

it("fails when the login never starts a shell, whatever its exit code", async () => {
  const run = shell("here", loginShell(startingInstead("true")));
  await expect(run("echo never")).rejects.toMatchObject({ code: "CommandFailed", retryable: false });
});

/** A login that starts this, whatever it is asked for. */
function startingInstead(line: string): Transport {
  const transport = localTransport(SH);
  return { ...transport, open: (_line, listener) => transport.open(line, listener) };
}
