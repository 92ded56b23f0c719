import { foreignText } from "../../lib/core/foreign-text.js";

/** A line at the terminal: what would steer it is shown, whoever named it; a second guard, behind the one where names are read. */
export const say = (line: string): void => console.log(foreignText(line));
