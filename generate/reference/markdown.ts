/** A row of a table; a bar in a cell would end it, and a line break the row. */
export const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;

/** A block of code. */
export const code = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
