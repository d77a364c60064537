// What is wrong in the config files, and in which line?
import { visible } from "../text.ts";

export interface FileLine {
  /** As given on the command line. */
  file: string;
  /** Index of the file, from 0. */
  nth: number;
  /** From 1; 0 means the whole file. */
  line: number;
}

/** Adds a mistake: where it is, what is wrong, and a line that would be right. */
export type Report = (place: FileLine, wrong: string, example: string) => void;

export const printFileLine = ({ file, line }: FileLine): string => (line === 0 ? file : `${file}:${line}`);

/** `report` adds a mistake; `problems` lists them in the order of the files, each once. */
export function mistakes(): { report: Report; problems: () => string[] } {
  const noted: { place: FileLine; text: string }[] = [];
  return {
    report: (place, wrong, example) =>
      noted.push({ place, text: visible(`${printFileLine(place)}: ${wrong}. For example: ${example}`) }),
    problems: () => {
      noted.sort((a, b) => a.place.nth - b.place.nth || a.place.line - b.place.line);
      return [...new Set(noted.map(({ text }) => text))];
    },
  };
}
