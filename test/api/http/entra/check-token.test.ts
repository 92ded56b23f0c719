import { SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sampleFleet } from "../../call.js";
import { AUDIENCE, fleetOf, openTenant, signer, TENANT, type Tenant } from "./tenant.js";

let tenant: Tenant;
let fleet: Awaited<ReturnType<typeof fleetOf>>;
beforeEach(async () => {
  tenant = await openTenant();
  fleet = await fleetOf(tenant);
});
afterEach(() => {
  tenant.close();
  vi.useRealTimers();
});

const read = (key: string) => fleet.call("Get-AsrFabric", {}, { key });
const now = () => Math.floor(Date.now() / 1000);
const error = (message: RegExp, code = "Unauthorized") => ({ error: { code, message: expect.stringMatching(message) } });

describe("a token of the tenant", () => {
  it.each([
    ["version 2, of a person", {}],
    ["version 2, for the application id", { aud: "0f3c6a1e-5f5b-4f0e-9a55-1b1c3f8f2a10" }],
    ["version 1", { iss: `https://sts.windows.net/${TENANT}/`, ver: "1.0", azp: undefined, appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" }],
    ["of an application", { scp: undefined, preferred_username: undefined, sub: "3f0c2d0e-1111-4222-8333-444455556666" }],
    ["of an application that says so", { scp: undefined, idtyp: "app", sub: "another" }],
    ["whose time has just passed", { exp: now() - 240 }],
    ["whose time begins soon", { nbf: now() + 240 }],
  ])("is taken: %s", async (_what, claims) => expect((await read(await tenant.token(claims))).status).toBe(200));

  it("stands beside fleet keys", async () => {
    expect((await read(fleet.keys.reader)).status).toBe(200);
    expect(tenant.reads()).toBe(0);
  });

  it.each([
    ["a person", {}, "alice@contoso.example (3f0c2d0e-1111-4222-8333-444455556666)"],
    ["a person of version 1", { upn: "bob@contoso.example" }, "bob@contoso.example (3f0c2d0e-1111-4222-8333-444455556666)"],
    ["a person without a name", { preferred_username: undefined }, "user 3f0c2d0e-1111-4222-8333-444455556666"],
    ["an application", { scp: undefined, idtyp: "app" }, "app 04b07795-8ddb-461a-bbee-02f9e1bf7b46"],
    ["a name that would break lines", { preferred_username: "al\u0000ice\n2026 ok \u202e" }, "al ice 2026 ok (3f0c2d0e-1111-4222-8333-444455556666)"],
  ])("names its caller on the job: %s", async (_what, claims, label) => {
    const { call, context, protectedItem } = await sampleFleet();
    const signedIn = { ...context, entra: fleet.context.entra };
    const { memoryFleet } = await import("../../call.js");
    const token = await tenant.token(claims);
    const answer = await (await memoryFleet(signedIn)).call("Update-AsrMobilityService", { ReplicationProtectedItem: protectedItem }, { key: token });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ FleetDetails: { StartedBy: label } });
    expect(JSON.stringify([answer, (await call("Get-AsrJob")).body])).not.toContain(token.split(".")[2]);
  });
});

describe("app roles", () => {
  it.each([
    [["MobilityFleet.Reader"], 200, 403, 403],
    [["MobilityFleet.Operator"], 200, 404, 403],
    [["MobilityFleet.Administrator"], 200, 404, 400],
    [["Other.Role", "MobilityFleet.Operator", "MobilityFleet.Reader"], 200, 404, 403],
  ])("%j may do what the scope may", async (roles, reads, operates, administers) => {
    const key = await tenant.token({ roles });
    expect((await read(key)).status).toBe(reads);
    expect((await fleet.call("Stop-AsrJob", { Job: "none" }, { key })).status).toBe(operates);
    expect((await fleet.call("Set-AsrFabric", {}, { key })).status).toBe(administers);
  });

  it.each([[undefined], [[]], [["Other.Role"]], ["MobilityFleet.Administrator"], [["mobilityfleet.administrator"]]])(
    "%j is none, and the answer names those that would do",
    async (roles) => {
      const answer = await read(await tenant.token({ roles }));
      expect(answer).toMatchObject({
        status: 403,
        body: error(/^This call needs the app role MobilityFleet\.Reader or .*; alice.* has none/, "Forbidden"),
      });
    },
  );

  it("tells a too small one", async () => {
    const answer = await fleet.call("Set-AsrFabric", {}, { key: await tenant.token() });
    expect(answer).toMatchObject({
      status: 403,
      body: error(/needs the app role MobilityFleet\.Administrator; alice.* has MobilityFleet\.Operator$/, "Forbidden"),
    });
  });
});

describe("a token that proves nothing", () => {
  it.each([
    ["issuer", /another issuer/, { iss: "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0" }],
    ["issuer that only begins like ours", /another issuer/, { iss: `https://sts.windows.net/${TENANT}/v2.0` }],
    ["tenant", /not of this tenant/, { tid: "11111111-2222-4333-8444-555555555555" }],
    ["audience", /another audience/, { aud: "https://management.azure.com" }],
    ["no audience", /another audience/, { aud: undefined }],
    ["expiry", /has expired/, { exp: now() - 400 }],
    ["no expiry", /claim exp/, { exp: undefined }],
    ["time that is to come", /not valid yet/, { nbf: now() + 400 }],
    ["ID token", /not an access token/, { azp: undefined, scp: undefined }],
    ["token without consent of a person", /not an access token/, { scp: undefined }],
  ])("is refused for its %s", async (_what, message, claims) => {
    const answer = await read(await tenant.token(claims));
    expect(answer).toMatchObject({ status: 401, body: error(message) });
    expect(answer.headers["WWW-Authenticate"]).toBe('Bearer realm="mobility-fleet", error="invalid_token"');
    expect(answer.logged).toEqual([]);
  });

  it("is refused when it is not signed", async () => {
    const none = new UnsecuredJWT(tenant.claims()).encode();
    expect(await read(none)).toMatchObject({ status: 401, body: error(/signed in a way that is not accepted/) });
  });

  it("is refused when the tenant's public key was taken as a shared secret", async () => {
    const [known] = tenant.keys();
    const secret = new TextEncoder().encode(JSON.stringify(known?.jwk));
    const hs256 = await new SignJWT(tenant.claims()).setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(secret);
    expect(await read(hs256)).toMatchObject({ status: 401, body: error(/signed in a way that is not accepted/) });
    expect(tenant.reads()).toBe(0);
  });

  it("is refused when another key signed it under a known name", async () => {
    const forged = await tenant.token({}, { ...(await signer("key-1")) });
    expect(await read(forged)).toMatchObject({ status: 401, body: error(/signature of the token is wrong/) });
  });

  it("is refused when a claim was changed after it was signed", async () => {
    const [header, , signature] = (await tenant.token()).split(".");
    const body = Buffer.from(JSON.stringify(tenant.claims({ roles: ["MobilityFleet.Administrator"] }))).toString("base64url");
    expect(await read(`${header}.${body}.${signature}`)).toMatchObject({ status: 401, body: error(/signature of the token is wrong/) });
  });

  it.each(["nonsense", "a.b.c", "eyJhbGciOiJSUzI1NiJ9..", "e".repeat(20_000)])("is refused when it is none: %.30s", async (token) =>
    expect(await read(token)).toMatchObject({ status: 401, body: { error: { code: "Unauthorized" } } }),
  );

  it("is refused where Entra is off", async () => {
    const { entra: _on, ...context } = fleet.context;
    const { memoryFleet } = await import("../../call.js");
    const answer = await (await memoryFleet(context)).call("Get-AsrFabric", {}, { key: await tenant.token() });
    expect(answer).toMatchObject({ status: 401, body: error(/Tokens of Microsoft Entra ID are not taken here/) });
  });
});

describe("the tenant's keys", () => {
  const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

  it("are read once for many calls, and again when the tenant has changed them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const old = await tenant.token();
    expect((await Promise.all([read(old), read(old), read(old)])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(tenant.reads()).toBe(1);
    await tenant.rotate("key-2");
    later(31_000);
    expect((await read(await tenant.token())).status).toBe(200);
    expect(await read(old)).toMatchObject({ status: 401, body: error(/not signed by a key of this tenant/) });
    expect(tenant.reads()).toBe(2);
  });

  it("are read anew after hours, so that a withdrawn one ends", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const old = await tenant.token({ exp: now() + 86_400 });
    expect((await read(old)).status).toBe(200);
    await tenant.rotate("key-2");
    later(6 * 3_600_000 + 1000);
    expect((await read(old)).status).toBe(401);
  });

  it("are not asked for by a flood of tokens with unknown ones", async () => {
    const stranger = await signer("unknown");
    for (let i = 0; i < 50; i += 1)
      expect((await read(await tenant.token({}, { ...stranger, kid: `unknown-${i}` }))).status).toBe(i < 20 ? 401 : 429);
    expect(tenant.reads()).toBe(1);
    expect((await read(await tenant.token())).status).toBe(200);
  });

  it.each(["hang up", 500, 302] as const)(
    "that cannot be read (%s) are a clear error, are not asked for by every call, and come back",
    async (how) => {
      vi.useFakeTimers({ toFake: ["Date"] });
      tenant.fail(how);
      for (let i = 0; i < 20; i += 1) {
        const answer = await read(await tenant.token());
        expect(answer).toMatchObject({
          status: 503,
          body: error(/signing keys of the tenant could not be read from http:\/\/127/, "IdentityUnavailable"),
        });
        expect(answer.headers["Retry-After"]).toBe("10");
      }
      expect(tenant.reads()).toBe(1);
      expect((await read(fleet.keys.reader)).status).toBe(200);
      tenant.fail(undefined);
      later(5001);
      expect((await read(await tenant.token())).status).toBe(200);
    },
  );

  it("are used as long as they are fresh, whether or not they could be read again", async () => {
    expect((await read(await tenant.token())).status).toBe(200);
    tenant.fail(500);
    expect((await read(await tenant.token({ aud: [AUDIENCE] }))).status).toBe(200);
  });
});
