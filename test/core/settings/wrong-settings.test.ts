import { expect, it } from "vitest";
import { readSettings } from "../../../lib/configured.js";
import { WrongSettings } from "../../../lib/core/settings/wrong-settings.js";

const RIGHT = { AzureWebJobsStorage: "UseDevelopmentStorage=true", FLEET_SEALING_KEY: Buffer.alloc(32, 7).toString("base64") };

/** Names of the settings that are told to be wrong. */
function wrongOf(settings: Readonly<Record<string, string>>): readonly (string | undefined)[] {
  try {
    readSettings(settings);
    return [];
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    for (const { target } of error.details) expect(error.message).toContain(target);
    return error.details.map(({ target }) => target);
  }
}

it("names all that are wrong at once, whatever kind of wrong each is", () => {
  const settings = {
    AzureWebJobsStorage: "rubbish",
    FLEET_SEALING_KEY: "short",
    FLEET_HOST_KEY_POLICY: "never",
    FLEET_POLL_SECONDS: "soon",
    FLEET_RETRY_SECONDS: "-1",
    FLEET_ENTRA: "app",
    FLEET_SMTP_HOST: "mail.example",
    FLEET_OWNER_MAIL: "nobody, no one",
    FLEET_CHECK_SCHEDULE: "every hour",
    FLEET_PROBE_SCHEDULE: "99 * * * * *",
    FLEET_VAULT_IMPORT_SCHEDULE: "@daily",
  };
  const expected = [
    ...["AzureWebJobsStorage", "FLEET_SEALING_KEY", "FLEET_HOST_KEY_POLICY", "FLEET_POLL_SECONDS", "FLEET_RETRY_SECONDS"],
    ...["FLEET_ENTRA_TENANT_ID", "FLEET_ENTRA_AUDIENCE", "FLEET_MAIL_FROM", "FLEET_OWNER_MAIL"],
    ...["FLEET_CHECK_SCHEDULE", "FLEET_PROBE_SCHEDULE", "FLEET_VAULT_IMPORT_SCHEDULE"],
  ];
  expect([...wrongOf(settings)].sort()).toEqual(expected.sort());
  expect([...wrongOf({})].sort()).toEqual(["AzureWebJobsStorage", "FLEET_SEALING_KEY"]);
});

it("blames no setting for what another one has wrong", () => {
  expect(wrongOf({ ...RIGHT, FLEET_SECRETS: "safe", FLEET_SEALING_KEY: "" })).toEqual(["FLEET_SECRETS"]);
  expect(wrongOf({ ...RIGHT, FLEET_SECRETS: "keyvault", FLEET_KEY_VAULT_URL: "vault" })).toEqual(["FLEET_KEY_VAULT_URL"]);
  expect(wrongOf(RIGHT)).toEqual([]);
});

it("lets mail go out in the clear to a server on loopback only", () => {
  const mail = { ...RIGHT, FLEET_SMTP_SECURITY: "none", FLEET_MAIL_FROM: "fleet@contoso.com" };
  for (const host of ["127.0.0.1", "localhost"]) expect(wrongOf({ ...mail, FLEET_SMTP_HOST: host })).toEqual([]);
  for (const host of ["mail.example", "127.0.0.1.example", "10.0.0.1"])
    expect(wrongOf({ ...mail, FLEET_SMTP_HOST: host })[0]).toMatch(/^FLEET_SMTP_/);
});

it("shows no value that may be a secret", () => {
  const secret = "hunter2-canary";
  const names = ["AzureWebJobsStorage", "FLEET_SEALING_KEY", "FLEET_SECRETS", "FLEET_KEY_VAULT_URL", "FLEET_MAIL_FROM", "FLEET_CHECK_SCHEDULE"];
  const settings = {
    ...Object.fromEntries(names.map((name) => [name, secret])),
    FLEET_ENTRA: "app",
    FLEET_ENTRA_AUTHORITY: `https://u:${secret}@x.example`,
  };
  expect(() => readSettings(settings)).not.toThrow(secret);
  expect(wrongOf(settings)).toContain("FLEET_CHECK_SCHEDULE");
  expect(wrongOf({ ...RIGHT, FLEET_ENTRA: "app", FLEET_ENTRA_AUTHORITY: `https://u:${secret}@x.example` })).toContain("FLEET_ENTRA_AUTHORITY");
});

it.each(["0 */5 * * * *", "*/5 * * * *", "0 0 9-17/4 * * mon-fri", "00:05:00", "23:59:59", " ", ""])('takes the schedule "%s"', (schedule) =>
  expect(wrongOf({ ...RIGHT, FLEET_CHECK_SCHEDULE: schedule })).toEqual([]),
);

it.each(["rubbish", "5", "24:00:00", "00:00:00", "1:2", "0 0 0 * * 7", "0 0 0 L * *", "60 * * * * *", "* * * *", "0 0 * * * * *", "%OTHER%"])(
  'refuses the schedule "%s"',
  (schedule) => expect(wrongOf({ ...RIGHT, FLEET_CHECK_SCHEDULE: schedule })).toEqual(["FLEET_CHECK_SCHEDULE"]),
);
