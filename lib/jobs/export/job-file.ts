import type { JobExport } from "../job-input.js";
import type { BundleEnding } from "../ports.js";
import { JOB_COLUMNS, type JobRow } from "./job-row.js";

export const ENDING: Readonly<Record<JobExport["format"], BundleEnding>> = { Json: "json", Xml: "xml", Excel: "xlsx" };

/** The rows as a file. What writes XML and workbooks is loaded when the first is asked for. */
export async function jobFile(rows: readonly JobRow[], format: JobExport["format"]): Promise<Buffer> {
  switch (format) {
    case "Json":
      return Buffer.from(`${JSON.stringify(rows, undefined, 1)}\n`);
    case "Xml":
      return asXml(rows);
    case "Excel":
      return asWorkbook(rows);
  }
}

async function asXml(rows: readonly JobRow[]): Promise<Buffer> {
  const { default: Builder } = await import("fast-xml-builder");
  const xml = new Builder({ format: true }).build({ Jobs: { Job: rows } });
  return Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n${xml}`);
}

/** A cell holds 32,767 characters at the most. */
const MOST_CHARACTERS = 32_767;

async function asWorkbook(rows: readonly JobRow[]): Promise<Buffer> {
  const { default: writeWorkbook } = await import("write-excel-file/node");
  const heads = JOB_COLUMNS.map((name) => ({ value: name, fontWeight: "bold" as const }));
  // Text stays text: no spreadsheet takes it for a formula.
  const lines = rows.map((row) => JOB_COLUMNS.map((name) => ({ type: String, value: row[name]?.slice(0, MOST_CHARACTERS) ?? "" })));
  return writeWorkbook([heads, ...lines], { sheet: "Jobs", stickyRowsCount: 1 }).toBuffer();
}
