import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { readPrivateKey } from "../../../../lib/remote/ssh/login/private-key.js";

const folder = mkdtempSync(join(tmpdir(), "mf-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PHRASE = "pass phrase";
const made = (name: string, command: string): string => {
  execFileSync("sh", ["-euc", command.replaceAll("KEY", join(folder, name))], { stdio: "ignore" });
  return readFileSync(join(folder, name), "utf8");
};
const read = (text: string, phrase?: string) => readPrivateKey(new Secret(text), phrase === undefined ? undefined : new Secret(phrase));
const publicOf = (name: string): string =>
  execFileSync("ssh-keygen", ["-y", "-P", PHRASE, "-f", join(folder, name)], { encoding: "utf8" })
    .split(" ")[1]
    ?.trim() ?? "";
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const itPutty = has("puttygen") ? it : () => {}; // putty-tools is not on every system, and nothing else needs it
const generate = "ssh-keygen -q -t";

describe.skipIf(!has("ssh-keygen") || !has("openssl"))("a private key", () => {
  it.each([
    ["OpenSSH Ed25519", `${generate} ed25519 -N '' -f KEY`],
    ["OpenSSH RSA", `${generate} rsa -N '' -f KEY`],
    ["OpenSSH encrypted", `${generate} ed25519 -N '${PHRASE}' -f KEY`],
    ["OpenSSH with AES-GCM", `${generate} ed25519 -Z aes256-gcm@openssh.com -N '${PHRASE}' -f KEY`],
    ["PEM RSA", `${generate} rsa -m PEM -N '' -f KEY`],
    ["PEM RSA encrypted", `${generate} rsa -m PEM -N '${PHRASE}' -f KEY`],
    ["PEM EC", `${generate} ecdsa -b 384 -m PEM -N '' -f KEY`],
    ["PKCS8 RSA", `${generate} rsa -m PKCS8 -N '' -f KEY`],
    ["PKCS8 RSA encrypted", `${generate} rsa -m PKCS8 -N '${PHRASE}' -f KEY`],
    ["PKCS8 EC", `${generate} ecdsa -m PKCS8 -N '' -f KEY`],
    ["PKCS8 EC 521 encrypted", `${generate} ecdsa -b 521 -m PKCS8 -N '${PHRASE}' -f KEY`],
    ["openssl genrsa", "openssl genrsa -out KEY 2048; chmod 600 KEY"],
  ])("in the form %s is the one that OpenSSH reads, however its lines end", (name, command) => {
    const file = name.replaceAll(" ", "-");
    const text = made(file, command);
    for (const one of [text, text.replaceAll("\n", "\r\n"), `\uFEFF${text.trim()}`]) {
      const { key } = read(one, PHRASE);
      expect(key?.getPublicSSH().toString("base64")).toBe(publicOf(file));
      expect(key?.sign("something")).toBeInstanceOf(Buffer);
    }
  });

  it.each(["", `-aes256 -pass 'pass:${PHRASE}'`])("of Ed25519 in PKCS#8, which OpenSSH itself reads since 9.6 alone, is read (%s)", (encryption) => {
    const text = made("ed25519-pkcs8", `openssl genpkey -algorithm ed25519 ${encryption} -out KEY`);
    const words = ["pkey", "-in", join(folder, "ed25519-pkcs8"), "-passin", `pass:${PHRASE}`, "-pubout", "-outform", "DER"];
    const point = execFileSync("openssl", words).subarray(-32);
    expect(read(text, PHRASE).key?.getPublicSSH().subarray(-32).equals(point)).toBe(true);
  });

  itPutty("of PuTTY's version 2 is read", () => {
    made("for-ppk2", `${generate} rsa -N '' -f KEY`);
    const text = made("ppk2", `puttygen ${join(folder, "for-ppk2")} -O private --ppk-param version=2 -o KEY`);
    expect(read(text).key?.getPublicSSH().toString("base64")).toBe(publicOf("for-ppk2"));
  });

  it.each([
    ["an encrypted OpenSSH key", `${generate} ed25519 -N '${PHRASE}' -f KEY`],
    ["an encrypted PEM key", `${generate} rsa -m PEM -N '${PHRASE}' -f KEY`],
    ["an encrypted PKCS8 key", `${generate} rsa -m PKCS8 -N '${PHRASE}' -f KEY`],
  ])("that is %s is named when its passphrase is missing or wrong", (name, command) => {
    const text = made(name.replaceAll(" ", "-"), command);
    expect(read(text)).toMatchObject({ what: expect.stringMatching(/without its passphrase/) });
    expect(read(text, "wrong")).toMatchObject({ what: expect.stringMatching(/passphrase does not open/) });
  });

  it.each([
    ["a public key", `${generate} ed25519 -N '' -f KEY.k; cp KEY.k.pub KEY`, /^a public key$/, /without .pub/],
    ["a public key in PEM", `openssl genrsa -out KEY.k 2048; openssl rsa -in KEY.k -pubout -out KEY`, /^a public key$/, /without .pub/],
    ["a public key of SSH2", `${generate} rsa -N '' -f KEY.k; ssh-keygen -e -f KEY.k.pub >KEY`, /^a public key$/, /without .pub/],
    [
      "a certificate",
      `${generate} ed25519 -N '' -f KEY.k; ssh-keygen -q -s KEY.k -I x KEY.k.pub; cp KEY.k-cert.pub KEY`,
      /OpenSSH certificate/,
      /private key/,
    ],
    ["a certificate of TLS", `openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout KEY.k -out KEY`, /^a certificate$/, /private key/],
    ["chacha20", `${generate} ed25519 -Z chacha20-poly1305@openssh.com -N '${PHRASE}' -f KEY`, /chacha20-poly1305/, /ssh-keygen -p -Z aes256-ctr/],
    ["rubbish", "printf hello >KEY", /no private key/, /OpenSSH or PEM/],
    ["nothing", ": >KEY", /no private key/, /OpenSSH or PEM/],
    ["a cut key", `${generate} rsa -N '' -f KEY.k; head -c 600 KEY.k >KEY`, /end is missing/, /whole file/],
    ["a damaged key", `${generate} rsa -N '' -f KEY.k; sed 3d KEY.k >KEY`, /cannot be read/, /ssh-keygen -y/],
    ["a damaged PKCS8 key", `openssl genrsa -out KEY.k 2048; sed 3d KEY.k >KEY`, /PKCS#8/, /ssh-keygen -y/],
    ["X25519", "openssl genpkey -algorithm x25519 -out KEY", /x25519/, /ssh-keygen -t ed25519/],
  ])("is not taken for one when it is %s", (name, command, what, cure) => {
    const text = made(name.replaceAll(" ", "-"), command);
    expect(read(text, PHRASE)).toEqual({ what: expect.stringMatching(what), cure: expect.stringMatching(cure) });
  });

  itPutty("of PuTTY's version 3 is named with the command that converts it", () => {
    made("for-ppk3", `${generate} ed25519 -N '' -f KEY`);
    const text = made("ppk3", `puttygen ${join(folder, "for-ppk3")} -O private --ppk-param version=3 -o KEY`);
    expect(read(text)).toEqual({ what: "a PuTTY key of version 3", cure: expect.stringContaining("puttygen KEY.ppk -O private-openssh") });
  });

  it("whose line ends became two characters is named", () => {
    const text = made("lines", `${generate} ed25519 -N '' -f KEY`);
    expect(read(text.trim().replaceAll("\n", "\\n"))).toMatchObject({ what: expect.stringMatching(/line ends/) });
  });
});
