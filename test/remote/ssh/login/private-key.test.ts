import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { readPrivateKey } from "../../../../lib/remote/ssh/login/private-key.js";
import { needs } from "../../../here.js";

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
const lacking = needs("ssh-keygen", "openssl");
const noPutty = needs("puttygen");
const generate = "ssh-keygen -q -t";

describe.skipIf(lacking)(`a private key${lacking}`, () => {
  it.each([
    ["OpenSSH Ed25519", `${generate} ed25519 -N '' -f KEY`],
    ["OpenSSH RSA", `${generate} rsa -b 2048 -N '' -f KEY`],
    ["OpenSSH encrypted", `${generate} ed25519 -N '${PHRASE}' -f KEY`],
    ["OpenSSH with AES-GCM", `${generate} ed25519 -Z aes256-gcm@openssh.com -N '${PHRASE}' -f KEY`],
    ["PEM RSA", `${generate} rsa -b 2048 -m PEM -N '' -f KEY`],
    ["PEM RSA encrypted", `${generate} rsa -b 2048 -m PEM -N '${PHRASE}' -f KEY`],
    ["PEM EC", `${generate} ecdsa -b 384 -m PEM -N '' -f KEY`],
    ["EC behind its parameters", "openssl ecparam -name prime256v1 -genkey -out KEY; chmod 600 KEY"],
    ["PKCS8 RSA", `${generate} rsa -b 2048 -m PKCS8 -N '' -f KEY`],
    ["PKCS8 RSA encrypted", `${generate} rsa -b 2048 -m PKCS8 -N '${PHRASE}' -f KEY`],
    ["PKCS8 EC", `${generate} ecdsa -m PKCS8 -N '' -f KEY`],
    ["PKCS8 EC 521 encrypted", `${generate} ecdsa -b 521 -m PKCS8 -N '${PHRASE}' -f KEY`],
    ["openssl genrsa", "openssl genrsa -out KEY 2048; chmod 600 KEY"],
  ])("in the form %s is the one that OpenSSH reads, however its lines end", async (name, command) => {
    const file = name.replaceAll(" ", "-");
    const text = made(file, command);
    const joined = text.includes(": ") ? text : text.replaceAll("\n", " "); // headers of PEM need their lines
    const between = `Bag Attributes\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${text}-----BEGIN CERTIFICATE-----`;
    const carried = [
      text.replaceAll("\n", "\r\n"),
      text.replaceAll("\n", "\r"),
      text.trim().replaceAll("\n", "\\n"),
      text.trim().replaceAll("\n", "\\r\\n"),
      joined,
    ];
    const same = publicOf(file);
    for (const one of [text, ...carried, `\uFEFF${text.trim()}`, text.replace(/^/gm, "    "), `"${text}"`, between]) {
      const { key } = await read(one, PHRASE);
      expect(key?.getPublicSSH().toString("base64")).toBe(same);
      expect(key?.sign("something")).toBeInstanceOf(Buffer);
    }
  });

  it.each(["", `-aes256 -pass 'pass:${PHRASE}'`])(
    "of Ed25519 in PKCS#8, which OpenSSH itself reads since 9.6 alone, is read (%s)",
    async (encryption) => {
      const text = made("ed25519-pkcs8", `openssl genpkey -algorithm ed25519 ${encryption} -out KEY`);
      const words = ["pkey", "-in", join(folder, "ed25519-pkcs8"), "-passin", `pass:${PHRASE}`, "-pubout", "-outform", "DER"];
      const point = execFileSync("openssl", words).subarray(-32);
      expect((await read(text, PHRASE)).key?.getPublicSSH().subarray(-32).equals(point)).toBe(true);
    },
  );

  it.skipIf(noPutty)(`of PuTTY's version 2 is read, whatever its type${noPutty}`, async () => {
    for (const type of ["rsa -b 2048", "ed25519", "ecdsa", "ecdsa -b 384", "ecdsa -b 521"]) {
      const name = `ppk2-${type.replaceAll(" ", "")}`;
      made(`for-${name}`, `${generate} ${type} -N '' -f KEY`);
      const puttygen = `puttygen ${join(folder, `for-${name}`)} -O private --ppk-param version=2`;
      const plain = made(name, `${puttygen} -o KEY`);
      const locked = made(`${name}-locked`, `printf '${PHRASE}' >KEY.phrase; ${puttygen} --new-passphrase KEY.phrase -o KEY`);
      const found = [await read(plain), await read(plain, "of another key"), await read(plain.replaceAll("\n", "\r\n")), await read(locked, PHRASE)];
      const carried = [plain.replace(/^/gm, "  "), plain.replaceAll("\n", " \n").replace(/^(Comment: .*) $/m, "$1"), `"${plain.trim()}"`];
      for (const one of [...carried, plain.replaceAll("\n", "\n\n"), `my key:\n\n${plain}\nkind regards`]) found.push(await read(one));
      for (const { key } of found) expect(key?.getPublicSSH().toString("base64")).toBe(publicOf(`for-${name}`));
      expect(await read(locked, "wrong")).toMatchObject({ what: expect.stringMatching(/passphrase does not open/) });
      expect(await read(locked)).toMatchObject({ what: expect.stringMatching(/without its passphrase/) });
      expect(await read(plain.replace(/^Comment: .*$/m, "Comment: changed"))).toMatchObject({ what: expect.stringMatching(/damaged/) });
    }
  });

  it.each([
    ["an encrypted OpenSSH key", `${generate} ed25519 -N '${PHRASE}' -f KEY`],
    ["an OpenSSH key with AES-GCM", `${generate} ed25519 -Z aes256-gcm@openssh.com -N '${PHRASE}' -f KEY`],
    ["an encrypted PEM key", `${generate} rsa -b 2048 -m PEM -N '${PHRASE}' -f KEY`],
    ["an encrypted PKCS8 key", `${generate} rsa -b 2048 -m PKCS8 -N '${PHRASE}' -f KEY`],
  ])("that is %s is named when its passphrase is missing or wrong", async (name, command) => {
    const text = made(name.replaceAll(" ", "-"), command);
    expect(await read(text)).toMatchObject({ what: expect.stringMatching(/without its passphrase/) });
    expect(await read(text, "wrong")).toMatchObject({ what: expect.stringMatching(/passphrase does not open/) });
  });

  it.each([
    ["a public key", `${generate} ed25519 -N '' -f KEY.k; cp KEY.k.pub KEY`, /^a public key$/, /without .pub/],
    ["a public key in PEM", `openssl genrsa -out KEY.k 2048; openssl rsa -in KEY.k -pubout -out KEY`, /^a public key$/, /without .pub/],
    ["a public key of SSH2", `${generate} rsa -b 2048 -N '' -f KEY.k; ssh-keygen -e -f KEY.k.pub >KEY`, /^a public key$/, /without .pub/],
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
    ["a cut key", `${generate} rsa -b 2048 -N '' -f KEY.k; head -c 600 KEY.k >KEY`, /end is missing/, /whole file/],
    ["a damaged key", `${generate} rsa -b 2048 -N '' -f KEY.k; sed 3d KEY.k >KEY`, /cannot be read/, /ssh-keygen -y/],
    ["a damaged PKCS8 key", `openssl genrsa -out KEY.k 2048; sed 3d KEY.k >KEY`, /PKCS#8/, /ssh-keygen -y/],
    ["DSA in PEM", "openssl dsaparam -genkey 1024 | openssl pkey -traditional -out KEY", /type dsa/, /ssh-keygen -t ed25519/],
    ["X25519", "openssl genpkey -algorithm x25519 -out KEY", /x25519/, /ssh-keygen -t ed25519/],
  ])("is not taken for one when it is %s", async (name, command, what, cure) => {
    const text = made(name.replaceAll(" ", "-"), command);
    expect(await read(text, PHRASE)).toEqual({ what: expect.stringMatching(what), cure: expect.stringMatching(cure) });
  });

  it.skipIf(noPutty)(`of PuTTY's version 3 is named with the command that converts it${noPutty}`, async () => {
    made("for-ppk3", `${generate} ed25519 -N '' -f KEY`);
    const text = made("ppk3", `puttygen ${join(folder, "for-ppk3")} -O private --ppk-param version=3 -o KEY`);
    expect(await read(text)).toEqual({ what: "a PuTTY key of version 3", cure: expect.stringContaining("puttygen KEY.ppk -O private-openssh") });
  });

  it.each([
    ["rounds of bcrypt", `${generate} ed25519 -a 150 -N '${PHRASE}' -f KEY`, /takes 150 rounds to try, where at most 128/],
    ["iterations of PBKDF2", `openssl genrsa 2048 | openssl pkcs8 -topk8 -iter 1000001 -passout 'pass:${PHRASE}' -out KEY`, /more work/],
    [
      "memory of scrypt",
      `openssl genrsa 2048 | openssl pkcs8 -topk8 -scrypt -scrypt_N 16384 -scrypt_r 8 -scrypt_p 16 -passout 'pass:${PHRASE}' -out KEY`,
      /more work/,
    ],
  ])("whose passphrase would take too many %s is named without a try, since nothing else runs meanwhile", async (name, command, what) => {
    const text = made(name.replaceAll(" ", "-"), command);
    expect(await read(text, "wrong")).toEqual({ what: expect.stringMatching(what), cure: expect.stringContaining("Encrypt it anew") });
  });

  it.each([
    ["Ed25519", `${generate} ed25519 -N '' -f KEY`, -4],
    ["EC", `${generate} ecdsa -m PEM -N '' -f KEY`, 2],
  ])("of %s in which a character was changed is damaged, also where it can still be read", async (name, command, line) => {
    const lines = made(`changed-${name}`, command).split("\n");
    const was = lines.at(line) ?? "";
    const changed = lines.with(line, was.slice(0, 12) + (was[12] === "A" ? "B" : "A") + was.slice(13)).join("\n");
    expect(await read(changed)).toMatchObject({ what: expect.stringMatching(/damaged/) });
  });

  it("of which the end of the middle is missing is damaged, also where it can still be read", async () => {
    const text = made("cut-inside", `${generate} rsa -b 2048 -m PEM -N '' -f KEY`);
    const cut = `${text.slice(0, text.length * 0.6)}\n-----END RSA PRIVATE KEY-----\n`;
    expect(await read(cut)).toMatchObject({ what: expect.stringMatching(/damaged/) });
  });

  it("is opened by its passphrase once, not for every login", async () => {
    const text = made("opened-once", `${generate} ed25519 -N '${PHRASE}' -f KEY`);
    const first = (await read(text, PHRASE)).key;
    expect(first?.sign("something")).toBeInstanceOf(Buffer);
    expect((await read(text, PHRASE)).key).toBe(first);
    expect((await read(text, "wrong")).key).toBeUndefined();
  });

  it("repeats nothing of what stands in it", async () => {
    const cut = Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      Buffer.from([0, 0, 0, 30]),
      Buffer.from("\u001b[31mnot-a-cipher-but-a-secret\u001b"),
    ]);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${cut.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
    expect(JSON.stringify(await read(text, PHRASE))).not.toContain("secret");
  });
});
