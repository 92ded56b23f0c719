import { z } from "zod";

/** Ids are GUIDs; they go back into our messages. */
const Id = z.string().regex(/^[\w-]{1,64}$/);
const Words = z.union([z.string(), z.object({ "#text": z.string() }).transform((one) => one["#text"])]);

const Selector = z.object({ "@Name": z.string(), "#text": z.string() });
const Created = z
  .object({ ResourceCreated: z.object({ ReferenceParameters: z.object({ SelectorSet: z.object({ Selector: z.array(z.unknown()) }) }) }) })
  .transform(({ ResourceCreated }, context) => {
    const selectors = ResourceCreated.ReferenceParameters.SelectorSet.Selector.map((one) => Selector.safeParse(one).data);
    const id = Id.safeParse(selectors.find((one) => one?.["@Name"] === "ShellId")?.["#text"]);
    if (id.success) return id.data;
    context.addIssue("no ShellId");
    return z.NEVER;
  });

/** The shell that was made. */
export const shellIdOf = (body: unknown): string => Created.parse(body);

const Started = z.object({ CommandResponse: z.object({ CommandId: Words.pipe(Id) }) });

export const commandIdOf = (body: unknown): string => Started.parse(body).CommandResponse.CommandId;

export type Received = Readonly<{
  parts: readonly Readonly<{ stream: "stdout" | "stderr"; bytes: Buffer }>[];
  /** Whether the command is over; `exitCode` is null when its end has none. */
  end?: Readonly<{ exitCode: number | null }>;
}>;

/** The one that ends a stream has no text. */
const Part = z
  .object({
    "@Name": z.enum(["stdout", "stderr"]),
    "#text": z
      .string()
      .regex(/^[A-Za-z0-9+/=\s]*$/)
      .default(""),
  })
  .transform((part) => ({ stream: part["@Name"], bytes: Buffer.from(part["#text"], "base64") }));
const ExitCode = Words.pipe(z.string().regex(/^-?\d{1,10}$/))
  .transform(Number)
  .pipe(
    z
      .number()
      .min(-(2 ** 31))
      .max(2 ** 32 - 1),
  )
  .transform((code) => (code < 0 ? code + 2 ** 32 : code)) // 32 bits, told with a sign
  .nullable()
  .catch(null);

const Response = z.object({
  ReceiveResponse: z.object({
    Stream: z.array(Part).default([]),
    CommandState: z.object({ "@State": z.string().max(200), ExitCode: ExitCode.optional() }).optional(),
  }),
});

export function receivedIn(body: unknown): Received {
  const { Stream, CommandState } = Response.parse(body).ReceiveResponse;
  const parts = Stream.filter(({ bytes }) => bytes.length > 0);
  return CommandState?.["@State"].endsWith("/Done") ? { parts, end: { exitCode: CommandState.ExitCode ?? null } } : { parts };
}
