import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import type { AuthContext, KeyboardAuthContext } from "ssh2";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { noSshd, PASSWORD, startSshd } from "../../sshd.js";
import { connectSsh } from "../from-loopback.js";
import { sshServer } from "../ssh-server.js";

const BOOTING =
  "System is booting up. Unprivileged users are not permitted to log in yet. Please come back later. For technical details, see pam_nologin(8).";
const KEYBOARD = ["UsePAM yes", "PasswordAuthentication no", "KbdInteractiveAuthentication yes"];

describe.skipIf(noSshd)(`a real sshd with PAM${noSshd}`, () => {
  it.each([
    ["a machine that starts", BOOTING],
    ["a machine under repair, in its own language", "Wartung bis 18 Uhr, bitte später wieder versuchen."],
  ])("that keeps people out of %s says so, and nothing counts as refused", async (_what, text) => {
    for (const config of [KEYBOARD, ["UsePAM yes"]]) {
      await using host = await startSshd(config, { mounts: `echo '${text}' >/run/nologin` });
      const error = { code: "MachineUnreachable", retryable: true, message: expect.stringContaining(text.slice(0, 30)) };
      await expect(connectSsh(host.target("mf-asks", "password"))).rejects.toMatchObject(error);
    }
  });

  it("that keeps people out refuses a wrong password all the same", async () => {
    await using host = await startSshd(KEYBOARD, { mounts: `echo '${BOOTING}' >/run/nologin` });
    const wrong = { ...host.target("mf-asks", "password"), password: new Secret("wrong") };
    await expect(connectSsh(wrong)).rejects.toMatchObject({ code: "LoginRefused", retryable: false });
  });

  it("that takes keys alone is not said to have refused a password that it never looked at", async () => {
    await using host = await startSshd(["PasswordAuthentication no"]);
    const error = { code: "CredentialUnusable", message: expect.stringMatching(/takes publickey alone from mf-asks; the account has a password/) };
    await expect(connectSsh(host.target("mf-asks", "password"))).rejects.toMatchObject(error);
  });

  it("shows the banner with which it refuses", async () => {
    await using host = await startSshd(["Banner /run/banner"], { mounts: "echo 'Only by the jump host' >/run/banner" });
    const wrong = { ...host.target("mf-asks", "password"), password: new Secret("wrong") };
    await expect(connectSsh(wrong)).rejects.toMatchObject({ code: "LoginRefused", message: expect.stringMatching(/Only by the jump host/) });
    expect(PASSWORD).not.toBe("wrong");
  });
});

/** A server that takes keyboard-interactive alone: what it asks and says one after the other, then whether it lets in. */
const asking =
  (...turns: readonly (readonly [prompt: string, text: string])[]) =>
  (context: AuthContext) => {
    if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
    const next = (at: number): void => {
      const turn = turns[at];
      const [prompt, text] = turn ?? ["", ""];
      const prompts = prompt === "" ? [] : [{ prompt, echo: false }];
      if (turn)
        (context as KeyboardAuthContext).prompt(prompts, "", text, () => next(at + 1)); // the method says which context it is
      else context.reject([]);
    };
    next(0);
  };

const ASKS = ["Password: ", ""] as const;
it.each([
  ["nothing more", [ASKS], "LoginRefused", /did not accept the password/],
  ["the same again", [ASKS, ["Password: ", ""]], "LoginRefused", /did not accept/],
  ["for a new password", [ASKS, ["New password: ", ""]], "LoginRefused", /did not accept/],
  ["that it was wrong", [ASKS, ["", "Wrong Password"]], "LoginRefused", /Wrong Password/],
  ["for a code", [ASKS, ["Verification code: ", ""]], "CredentialUnusable", /"Verification code:"/],
  ["for a new password in German", [ASKS, ["Neues Passwort: ", ""]], "LoginRefused", /did not accept/],
  ["for a new password in French", [ASKS, ["Nouveau mot de passe : ", ""]], "LoginRefused", /did not accept/],
  ["for a new password in Japanese", [ASKS, ["\u65B0\u3057\u3044 \u30D1\u30B9\u30EF\u30FC\u30C9:", ""]], "LoginRefused", /did not accept/],
  ["that it was wrong in German", [ASKS, ["", "Authentifizierung fehlgeschlagen"]], "LoginRefused", /fehlgeschlagen/],
  ["that it was wrong in Japanese", [ASKS, ["", "\u8A8D\u8A3C\u306B\u5931\u6557\u3057\u307E\u3057\u305F"]], "LoginRefused", /did not accept/],
  ["that the account is expired in German", [ASKS, ["", "Ihr Zugang ist abgelaufen."]], "CredentialUnusable", /abgelaufen/],
  [
    "that the account is locked in French",
    [ASKS, ["", "Le compte est verrouill\u00E9 apr\u00E8s 3 \u00E9checs."]],
    "CredentialUnusable",
    /verrouill/,
  ],
  ["that the account is locked", [ASKS, ["", "The account is locked due to 3 failed logins."]], "CredentialUnusable", /locked due to 3/],
  [
    "that the account is expired",
    [ASKS, ["", "Your account has expired; please contact your system administrator"]],
    "CredentialUnusable",
    /expired/,
  ],
  ["that it goes down", [ASKS, ["", "System is going down."]], "MachineUnreachable", /going down/],
] as const)("a login after whose password the server says %s ends as what it is", async (_what, turns, code, message) => {
  await using server = await sshServer({ authenticate: asking(...turns) });
  await expect(connectSsh(server.target)).rejects.toMatchObject({
    code,
    retryable: code === "MachineUnreachable",
    message: expect.stringMatching(message),
  });
});

it.each([
  "Verification code: ",
  "One-time password (OATH) for `fleet': ",
  "(fleet@web-01) OTP: ",
  "Enter PASSCODE: ",
  "YubiKey for `fleet': ",
  "PIN+Token: ",
  "Best\u00E4tigungscode: ",
  "\u9A8C\u8BC1\u7801\uFF1A",
])("a login that is asked for %s sends no password and is refused nothing", async (prompt) => {
  const given: string[][] = [];
  await using server = await sshServer({
    authenticate: (context) => {
      if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
      const keyboard = context as KeyboardAuthContext; // the method says which context it is
      keyboard.prompt([{ prompt, echo: false }], "", "", (answers) => {
        given.push(answers);
        context.reject([]);
      });
    },
  });
  const error = { code: "CredentialUnusable", retryable: false, message: expect.stringContaining(prompt.trim()) };
  await expect(connectSsh(server.target)).rejects.toMatchObject(error);
  expect(given).toEqual([[]]);
});

it("a prompt with the names of a user and a machine that sound like a code is given the password", async () => {
  await using server = await sshServer({ authenticate: asking(["(token@otp-01) Password: ", ""]) });
  await expect(connectSsh(server.target)).rejects.toMatchObject({ code: "LoginRefused" });
});

it("a server that asks for the password and a code in one go is told by both", async () => {
  await using server = await sshServer({
    authenticate: (context) => {
      if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
      const prompts = ["Password: ", "Verification code: "].map((prompt) => ({ prompt, echo: false }));
      (context as KeyboardAuthContext).prompt(prompts, "", "", () => context.reject([])); // the method says which context it is
    },
  });
  await expect(connectSsh(server.target)).rejects.toMatchObject({
    code: "CredentialUnusable",
    message: expect.stringMatching(/"Password: Verification code:"/),
  });
});

it("shows nothing of what a server says that a terminal would obey, and not the password that it sends back", async () => {
  await using server = await sshServer({ authenticate: asking(ASKS, ["", "\u001b[2Jyou sent s3cret-word \u202eevil"]) });
  const error = await connectSsh({ ...server.target, password: new Secret("s3cret-word") }).catch((refusal: unknown) => refusal);
  expect(String(error)).toContain("\\u{1b}[2Jyou sent [REDACTED] \\u{202e}evil");
  expect(String(error)).not.toContain("s3cret-word");
});

it.each(["Not allowed at this time", "Exceeded MaxStartups"])(
  "a server that says %s in place of its version is tried again later, and its words are shown",
  async (words) => {
    const listener = createServer((socket) => socket.on("error", () => {}).end(`${words}\r\n`)).listen(0, "127.0.0.1");
    await once(listener, "listening");
    await using server = await sshServer();
    const target = { ...server.target, port: (listener.address() as AddressInfo).port }; // a TCP server has an address object
    await expect(connectSsh(target)).rejects.toMatchObject({ code: "MachineUnreachable", retryable: true, message: expect.stringContaining(words) });
    listener.close();
  },
);
