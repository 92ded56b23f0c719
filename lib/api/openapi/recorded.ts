import { type Json, ref } from "./json.js";
import recorded from "./recorded-answers.json" with { type: "json" };

/** Answers as the service gave them, by the name of the object; `npx vitest run -u test/docs/recorded-answers.test.ts` records them. */
export const RECORDED: Json = recorded;

/** The components that the examples of operations refer to. */
export const answerExamples = (): Json =>
  Object.fromEntries(Object.entries(RECORDED).map(([id, value]) => [id, { summary: `One ${id} object`, value }]));

export const exampleOf = (id: string): Json => (id in RECORDED ? { [id]: ref("examples", id) } : {});

export const pageExampleOf = (id: string): Json =>
  id in RECORDED ? { [`${id}Page`]: { summary: "The only page", value: { value: [RECORDED[id]] } } } : {};
