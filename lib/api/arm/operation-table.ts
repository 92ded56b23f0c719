import { allNotHere } from "./not-here.js";
import { OPERATIONS } from "./operations.js";

/** The tables of docs/arm.md: what is answered, and what is refused with 501. */
export const operationTables = (): string =>
  [
    "| operation | call | scope | does |",
    "| --- | --- | --- | --- |",
    ...OPERATIONS.map(({ name, method, path, scope, does }) => `| ${name} | ${method} \`…/${path}\` | ${scope} | ${does} |`),
    "",
    "These are answered 501 with what to use instead:",
    "",
    "| operation | is about | instead |",
    "| --- | --- | --- |",
    ...allNotHere().map(({ name, what, instead, at }) => `| ${name}${"word" in at ? ".*" : ""} | ${what} | ${instead} |`),
  ].join("\n");
