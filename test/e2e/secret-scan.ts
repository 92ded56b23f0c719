import { CMDLETS } from "../../functions/cmdlet-list.js";
import { factsOf } from "../../lib/api/cmdlet/parameter.js";
import type { FleetClient } from "../../local/client.js";

/** Parameters whose value no answer, row, log or process may hold, by the cmdlets' own declarations; lower-cased. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set(
  CMDLETS.flatMap(({ parameterSets }) => Object.values(parameterSets))
    .flatMap(({ shape }) => Object.entries(shape))
    .filter(([, schema]) => factsOf(schema).secret)
    .map(([name]) => name.toLowerCase()),
);

/** Shorter ones stand in many texts by chance; of several lines each long one counts. */
const SHORTEST = 8;
const LONG_LINE = 32;

/** Where one of the secrets stands, in any form that programs give a text: plain, in JSON, in a URL, in base64 of UTF-8 or UTF-16, in hex. */
export function placesWith(secrets: Iterable<string>, places: ReadonlyMap<string, string>): readonly string[] {
  const wanted = [...new Set([...secrets].flatMap(partsOf).flatMap(formsOf))];
  return [...places].filter(([, text]) => wanted.some((form) => text.includes(form))).map(([place]) => place);
}

const partsOf = (secret: string): string[] =>
  secret.includes("\n") ? secret.split(/\r?\n/).filter(({ length }) => length >= LONG_LINE) : secret.length >= SHORTEST ? [secret] : [];

function formsOf(secret: string): string[] {
  const bytes = [Buffer.from(secret), Buffer.from(secret, "utf16le")];
  // Where the secret begins in a longer text decides how its base64 looks; the characters that its neighbours share are left out.
  const base64 = bytes.flatMap((plain) =>
    [0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), plain])
        .toString("base64")
        .slice(before === 0 ? 0 : before + 1)
        .replace(/.{0,3}=*$/, ""),
    ),
  );
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    ...bytes.map((plain) => plain.toString("latin1")),
    ...base64,
    bytes[0]?.toString("hex") ?? secret,
  ];
}

/** A client that remembers the secrets that it was given to send, and every answer. */
export function overheard(
  client: FleetClient,
): Readonly<{ client: FleetClient; secrets: ReadonlySet<string>; answers: ReadonlyMap<string, string> }> {
  const secrets = new Set<string>();
  const answers = new Map<string, string>();
  const call = async <T>(cmdlet: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    for (const [name, value] of Object.entries(parameters))
      if (SECRET_PARAMETERS.has(name.toLowerCase()) && typeof value === "string") secrets.add(value);
    const place = `answer ${answers.size} of ${cmdlet}`;
    try {
      const answer = await client.call<T>(cmdlet, parameters);
      answers.set(place, JSON.stringify(answer));
      return answer;
    } catch (error) {
      answers.set(place, String(error));
      throw error;
    }
  };
  return { client: { ...client, call }, secrets, answers };
}
