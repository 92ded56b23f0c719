import { HttpRequest, InvocationContext } from "@azure/functions";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { bodyText } from "../../../lib/api/http/body-text.js";
import { memoryFleet } from "../call.js";

const JSON_TYPE = "application/json";
const bytesOf = (text: string, encoding: BufferEncoding = "utf8") => new Uint8Array(Buffer.from(text, encoding));
const refused = (bytes: Uint8Array, contentType = JSON_TYPE): string => {
  try {
    return `taken: ${bodyText(bytes, contentType)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a body", () => {
  it.each([
    JSON_TYPE,
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "text/json; Charset=utf8",
    "text/plain; charset=us-ascii",
    null,
  ])("is read as UTF-8 when it is of the type %s", (contentType) => expect(bodyText(bytesOf("{köln 😀}"), contentType)).toBe("{köln 😀}"));

  it.each(["iso-8859-1", "windows-1252", "utf-16", "UTF-16LE", "utf-7", "shift_jis", ""])("is refused with its charset %j by name", (charset) => {
    const said = refused(bytesOf("{}"), `application/json; charset=${charset}`);
    expect(said).toBe(`The body of the request is declared as "${charset}" by its Content-Type; expected UTF-8`);
  });

  const wrong: readonly (readonly [string, readonly number[], number, string])[] = [
    ["Latin-1", [0x6b, 0xf6, 0x6c, 0x6e], 2, "0xF6"],
    ["a character cut off at the end", [0x61, 0xe2, 0x82], 2, "0xE2"],
    ["a cut character of which the mark of a lost one begins so", [0x61, 0xef, 0xbf, 0x41], 2, "0xEF"],
    ["the first byte of that", [0x61, 0xef, 0x41], 2, "0xEF"],
    ["a surrogate as three bytes", [0xed, 0xa0, 0x80], 1, "0xED"],
    ["an overlong slash", [0x61, 0xc0, 0xaf], 2, "0xC0"],
    ["a lone continuation", [0xef, 0xbf, 0xbd, 0x80], 4, "0x80"],
    ["beyond the last plane", [0xf4, 0x90, 0x80, 0x80], 1, "0xF4"],
  ];
  it.each(wrong)("is refused at the first byte that is wrong: %s", (_what, bytes, place, found) => {
    expect(refused(Uint8Array.from(bytes))).toBe(`The body of the request has ${found} as byte ${place}, which is not UTF-8; expected UTF-8`);
  });

  it("is told to look like UTF-16 where it begins so", () => {
    expect(refused(bytesOf("\ufeff{}", "utf16le"))).toContain("has 0xFF as byte 1, which is not UTF-8; it looks like UTF-16");
  });

  it("is taken whole or refused, never changed in passing", () => {
    const property = fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const isWhole = Buffer.from(Buffer.from(bytes).toString("utf8")).equals(Buffer.from(bytes));
      expect(refused(bytes).startsWith("taken: ")).toBe(isWhole);
    });
    fc.assert(property);
  });
});

describe("a call", () => {
  let fleet: Awaited<ReturnType<typeof memoryFleet>>;
  beforeAll(async () => {
    fleet = await memoryFleet();
  });
  const send = async (bytes: Uint8Array, contentType: string) => {
    const url = "http://fleet.example/api/Set-AzureRmRecoveryServicesAsrFabric";
    const headers = { authorization: `Bearer ${fleet.keys.administrator}`, "content-type": contentType };
    const route = fleet.routes["Set-AzureRmRecoveryServicesAsrFabric"];
    const request = new HttpRequest({ method: "POST", url, headers, body: { bytes } });
    return route?.handler(request, new InvocationContext());
  };
  const body = (FriendlyName: string, encoding?: BufferEncoding) =>
    bytesOf(JSON.stringify({ Name: "CS1", Generation: "Classic", FriendlyName }), encoding);

  it("changes nothing when its body is not UTF-8, declared or not", async () => {
    for (const [bytes, type] of [
      [body("köln", "latin1"), JSON_TYPE],
      [body("köln", "latin1"), `${JSON_TYPE}; charset=iso-8859-1`],
      [body("köln", "utf16le"), `${JSON_TYPE}; charset=utf-16`],
      [body("koeln", "utf16le"), JSON_TYPE],
    ] as const) {
      const answer = await send(bytes, type);
      expect(answer).toMatchObject({ status: 400, jsonBody: { error: { target: "body", message: expect.stringMatching(/UTF-8/) } } });
    }
    expect(await fleet.context.fabrics.list()).toEqual([]);
  });

  it("is carried out when its body is UTF-8, also behind a byte order mark", async () => {
    expect(await send(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body("köln")]), `${JSON_TYPE}; charset=utf-8`)).toMatchObject({ status: 200 });
    expect((await fleet.context.fabrics.find("CS1"))?.value.friendlyName).toBe("köln");
  });
});
