// The test files of which something was skipped in this report of vitest, a line each; all of them, by one word that is in every name, where it is empty.
import { readFileSync } from "node:fs";

const said = readFileSync(process.argv[2], "utf8");
const files = said === "" ? [] : JSON.parse(said).testResults;
const skipped = files.filter(({ assertionResults }) => assertionResults.some(({ status }) => status !== "passed"));
const names = skipped.map(({ name }) => name.replace(/^.*(?=\/test\/)\//, ""));
console.log((names.length > 0 ? names : [".test.ts"]).join("\n"));
