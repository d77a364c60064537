// What does each line of a config file say?
import ini from "ini";
import type { FileLine, Report } from "./mistakes.ts";

export interface IniSection {
  name: string;
  place: FileLine;
  entries: Entry[];
}

export interface Entry {
  key: string;
  /** Raw, including any quotes. */
  value: string;
  place: FileLine;
}

/**
 * The sections in the order of the file; one that appears twice is two. The lines are checked first, since the
 * `ini` package never reports an error; then it parses them, quoted so that it leaves every value as it is.
 */
export function readIni(text: string, file: string, nth: number, report: Report): IniSection[] {
  const at = (line: number): FileLine => ({ file, nth, line });
  const parsed = ini.parse(quoteLines(text, at, report)) as Record<string, Record<string, unknown>>;
  return Object.entries(parsed).map(([header, keys]) => {
    const [name, line] = unnumbered(header);
    const entries = Object.entries(keys).map(([numbered, value]): Entry => {
      const [key, line] = unnumbered(numbered);
      return { key, value: String(value), place: at(line) }; // true, false and null have become what they name
    });
    return { name, place: at(line), entries };
  });
}

function quoteLines(text: string, at: (line: number) => FileLine, report: Report): string {
  let section: "none yet" | "broken" | "whole" = "none yet";
  const quoteLine = (line: string, index: number): string => {
    const place = at(index + 1);
    const said = /^\s*[;#]/.test(line) ? "" : line.replace(/\s;[^]*$/, "").trim(); // a byte order mark is white space
    if (said === "") return "";
    if (/[^\P{Cc}\t]|\ufffd/u.test(said)) {
      report(place, "the line contains a control character or is not UTF-8", "title = Our backups");
      return "";
    }
    if (said.startsWith("[")) {
      const name = said.endsWith("]") ? said.slice(1, -1).trim() : "";
      section = name === "" ? "broken" : "whole";
      if (section === "broken") report(place, `${said} is not a [section]`, "[ENV]");
      // A dot would nest sections, \. does not.
      return section === "broken" ? "" : `[${quote(numbered(name.replaceAll(".", "\\."), place))}]`;
    }
    const equals = said.indexOf("=");
    if (equals < 1) {
      report(place, `"${said}" is neither KEY = VALUE nor a [section] nor a comment`, "title = Our backups");
      return "";
    }
    if (section === "none yet") report(place, `"${said}" comes before the first [section]`, "[SITE]");
    if (section !== "whole") return "";
    return `${quote(numbered(said.slice(0, equals).trim(), place))}=${quote(said.slice(equals + 1).trim())}`;
  };
  return text
    .split(/\r\n|\n|\r/)
    .map(quoteLine)
    .join("\n");
}

// The line number makes a name unique, and no longer __proto__ (which `ini` skips) or key[] (which it makes an array).
function numbered(name: string, { line }: FileLine): string {
  return `${name}:${line}`;
}

function unnumbered(text: string): [name: string, line: number] {
  const colon = text.lastIndexOf(":");
  return [text.slice(0, colon), Number(text.slice(colon + 1))];
}

// `ini` parses a quoted text as JSON, but splits the line at ] and = first, and stops at line ends: so these are escaped.
function quote(text: string): string {
  const code = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\]=\u2028\u2029]/g, code);
}
